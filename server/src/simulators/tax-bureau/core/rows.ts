import type { Accepted, LedgerEntry, ProblemCode, Taxpayer } from './types'

/** Rows as SQLite holds them; read and written only here and in `bureau.ts`. */
export interface TaxpayerRow {
  tax_num: string
  name: string
  quota_fen: number
  operator: Taxpayer['operator']
  kinds: string
}

export interface RequestRow {
  tax_num: string
  serial: string
  receipt: string
  channel_digit: string
  state: Accepted['state']
  is_sealed: number
  order_json: string
  notify_url: string | null
  problem_code: ProblemCode | null
  problem_message: string | null
  accepted_at: number
  due_at: number
  retry_day: string | null
  retry_count: number
}

export interface LedgerRow {
  number: string
  tax_num: string
  serial: string
  receipt: string
  kind: LedgerEntry['kind']
  amount_fen: number
  tax_fen: number
  total_fen: number
  issued_at: number
  file_key: string
  model_json: string
}

export function toTaxpayer(row: TaxpayerRow): Taxpayer {
  return {
    taxNum: row.tax_num,
    name: row.name,
    quotaFen: row.quota_fen,
    operator: row.operator,
    kinds: JSON.parse(row.kinds),
  }
}

export function toAccepted(row: RequestRow): Accepted {
  const problem =
    row.problem_code === null
      ? {}
      : { problem: { code: row.problem_code, message: row.problem_message ?? '' } }
  return {
    taxNum: row.tax_num,
    serial: row.serial,
    receipt: row.receipt,
    state: row.state,
    isSealed: row.is_sealed === 1,
    order: JSON.parse(row.order_json),
    ...(row.notify_url === null ? {} : { notifyUrl: row.notify_url }),
    ...problem,
    acceptedAt: row.accepted_at,
    dueAt: row.due_at,
  }
}

export function toLedgerEntry(row: LedgerRow): LedgerEntry {
  return {
    number: row.number,
    taxNum: row.tax_num,
    serial: row.serial,
    receipt: row.receipt,
    kind: row.kind,
    amountFen: row.amount_fen,
    taxFen: row.tax_fen,
    totalFen: row.total_fen,
    issuedAt: row.issued_at,
    fileKey: row.file_key,
    model: JSON.parse(row.model_json),
  }
}
