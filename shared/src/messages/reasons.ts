/** Why an application waits or ended without an invoice: words for the guest, zh-CN then English. */
const words: Record<string, readonly [string, string]> = {
  rejected_by_merchant: ['商家未通过此申请', 'The merchant did not approve this application'],
  discarded_by_merchant: [
    '商家已关闭此申请，如需开票请联系门店。',
    'The merchant closed this application. Please ask the store.',
  ],
  withdrawn_by_guest: ['您已撤回申请，可重新填写。', 'You withdrew this application and may apply again.'],
  merged: [
    '已与同一客人的另一份申请合并开票。',
    'It was put together with another application of the same guest.',
  ],
  waiting_quota: [
    '商家本月开票额度暂时用完，正在补充；额度到位后会自动开出，无需重新提交。',
    'The merchant’s invoice quota is used up for now. Yours is issued by itself once there is more; do not apply again.',
  ],
  waiting_operator: [
    '商家正在完成税务身份认证，完成后会自动开出，无需重新提交。',
    'The merchant has to confirm his identity with the tax bureau. Yours is issued by itself afterwards; do not apply again.',
  ],
  waiting_channel: [
    '税务系统暂时繁忙，恢复后会自动开出，无需重新提交。',
    'The tax system is busy. Yours is issued by itself as soon as it answers; do not apply again.',
  ],
  amount_mismatch: [
    '税务端返回的金额与订单不一致，商家正在核对，请勿重复申请。',
    'The tax side returned another amount than the order’s. The merchant is checking; please do not apply again.',
  ],
  partly_refused: [
    '部分发票已开出，其余正在由商家处理，请勿重复申请。',
    'Part of the invoices was issued; the merchant is dealing with the rest. Please do not apply again.',
  ],
  refused_guest: [
    '税务端未接受开票信息，请核对抬头和税号后重新提交。',
    'The tax side did not accept the buyer details. Check name and taxpayer id and apply again.',
  ],
  refused_merchant: [
    '税务端未接受商家的开票信息，商家可更正后重开；您也可联系门店。',
    'The tax side did not accept the merchant’s details. The merchant can correct them; you may ask the store.',
  ],
  refused_none: [
    '税务端拒绝开具此发票，请联系商家。',
    'The tax side refused this invoice. Please ask the merchant.',
  ],
  'limit.buyerName': [
    '抬头超过税务端允许的长度，请缩短后重新提交。',
    'The name is longer than the tax side allows. Shorten it and apply again.',
  ],
  'limit.taxpayerId': [
    '税号超过税务端允许的长度，请更正后重新提交。',
    'The taxpayer id is too long. Correct it and apply again.',
  ],
  'limit.addressAndPhone': [
    '地址与电话合计过长，请缩短后重新提交。',
    'Address and phone together are too long. Shorten them and apply again.',
  ],
  'limit.bankAndAccount': [
    '开户行与账号合计过长，请缩短后重新提交。',
    'Bank and account together are too long. Shorten them and apply again.',
  ],
  'limit.remark': ['备注过长，商家可更正后重开。', 'The remark is too long; the merchant can correct it.'],
  'limit.lineName': [
    '商品名称过长，商家可更正后重开。',
    'A line’s name is too long; the merchant can correct it.',
  ],
  'limit.specification': [
    '规格型号过长，商家可更正后重开。',
    'A specification is too long; the merchant can correct it.',
  ],
  'limit.unit': ['单位过长，商家可更正后重开。', 'A unit is too long; the merchant can correct it.'],
  'limit.drawer': [
    '开票人姓名过长，商家可更正后重开。',
    'The drawer’s name is too long; the merchant can correct it.',
  ],
  'split.deduction_not_divisible': [
    '差额征税的订单超过单张限额，无法拆分，请联系商家。',
    'This order exceeds one invoice and cannot be split. Please ask the merchant.',
  ],
  'split.too_many_parts': [
    '订单超过可拆分的张数，请联系商家。',
    'This order needs too many invoices. Please ask the merchant.',
  ],
  'split.part_without_amount': [
    '订单拆分后有一张没有金额，请联系商家。',
    'Split over several invoices, one would have no amount. Please ask the merchant.',
  ],
  'split.max_lines_too_small': [
    '订单行数超过上限，请联系商家。',
    'This order has too many lines. Please ask the merchant.',
  ],
}

/** The reason in the reader's language; the code itself when it has no words (never shown by a tested path). */
export function reasonMessage(code: string, language: 'zh-CN' | 'en'): string {
  const entry = words[code]
  if (!entry) return code
  return language === 'en' ? entry[1] : entry[0]
}

export const REASON_CODES = Object.keys(words)
