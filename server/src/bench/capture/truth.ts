import { parseYuan } from '@piaoma/shared/money'
import type { ReceivedFieldName, ReceivedKind } from '@piaoma/shared/received'

/** One invoice's true values as a truth.json has them. */
export type Truth = Readonly<Record<string, unknown>>

/** Keys of truth files by our field. */
const KEYS: Readonly<Record<string, ReceivedFieldName>> = {
  code: 'code',
  number: 'number',
  date: 'issuedOn',
  check_code: 'checkCode',
  machine_no: 'machineNumber',
  amount_without_tax: 'amountFen',
  tax: 'taxFen',
  total: 'totalFen',
  total_cn: 'totalCapitals',
  buyer_name: 'buyerName',
  buyer_taxno: 'buyerTaxpayerId',
  seller_name: 'sellerName',
  seller_taxno: 'sellerTaxpayerId',
  remark: 'remark',
  drawer: 'drawer',
  payee: 'payee',
  checker: 'reviewer',
  reviewer: 'reviewer',
  passenger: 'passenger',
  travel_date: 'travelOn',
  from_station: 'fromPlace',
  to_station: 'toPlace',
  from: 'fromPlace',
  to: 'toPlace',
  train: 'vehicle',
  flight: 'vehicle',
  seat: 'seat',
  e_ticket: 'ticketNumber',
  ticket_no: 'ticketNumber',
  plate: 'plate',
  fare: 'fareFen',
  fuel: 'fuelFen',
  fund: 'fundFen',
}

/** What goes wrong silently costs most: these are held to 100 %. */
export const KEY_FIELDS: readonly ReceivedFieldName[] = [
  'code',
  'number',
  'issuedOn',
  'checkCode',
  'amountFen',
  'taxFen',
  'totalFen',
]
/** No wrong one of these may be among readings that went through without a question. */
export const GUARDED_FIELDS: readonly ReceivedFieldName[] = [
  ...KEY_FIELDS,
  'buyerTaxpayerId',
  'sellerTaxpayerId',
]

const isMoney = (name: ReceivedFieldName) => name.endsWith('Fen')

/** The values that a truth has for our fields, money in fen. */
export function expectedFields(truth: Truth): [ReceivedFieldName, string | number][] {
  return Object.entries(truth).flatMap(([key, value]): [ReceivedFieldName, string | number][] => {
    const name = KEYS[key]
    if (!name || typeof value !== 'string' || value === '') return []
    if (!isMoney(name)) return [[name, value]]
    const fen = parseYuan(value)
    return fen === undefined ? [] : [[name, fen]]
  })
}

/** A true item line: keys as in `original_invoice.xml`. */
export interface TrueLine {
  name: string
  amountFen: number | undefined
  taxRate: string
  quantity: string
  unitPrice: string
}

export function expectedLines(truth: Truth): TrueLine[] | undefined {
  if (!Array.isArray(truth.items)) return undefined
  return truth.items.map((item: Record<string, string>) => ({
    name: item.Item ?? item.name ?? '',
    amountFen: parseYuan(item.Amount ?? item.amount ?? ''),
    taxRate: item.TaxScheme ?? item.tax_rate ?? '',
    quantity: item.Quantity ?? item.quantity ?? '',
    unitPrice: item.Price ?? item.unit_price ?? '',
  }))
}

const KINDS: readonly [RegExp, ReceivedKind | 'none'][] = [
  [/非发票|银行回单|台湾|配置/, 'none'],
  [/数电.*专/, 'digital_special'],
  [/数电.*普/, 'digital_normal'],
  [/铁路/, 'rail'],
  [/航空|行程单/, 'air'],
  [/数电/, 'other'],
  [/通行费/, 'toll'],
  [/电子专/, 'electronic_special'],
  [/电子普/, 'electronic_normal'],
  [/纸质专/, 'paper_special'],
  [/纸质普/, 'paper_normal'],
  [/卷票/, 'roll'],
  [/出租/, 'taxi'],
  [/定额/, 'quota'],
  [/财政|非税|医疗/, 'fiscal'],
  [/机打/, 'machine'],
]

/** The kind that a truth's Chinese words name; `undefined` where they do not tell it. */
export function kindOfTruth(truth: Truth): ReceivedKind | 'none' | undefined {
  const found = KINDS.find(([pattern]) => pattern.test(String(truth.kind ?? '')))?.[1]
  return found === 'other' ? undefined : found
}

/** The invoices that a truth speaks of: one, or a list. */
export function invoicesOf(truth: unknown): Truth[] {
  if (Array.isArray(truth)) return truth as Truth[]
  const { invoices } = truth as { invoices?: Truth[] }
  return Array.isArray(invoices) ? invoices : [truth as Truth]
}
