import type { Accepted, LedgerEntry } from '../core/types'

export interface Audit {
  invoices: number
  totalFen: number
  /** Each must be empty in a sound bureau: what tests look at. */
  duplicateSerials: string[]
  duplicateNumbers: string[]
  issuedWithoutInvoice: string[]
  invoicesWithoutRequest: string[]
}

/** Holds the ledger against the requests: one invoice for each issued request, and none beside. */
export function audit(ledger: LedgerEntry[], requests: Accepted[]): Audit {
  const serials = ledger.map((entry) => `${entry.taxNum}/${entry.serial}`)
  const issued = requests.filter((one) => one.state === 'issued').map((one) => `${one.taxNum}/${one.serial}`)
  return {
    invoices: ledger.length,
    totalFen: ledger.reduce((sum, entry) => sum + entry.totalFen, 0),
    duplicateSerials: repeated(serials),
    duplicateNumbers: repeated(ledger.map((entry) => entry.number)),
    issuedWithoutInvoice: without(issued, serials),
    invoicesWithoutRequest: without(serials, issued),
  }
}

function repeated(values: string[]): string[] {
  const seen = new Set<string>()
  return values.filter((value) => seen.size === seen.add(value).size)
}

function without(values: string[], others: string[]): string[] {
  const known = new Set(others)
  return values.filter((value) => !known.has(value))
}
