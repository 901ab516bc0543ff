/** What a label announces; `place` and `bank` announce two values in one, `other` is skipped. */
export type LabelKind =
  | 'name'
  | 'taxpayerId'
  | 'address'
  | 'phone'
  | 'place'
  | 'bankName'
  | 'bankAccount'
  | 'bank'
  | 'type'
  | 'other'

/**
 * The words of each kind of label, as patterns on half-width text. A function, so that a bundle that reads no
 * pasted titles carries none of it.
 */
export function labelWords(): [LabelKind, string][] {
  const WHO =
    '(?:购买方|购货方|购货单位|购方|买方|受票方|开票|发票|公司|单位|企业|客户|机构|注册|营业|经营|办公|联系|联络|详细|固定|对公|基本户?)'
  const ADDRESS = `${WHO}{0,4}地 {0,4}址`
  const PHONE = `${WHO}{0,4}(?:电话号码|电 {0,4}话|座机号码|座机|手机号码|手机号|手机|联系方式|固话)`
  const BANK = `${WHO}{0,4}(?:开户(?:银行|行|支行)|银行)(?:全称|名称)?`
  const ACCOUNT = `${WHO}{0,4}(?:(?:开户行?|银行)?(?:账|帐)(?: {0,4}号码?|户号码?|户(?!名))|银行卡号|卡号)`
  const TAX = `${WHO}{0,4}(?:纳税人|纳税)?(?:识别号码?|识别码|税务登记证?号码?|税 {0,4}号|(?:统一)?(?:社会)?信用(?:代码|编码|号码)证?号?)`
  const AND = '[ 、,/&+及和与|()]{0,3}'
  const AND_EN = ' ?(?:/|&|\\+|,|and) ?'
  const ADDRESS_EN = '(?:(?:company|registered|billing|business|office) ?)?address'
  const PHONE_EN = '(?:company |office |contact )?(?:tele?phone|phone|tel|mobile)(?: ?(?:number|no\\.?))?'
  const BANK_EN = '(?:opening |deposit )?bank(?: ?name)?'
  const ACCOUNT_EN = '(?:bank ?)?(?:account|acct?\\.?|a/c)(?: ?(?:number|no\\.?|#))?'
  const TAX_EN =
    "(?:company )?(?:(?:tax(?: ?payer)?|vat)(?:'s)? ?(?:identification|registration)? ?(?:id|number|no\\.?|code)(?: ?(?:number|no\\.?))?|tin|uscc|(?:unified )?(?:social )?credit (?:code|identifier))"
  const NAME_EN =
    "(?:company|buyer|customer|purchaser|business|legal|invoice)(?:'s)? ?(?:name|title)|name|title|company|buyer"

  // Two-in-one labels come first, longer words before the shorter ones they start with.
  return [
    ['type', '(?:抬头|发票抬头|企业|购买方)类型|title type'],
    [
      'other',
      `(?:电子)?邮箱(?:地址)?|e-?mail(?: address)?|邮政编码|邮编|发票类型|开票类型|开票内容|开票项目|开票金额|备注|收件人|收票人|联系人|经办人|法人|法定代表人|金额`,
    ],
    ['place', `${ADDRESS}${AND}${PHONE}|${PHONE}${AND}${ADDRESS}|${ADDRESS_EN}${AND_EN}${PHONE_EN}`],
    ['bank', `${BANK}${AND}${ACCOUNT}|${ACCOUNT}${AND}${BANK}|${BANK_EN}${AND_EN}${ACCOUNT_EN}`],
    ['taxpayerId', `${TAX}(?: ?[/、(或] ?${TAX}\\)?)?|${TAX_EN}`],
    ['address', `${ADDRESS}|${ADDRESS_EN}`],
    ['phone', `${PHONE}|${PHONE_EN}`],
    ['bankAccount', `${ACCOUNT}|${ACCOUNT_EN}`],
    ['bankName', `${BANK}|${BANK_EN}`],
    // The holder of the account is the company; single words last, so that 公司电话 is a telephone.
    [
      'name',
      `${WHO}{0,4}(?:抬头名称|名 {0,4}称|抬 {0,4}头|全称)|(?:开户|账户|帐户)(?:名称|名)|户名|公司名|${NAME_EN}|公司|单位`,
    ],
  ]
}
