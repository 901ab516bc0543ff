/**
 * 收到的票据的种类. One internal name a kind; the QR code, the bureau, the platforms and the XML number them
 * differently (see the map beside it). `other` is an invoice that we recognise as one but have no reader for.
 */
export const RECEIVED_KINDS = [
  'digital_special', // 数电专票
  'digital_normal', // 数电普票
  'electronic_special', // 增值税电子专票
  'electronic_normal', // 增值税电子普票
  'paper_special', // 纸质专票
  'paper_normal', // 纸质普票
  'roll', // 卷票
  'toll', // 通行费电子普票
  'rail', // 铁路电子客票
  'air', // 航空运输电子客票行程单
  'taxi', // 出租车发票
  'machine', // 通用机打发票
  'quota', // 定额发票
  'fiscal', // 财政票据
  'other',
] as const
export type ReceivedKind = (typeof RECEIVED_KINDS)[number]

/**
 * Where a value was read. `wallet`: what WeChat keeps of an invoice in a card wallet. `person` beats every machine;
 * `checked` came back from 查验.
 */
export const FIELD_SOURCES = ['xml', 'ofd', 'pdf', 'wallet', 'qr', 'ocr', 'checked', 'person'] as const
export type FieldSource = (typeof FIELD_SOURCES)[number]

/** Every single field of the model that all kinds share. Values are strings or fen; a kind uses what it has. */
export interface ReceivedValues {
  /** 发票代码, 8 to 12 digits; absent on 数电票. */
  code: string
  /** 发票号码, 8, 10 or 20 digits. */
  number: string
  /** 开票日期, `YYYY-MM-DD`, as printed. */
  issuedOn: string
  /** 校验码, digits only. */
  checkCode: string
  /** 机器编号 */
  machineNumber: string
  /** 金额 excluding tax. */
  amountFen: number
  taxFen: number
  /** 价税合计. */
  totalFen: number
  /** 价税合计（大写）. */
  totalCapitals: string
  buyerName: string
  buyerTaxpayerId: string
  sellerName: string
  sellerTaxpayerId: string
  remark: string
  drawer: string
  payee: string
  reviewer: string
  /** 旅客: rail, air, ride hailing. */
  passenger: string
  travelOn: string
  fromPlace: string
  toPlace: string
  /** 车次, 航班号 */
  vehicle: string
  seat: string
  /** 电子客票号码 */
  ticketNumber: string
  /** 车牌号 */
  plate: string
  fareFen: number
  fuelFen: number
  /** 民航发展基金 */
  fundFen: number
}
export type ReceivedFieldName = keyof ReceivedValues

/** Where on which page: corners in the page's own pixels (pictures) or points (PDF, OFD), clockwise from top left. */
export interface FieldPlace {
  page: number
  corners: [x: number, y: number][]
}

/** One value with how sure we are (0 to 1) and where it came from. */
export interface ReceivedField<T> {
  value: T
  confidence: number
  source: FieldSource
  place?: FieldPlace
  /** What the field read before a check digit or a sum repaired it. */
  repairedFrom?: string
  /** Digits of a picture that were read anew, from other cuts or by another reader, and came out the same. */
  isSeenTwice?: true
}
export type ReceivedFields = { [K in ReceivedFieldName]?: ReceivedField<ReceivedValues[K]> }

/** 项目明细 as printed: amounts in fen, excluding tax; quantity and unit price are decimal strings. */
export interface ReceivedLine {
  name: string
  specification?: string
  unit?: string
  quantity?: string
  unitPrice?: string
  amountFen?: number
  /** As printed: `13%`, `免税`, `***`. */
  taxRate?: string
  taxFen?: number
  confidence: number
}

/** 电子签章 of an OFD or PDF: four separate words, never one. */
export const SEAL_STATES = ['good', 'changed', 'unsigned', 'unknown_root'] as const
export type SealState = (typeof SEAL_STATES)[number]

/** What one cross-check found. */
export interface CrossCheck {
  name:
    | 'sum'
    | 'capitals'
    | 'lines'
    | 'qr'
    | 'crc'
    | 'buyer_id'
    | 'seller_id'
    | 'date'
    | 'number'
    | 'second_look'
  outcome: 'passed' | 'failed' | 'not_possible'
  /** The fields it speaks of. */
  fields: ReceivedFieldName[]
}

/** `green`: every check passed, kept without a question. `amber`: a person confirms the marked fields. */
export const READING_GRADES = ['green', 'amber'] as const
export type ReadingGrade = (typeof READING_GRADES)[number]

/** One invoice as it was read out of one file. */
export interface Reading {
  kind: ReceivedKind
  fields: ReceivedFields
  lines: ReceivedLine[]
  /** 特定业务 label as printed: 成品油, 旅客运输服务, 不动产经营租赁服务 … */
  specialBusiness?: string
  seal?: SealState
  /** Payload of its QR code, as decoded. */
  qr?: string
  /** 1-based pages of the file it stands on. */
  pages: number[]
  checks: CrossCheck[]
  grade: ReadingGrade
  /** Fields that a person should look at, with `place` where they stand. */
  doubtful: ReceivedFieldName[]
}

/** Why a file gave no reading. `retake`: an invoice perhaps, but unreadable: take the picture again. */
export const UNREAD_REASONS = [
  'retake',
  'not_invoice',
  'not_mainland', // 台湾统一发票 and other places'
  'bank_receipt',
  'other_qr', // a code of something else
  'too_large',
  'too_many_pages',
  'too_many_files',
  'damaged',
  'encrypted',
  'forbidden_content', // DOCTYPE, entity, script
  'unsupported_type',
] as const
export type UnreadReason = (typeof UNREAD_REASONS)[number]

/** What reading one file gave. */
export type ReadOutcome =
  | { outcome: 'read'; readings: Reading[] }
  | { outcome: 'unread'; reason: UnreadReason; detail?: string }
