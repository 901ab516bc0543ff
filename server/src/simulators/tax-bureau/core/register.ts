import type { Store } from '../store'
import { shanghaiMonth } from './numbers'
import { type TaxpayerRow, toTaxpayer } from './rows'
import { hasValidCheckDigit } from './taxpayer-id'
import type { QuotaState, Taxpayer } from './types'

/** The taxpayers the bureau knows, and what they have used of their monthly quota. */
export interface Register {
  /** Throws RangeError for a taxpayer id that does not pass its check digit. */
  register(taxpayer: Taxpayer): void
  taxpayer(taxNum: string): Taxpayer | undefined
  taxpayers(): Taxpayer[]
  quota(taxNum: string): QuotaState | undefined
}

export function createRegister(store: Store, now: () => number): Register {
  function taxpayer(taxNum: string): Taxpayer | undefined {
    const row = store.one<TaxpayerRow>('SELECT * FROM taxpayer WHERE tax_num = ?', taxNum)
    return row === undefined ? undefined : toTaxpayer(row)
  }

  return {
    register(seller) {
      if (!hasValidCheckDigit(seller.taxNum)) throw new RangeError('taxpayer id fails its check digit')
      store.run(
        `INSERT INTO taxpayer (tax_num, name, quota_fen, operator, kinds) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (tax_num) DO UPDATE SET name = excluded.name, quota_fen = excluded.quota_fen,
           operator = excluded.operator, kinds = excluded.kinds`,
        seller.taxNum,
        seller.name,
        seller.quotaFen,
        seller.operator,
        JSON.stringify(seller.kinds),
      )
    },
    taxpayer,
    taxpayers: () => store.all<TaxpayerRow>('SELECT * FROM taxpayer ORDER BY tax_num').map(toTaxpayer),
    quota(taxNum) {
      const known = taxpayer(taxNum)
      if (known === undefined) return undefined
      const used = store.one<{ fen: number }>(
        'SELECT coalesce(sum(amount_fen), 0) AS fen FROM ledger WHERE tax_num = ? AND month = ?',
        taxNum,
        shanghaiMonth(now()),
      )
      const usedFen = used?.fen ?? 0
      return { totalFen: known.quotaFen, usedFen, availableFen: Math.max(known.quotaFen - usedFen, 0) }
    },
  }
}
