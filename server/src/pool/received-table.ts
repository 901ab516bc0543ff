import { formatYuan } from '@piaoma/shared/money'
import { RECEIVED_KIND_INFO } from '@piaoma/shared/received'
import type { BookingStatus, UseStatus, VerificationStatus } from '@piaoma/shared/states'
import writeExcel from 'write-excel-file/node'
import type { ReceivedInvoiceRow } from '../capture/entity'
import { personNames } from '../capture/presenter'
import type { Ground } from '../ground'
import type { Language } from '../http'
import { countedDeduction } from './view-standing'

type Words = readonly [zh: string, en: string]

interface Column {
  title: Words
  width: number
  /** Text stays text: no spreadsheet may round a number of 20 digits. */
  text?: (row: ReceivedInvoiceRow, names: ReadonlyMap<string, string>) => string | null | undefined
  /** Told in the reader's language. */
  words?: (row: ReceivedInvoiceRow) => Words
  /** Fen, shown as yuan. */
  fen?: (row: ReceivedInvoiceRow) => number | null
}

const VERIFICATION: Readonly<Record<VerificationStatus, Words>> = {
  unverified: ['未查验', 'not verified'],
  asking: ['查验中', 'being verified'],
  verified: ['查验一致', 'verified'],
  mismatch: ['不一致', 'does not agree'],
  no_record: ['查无此票', 'no such invoice'],
  voided: ['已作废', 'voided'],
  reversed: ['已红冲', 'reversed'],
  not_possible: ['不可查验', 'cannot be verified'],
}
const USE: Readonly<Record<UseStatus, Words>> = {
  unselected: ['未勾选', 'not selected'],
  deducted: ['抵扣', 'deducted'],
  not_deducted: ['不抵扣', 'not deducted'],
  refunded: ['退税', 'refunded'],
}
const BOOKING: Readonly<Record<BookingStatus, Words>> = {
  unbooked: ['未入账', 'not booked'],
  booked: ['已入账', 'booked'],
}

const COLUMNS: readonly Column[] = [
  {
    title: ['票据种类', 'kind'],
    width: 20,
    words: ({ kind }) => [RECEIVED_KIND_INFO[kind].zh, RECEIVED_KIND_INFO[kind].en],
  },
  { title: ['发票代码', 'code'], width: 16, text: (row) => row.code },
  { title: ['发票号码', 'number'], width: 24, text: (row) => row.number },
  { title: ['开票日期', 'issued on'], width: 12, text: (row) => row.issuedOn },
  { title: ['校验码', 'check code'], width: 24, text: (row) => row.checkCode },
  { title: ['销售方', 'seller'], width: 32, text: (row) => row.sellerName },
  { title: ['销售方税号', 'seller taxpayer id'], width: 22, text: (row) => row.sellerTaxpayerId },
  { title: ['购买方', 'buyer'], width: 32, text: (row) => row.buyerName },
  { title: ['购买方税号', 'buyer taxpayer id'], width: 22, text: (row) => row.buyerTaxpayerId },
  { title: ['金额', 'amount'], width: 14, fen: (row) => row.amountFen },
  { title: ['税额', 'tax'], width: 14, fen: (row) => row.taxFen },
  { title: ['价税合计', 'total'], width: 14, fen: (row) => row.totalFen },
  { title: ['可抵扣税额', 'deductible tax'], width: 14, fen: countedDeduction },
  { title: ['查验', 'verification'], width: 14, words: (row) => VERIFICATION[row.verificationStatus] },
  { title: ['用途', 'use'], width: 14, words: (row) => USE[row.useStatus] },
  { title: ['入账', 'booking'], width: 12, words: (row) => BOOKING[row.bookingStatus] },
  { title: ['提交人', 'brought by'], width: 14, text: (row, names) => names.get(row.personId) },
]

/** Received invoices as an .xlsx: numbers, codes and dates as text, money as numbers with two decimals. */
export async function receivedTable(
  ground: Ground,
  rows: readonly ReceivedInvoiceRow[],
  language: Language,
): Promise<Buffer> {
  const names = await personNames(
    ground,
    rows.map(({ personId }) => personId),
  )
  const said = (words: Words | undefined) => words?.[language === 'en' ? 1 : 0]
  const head = COLUMNS.map(({ title }) => ({ value: said(title), fontWeight: 'bold' as const }))
  const body = rows.map((row) =>
    COLUMNS.map(({ fen, text, words }) => cellOf(fen?.(row), text?.(row, names) ?? said(words?.(row)))),
  )
  const columns = COLUMNS.map(({ width }) => ({ width }))
  const sheet = language === 'en' ? 'Received invoices' : '收到的发票'
  return writeExcel([head, ...body], { columns, sheet, stickyRowsCount: 1 }).toBuffer()
}

function cellOf(fen: number | null | undefined, text: string | null | undefined) {
  // The only place where money becomes a number of yuan: two decimals, far inside what a double holds exactly enough.
  if (fen !== undefined && fen !== null)
    return { type: Number, value: Number(formatYuan(fen)), format: '#,##0.00' }
  return text ? { type: String, value: text, format: '@' } : null
}
