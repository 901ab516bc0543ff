import type { CodeView } from '../contract'
import type { InvoiceKind } from '../invoice'
import { readAmount } from './amount'

/** The contract's most codes in one application. */
const MOST_CODES = 20

export type MergeRefusal =
  | 'mergeTwice'
  | 'mergeProduct'
  | 'mergeSeller'
  | 'mergeKind'
  | 'mergeTooMany'
  | 'mergeState'

/** Why a further code cannot join, as the server would say it; undefined when it can. */
export function refuseMerge(codes: readonly CodeView[], added: CodeView): MergeRefusal | undefined {
  if (codes.some((view) => view.code === added.code)) return 'mergeTwice'
  if (added.kind === 'product') return 'mergeProduct'
  if (added.state !== 'open') return 'mergeState'
  if (added.sellerName !== codes[0]?.sellerName) return 'mergeSeller'
  if (commonKinds([...codes, added]).length === 0) return 'mergeKind'
  return codes.length >= MOST_CODES ? 'mergeTooMany' : undefined
}

/** The invoice kinds that all codes allow. */
export function commonKinds(codes: readonly CodeView[]): InvoiceKind[] {
  const [first, ...others] = codes
  return (first?.kinds ?? []).filter((kind) => others.every((view) => view.kinds.indexOf(kind) >= 0))
}

/** The sum of all orders in fen; undefined for a product code, whose amount the guest types. */
export function totalFen(codes: readonly CodeView[]): number | undefined {
  let sum = 0
  for (const view of codes) {
    if (view.amountFen === undefined) return undefined
    sum += view.amountFen
  }
  return sum
}

/** What will be invoiced in fen: the orders' sum, or with a product code what was typed, once it is an amount. */
export function amountOf(codes: readonly CodeView[], typed: string): number | undefined {
  return codes[0]?.kind === 'product' ? readAmount(typed).fen : totalFen(codes)
}
