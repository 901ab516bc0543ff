import type { InvoiceLine } from '../invoice/model'
import { type Fen, requireFen } from '../money/fen'
import { ratePerMille } from './rate'
import { exclusivePrice } from './unit-price'

/** Largest error of one line: 0.06 yuan. Source: NuoNuo E9131, 大象慧云 9355. */
export const LINE_TOLERANCE_FEN: Fen = 6
/** Largest sum of line errors of one invoice: 1.27 yuan. Source: the bureau's rule as met by 大象慧云 and ERP vendors. */
export const INVOICE_TOLERANCE_FEN: Fen = 127

/**
 * Error of one line, |taxed amount × rate − tax|, exactly, in thousandths of a fen. The taxed amount is the amount
 * without the deduction under 差额征税. Throws RangeError when an amount is not fen within ±MAX_FEN.
 */
export function lineError(line: InvoiceLine): number {
  requireFen(line.totalFen, 'totalFen')
  requireFen(line.taxFen, 'taxFen')
  return errorOf(line.totalFen - (line.deductionFen ?? 0), line.taxFen, ratePerMille(line.taxRate))
}

function errorOf(taxedTotalFen: Fen, taxFen: Fen, perMille: number): number {
  return Math.abs((taxedTotalFen - taxFen) * perMille - taxFen * 1000)
}

/** Which limits lines break. */
export interface ToleranceReport {
  isWithin: boolean
  /** Indexes of the lines beyond 0.06 yuan. */
  badLines: number[]
  /** Sum of all line errors in thousandths of a fen; the limit is 127,000. */
  error: number
}

/** Checks lines against both tolerances: each line ≤ 0.06 yuan, all together ≤ 1.27 yuan. Exact. */
export function checkTolerance(lines: readonly InvoiceLine[]): ToleranceReport {
  const errors = lines.map(lineError)
  const badLines = errors.flatMap((error, index) => (error > LINE_TOLERANCE_FEN * 1000 ? [index] : []))
  const error = errors.reduce((sum, each) => sum + each, 0)
  return { isWithin: badLines.length === 0 && error <= INVOICE_TOLERANCE_FEN * 1000, badLines, error }
}

/** Lines that carry a given tax total, or why there are none. */
export type SpreadResult =
  | { ok: true; lines: InvoiceLine[] }
  /** No line may take another fen. */
  | { ok: false; reason: 'line_limit' }
  /** The lines could take it, but together they would be more than 1.27 yuan off. */
  | { ok: false; reason: 'invoice_limit' }

/**
 * Spreads a tail difference (尾差): the lines with their tax changed fen by fen until it sums to `taxFen`, an outside
 * total. Each fen goes to the line where it adds the least error, so the result is as near the rate as it can be.
 * Line totals stay as they are (amount moves against tax), unit prices follow the amount. Lines without tax and
 * discount rows keep their figures, and a row never becomes smaller than its discount.
 */
export function spreadTax(lines: readonly InvoiceLine[], taxFen: Fen): SpreadResult {
  requireFen(taxFen, 'taxFen')
  const taxes = lines.map((line) => line.taxFen)
  let difference = taxFen - taxes.reduce((sum, tax) => sum + tax, 0)
  const step = Math.sign(difference)
  while (difference !== 0) {
    const index = cheapestLine(lines, taxes, step)
    if (index < 0) return { ok: false, reason: 'line_limit' }
    taxes[index] = (taxes[index] ?? 0) + step
    difference -= step
  }
  const spread = lines.map((line, index) => withTax(line, taxes[index] ?? line.taxFen))
  return checkTolerance(spread).isWithin
    ? { ok: true, lines: spread }
    : { ok: false, reason: 'invoice_limit' }
}

/** The line whose error grows least by one more step of tax, −1 when none may take it; the larger line on a tie. */
function cheapestLine(lines: readonly InvoiceLine[], taxes: readonly Fen[], step: number): number {
  let best = -1
  let bestCost = Number.POSITIVE_INFINITY
  lines.forEach((line, index) => {
    const tax = taxes[index] ?? 0
    if (!mayHaveTax(line, lines[index + 1], tax + step)) return
    const perMille = ratePerMille(line.taxRate)
    const taxed = line.totalFen - (line.deductionFen ?? 0)
    const cost = errorOf(taxed, tax + step, perMille) - errorOf(taxed, tax, perMille)
    const isLarger = Math.abs(line.totalFen) > Math.abs(lines[best]?.totalFen ?? 0)
    if (cost < bestCost || (cost === bestCost && isLarger)) {
      best = index
      bestCost = cost
    }
  })
  return best
}

function mayHaveTax(line: InvoiceLine, next: InvoiceLine | undefined, taxFen: Fen): boolean {
  const perMille = ratePerMille(line.taxRate)
  if (perMille === 0 || line.nature === 'discount') return false
  const taxed = line.totalFen - (line.deductionFen ?? 0)
  if (errorOf(taxed, taxFen, perMille) > LINE_TOLERANCE_FEN * 1000) return false
  const sign = Math.sign(line.totalFen)
  const isDiscounted = line.nature === 'discounted' && next?.nature === 'discount'
  const leastTax = isDiscounted ? Math.abs(next.taxFen) : 0
  const leastAmount = isDiscounted ? Math.abs(next.amountFen) : 1
  return taxFen * sign >= leastTax && (line.totalFen - taxFen) * sign >= leastAmount
}

function withTax(line: InvoiceLine, taxFen: Fen): InvoiceLine {
  if (taxFen === line.taxFen) return line
  const { quantity, unitPrice, ...rest } = line
  const amountFen = line.totalFen - taxFen
  const priced =
    quantity !== undefined && unitPrice !== undefined ? exclusivePrice(amountFen, quantity) : undefined
  return { ...rest, ...priced, amountFen, taxFen }
}
