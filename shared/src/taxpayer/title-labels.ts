import { foldWidth } from './fold'

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

/** A label in a text: where it starts and where its value starts. */
export interface Label {
  kind: LabelKind
  start: number
  end: number
}

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
const WORDS: [LabelKind, string][] = [
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

// Single words that also stand inside names and addresses: labels only where nothing but a colon, a tab or
// a line end follows.
const WEAK = /^(公司|单位|银行|名称|抬头|金额|name|title|company|buyer|bank|account|acct?\.?|tin)$/i
// A remark in brackets, quotes of JSON, the closing bracket of 【名称】, then the colon.
const COLON = /^\s{0,3}(?:\([^()\n]{0,20}\))?[\s"'”」】\]*]{0,4}[:=]\s?/
const NUMBERING = /(?:^|[\s,;。])(?:\(?\d{1,2}[.、)]|[①-⑩])[ \t]*$/
const IS_START = /(?:^|[\s,;|、。."'“{【[(*•·>-]|[①-⑩]|\d[.、)])$/
const CJK = /^[\u4e00-\u9fff]/
// What may follow a label directly, without colon or space.
const DIRECT: Partial<Record<LabelKind, RegExp>> = {
  taxpayerId: /^[0-9A-Z]{15}/i,
  phone: /^[+(]?\d{3}/,
  bankAccount: /^\d{6}/,
  bank: CJK,
  bankName: CJK,
  address: CJK,
  place: CJK,
  name: /^[\u4e00-\u9fffA-Za-z]/,
}

/** All labels of a pasted block, in order. */
export function findLabels(text: string): Label[] {
  const folded = foldWidth(text)
  const pattern = new RegExp(WORDS.map(([, words]) => `(${words})`).join('|'), 'gi')
  const labels: Label[] = []
  for (let hit = pattern.exec(folded); hit; hit = pattern.exec(folded)) {
    const last = labels[labels.length - 1]
    // 「名称 Company name：」 is one label in two languages.
    const isTwin = last !== undefined && /^[\s/()]{0,4}$/.test(folded.slice(last.end, hit.index))
    const label = labelAt(folded, hit, isTwin)
    pattern.lastIndex = label ? label.end : hit.index + 1
    const isSame = isTwin && label?.kind === last.kind
    if (isSame && label) last.end = label.end
    else if (label) labels.push(label)
  }
  return labels
}

function labelAt(folded: string, hit: RegExpExecArray, isTwin: boolean): Label | undefined {
  const kind = WORDS[hit.slice(1).findIndex((group) => group !== undefined)]?.[0]
  const before = folded.slice(0, hit.index)
  // The 公司 of 有限公司地址 belongs to the name before it.
  const owned = /(?:有限|责任|股份|分|总|集团)$/.test(before) && hit[0].startsWith('公司') ? 2 : 0
  const word = hit[0].slice(owned)
  const end = hit.index + hit[0].length
  if (!kind || !word) return undefined
  const lead = isTwin ? '' : folded.slice(0, end - word.length)
  const skip = valueStartOf(kind, word, lead, folded.slice(end))
  if (skip === undefined) return undefined
  const decoration = owned ? 0 : (NUMBERING.exec(before)?.[0].trim().length ?? 0)
  return { kind, start: end - word.length - decoration, end: end + skip }
}

// How many characters after the word its value starts, or undefined when the word is no label here.
function valueStartOf(kind: LabelKind, word: string, before: string, after: string): number | undefined {
  const isStart = IS_START.test(before)
  const isLineStart = /(?:^|\n)[^\n\u4e00-\u9fffA-Za-z]{0,5}$/.test(before)
  const isChinese = CJK.test(word)
  const isWeak = WEAK.test(word)
  const colon = COLON.exec(after)
  if (colon && (isStart || (isChinese && !isWeak))) return colon[0].length
  if (/^[】\]]/.test(after) && /[【[]$/.test(before)) return 1
  if (isLineStart && /^(?:\t| {2}|\s*\n|\s*$)/.test(after)) return 0
  if (isWeak && !(word === '名称' && isStart)) return undefined
  const gap = /^\s+/.exec(after)
  if (gap) return isStart && (isChinese || isLineStart || /^\s+[\d+(]/.test(after)) ? 0 : undefined
  return isChinese && DIRECT[kind]?.test(after) && (isStart || isDirectAnywhere(kind, word, before))
    ? 0
    : undefined
}

function isDirectAnywhere(kind: LabelKind, word: string, before: string): boolean {
  if (kind === 'address' || kind === 'place') return /[0-9A-Za-z]$/.test(before)
  return kind !== 'name' && (kind !== 'bankName' || word.startsWith('开户'))
}
