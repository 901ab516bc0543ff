import type { ReceivedKind } from './model'

/** What a kind of received invoice is called and how it is told from every other. */
export interface ReceivedKindInfo {
  zh: string
  en: string
  /** `number`: 20 digits alone; `code_number`: 发票代码 and number together. */
  identity: 'number' | 'code_number'
  /** Which amount its QR code and 查验 speak of. */
  amountInQr: 'total' | 'excluding_tax'
}

const byNumber = (zh: string, en: string): ReceivedKindInfo => ({
  zh,
  en,
  identity: 'number',
  amountInQr: 'total',
})
const byCode = (zh: string, en: string): ReceivedKindInfo => ({
  zh,
  en,
  identity: 'code_number',
  amountInQr: 'excluding_tax',
})

/** Every kind with its words and its identity. The QR amount of tax-control invoices excludes tax. */
export const RECEIVED_KIND_INFO: Readonly<Record<ReceivedKind, ReceivedKindInfo>> = {
  digital_special: byNumber('数电专票', 'Digital special VAT invoice'),
  digital_normal: byNumber('数电普票', 'Digital ordinary invoice'),
  electronic_special: byCode('增值税电子专票', 'Electronic special VAT invoice'),
  electronic_normal: byCode('增值税电子普票', 'Electronic ordinary VAT invoice'),
  paper_special: byCode('纸质专票', 'Paper special VAT invoice'),
  paper_normal: byCode('纸质普票', 'Paper ordinary VAT invoice'),
  roll: byCode('卷票', 'Roll invoice'),
  toll: byCode('通行费电子普票', 'Toll e-invoice'),
  rail: byNumber('铁路电子客票', 'Rail e-ticket'),
  air: byNumber('航空行程单', 'Air itinerary'),
  taxi: byCode('出租车发票', 'Taxi receipt'),
  machine: byCode('通用机打发票', 'Machine-printed invoice'),
  quota: byCode('定额发票', 'Fixed-amount invoice'),
  fiscal: byCode('财政票据', 'Fiscal receipt'),
  other: byCode('其他发票', 'Other invoice'),
}

/** Second field of the QR payload. `20` is 电子专票 here, `08` in 查验; some issuers print the latter. */
const QR_KINDS: Readonly<Record<string, ReceivedKind>> = {
  '01': 'paper_special',
  '04': 'paper_normal',
  '08': 'electronic_special',
  '10': 'electronic_normal',
  '11': 'roll',
  '14': 'toll',
  '20': 'electronic_special',
  '31': 'digital_special',
  '32': 'digital_normal',
  '51': 'rail',
  '61': 'air',
  '03': 'other',
  '15': 'other',
}

/**
 * The kind that the second field of a QR payload names. Toll invoices say `10` like every 电子普票: only the last two
 * digits of their 12-digit code (`12`) tell them apart. `undefined` for an unknown type.
 */
export function kindOfQr(type: string, code = ''): ReceivedKind | undefined {
  const kind = QR_KINDS[type]
  return kind === 'electronic_normal' && isTollCode(code) ? 'toll' : kind
}

/** Whether a 12-digit 发票代码 is one of toll invoices: its kind digits are `12`. */
export const isTollCode = (code: string): boolean => /^0\d{9}12$/.test(code)

/** 发票类型代码 of the bureau and of 查验; absent for what 查验 does not know. */
const BUREAU_CODES: Readonly<Partial<Record<ReceivedKind, string>>> = {
  paper_special: '01',
  paper_normal: '04',
  electronic_special: '08',
  electronic_normal: '10',
  roll: '11',
  toll: '14',
  rail: '51',
  air: '61',
  digital_special: '81',
  digital_normal: '82',
}

/** fplxdm of the bureau and of 查验 for a kind, or `undefined` when 查验 does not know the kind. */
export const bureauCodeOf = (kind: ReceivedKind): string | undefined => BUREAU_CODES[kind]

/** The kind of a bureau code. 85/86 (数电纸质) count as their electronic twins; vehicle invoices are `other`. */
export function kindOfBureauCode(code: string): ReceivedKind | undefined {
  const twins: Readonly<Record<string, ReceivedKind>> = {
    '85': 'digital_special',
    '86': 'digital_normal',
    '03': 'other',
    '15': 'other',
    '83': 'other',
    '84': 'other',
    '87': 'other',
    '88': 'other',
  }
  const found = (Object.entries(BUREAU_CODES) as [ReceivedKind, string][]).find(([, value]) => value === code)
  return found?.[0] ?? twins[code]
}

/** `GeneralOrSpecialVAT/LabelCode` of the EInvoice XML, or undefined. */
export function kindOfXmlLabel(code: string): ReceivedKind | undefined {
  return code === '01' ? 'digital_special' : code === '02' ? 'digital_normal' : undefined
}

/**
 * The kind that a 12-digit tax-control code itself tells by its last two digits (11 电普, 12 通行费, 13 电专, 04 纸普,
 * 07 卷票); a 10-digit code is a paper 专票. `undefined` for anything else.
 */
export function kindOfCode(code: string): ReceivedKind | undefined {
  if (/^\d{10}$/.test(code)) return 'paper_special'
  if (!/^0\d{11}$/.test(code)) return undefined
  const kinds: Readonly<Record<string, ReceivedKind>> = {
    '11': 'electronic_normal',
    '12': 'toll',
    '13': 'electronic_special',
    '04': 'paper_normal',
    '07': 'roll',
  }
  return kinds[code.slice(-2)]
}
