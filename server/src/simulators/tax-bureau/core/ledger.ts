import { randomBytes } from 'node:crypto'
import type { InvoiceModel } from '@piaoma/shared/invoice'
import type { Store } from '../store'
import { allotNumber, shanghaiMonth } from './numbers'
import { type LedgerRow, type RequestRow, toAccepted, toLedgerEntry } from './rows'
import type { BureauOrder, LedgerEntry } from './types'

/** The record of what was issued: one row an invoice, never changed, never removed. */
export interface Ledger {
  /** Allots the number and writes the row; to be called inside the transaction that settles the request. */
  enter(row: RequestRow, sellerName: string, issuedAt: number): void
  invoice(taxNum: string, serial: string): LedgerEntry | undefined
  invoiceByFileKey(fileKey: string): LedgerEntry | undefined
  all(): LedgerEntry[]
}

export function createLedger(
  store: Store,
  printedName: (code: string, name: string, at: number) => string,
): Ledger {
  function entryWhere(condition: string, ...values: string[]): LedgerEntry | undefined {
    const row = store.one<LedgerRow>(`SELECT * FROM ledger WHERE ${condition}`, ...values)
    return row === undefined ? undefined : toLedgerEntry(row)
  }

  return {
    enter(row, sellerName, issuedAt) {
      const { order } = toAccepted(row)
      const number = allotNumber(store, issuedAt, row.tax_num, row.channel_digit)
      const lines = order.lines.map((line) => ({
        ...line,
        name: printedName(line.taxCode, line.name, issuedAt),
      }))
      const model = invoiceModel({ ...order, lines }, sellerName, number, issuedAt)
      store.run(
        `INSERT INTO ledger (number, tax_num, serial, receipt, kind, amount_fen, tax_fen, total_fen, issued_at, month,
           file_key, model_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        number,
        row.tax_num,
        row.serial,
        row.receipt,
        order.kind,
        model.amountFen,
        model.taxFen,
        model.totalFen,
        issuedAt,
        shanghaiMonth(issuedAt),
        randomBytes(16).toString('hex'),
        JSON.stringify(model),
      )
    },
    invoice: (taxNum, serial) => entryWhere('tax_num = ? AND serial = ?', taxNum, serial),
    invoiceByFileKey: (fileKey) => entryWhere('file_key = ?', fileKey),
    all: () => store.all<LedgerRow>('SELECT * FROM ledger ORDER BY issued_at, number').map(toLedgerEntry),
  }
}

/** Totals are sums of the rows, as on any invoice. */
export function orderSums(order: BureauOrder): { amountFen: number; taxFen: number; totalFen: number } {
  const sums = { amountFen: 0, taxFen: 0, totalFen: 0 }
  for (const line of order.lines) {
    sums.amountFen += line.amountFen
    sums.taxFen += line.taxFen
    sums.totalFen += line.totalFen
  }
  return sums
}

function invoiceModel(
  order: BureauOrder,
  sellerName: string,
  number: string,
  issuedAt: number,
): InvoiceModel {
  return {
    number,
    kind: order.kind,
    issuedAt,
    seller: { ...order.seller, name: sellerName, taxpayerId: order.taxNum },
    buyer: order.buyer,
    lines: order.lines,
    ...orderSums(order),
    ...(order.remark === undefined ? {} : { remark: order.remark }),
    drawer: order.drawer,
  }
}
