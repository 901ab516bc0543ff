import { type Fen, formatYuan, mulDivHalfUp, requireFen } from '../money/fen'
import { ratePerMille, type TaxRate } from './rate'
import type { Separated } from './separate'

/** What the rate column shows on an invoice of 差额征税: the rate is hidden. */
export const DIFFERENTIAL_RATE_TEXT = '***'

/**
 * 差额征税: tax = round half up ((total − deduction) ÷ (1 + rate) × rate), amount = total − tax. Only the margin is
 * taxed; the invoice still shows the whole total. Source: the bureau's 差额征税 开票 rule, as on printed invoices
 * with the remark `差额征税：2.00。`. Throws RangeError unless 0 ≤ deduction ≤ total.
 */
export function separateDifferential(totalFen: Fen, deductionFen: Fen, rate: TaxRate): Separated {
  requireFen(totalFen, 'totalFen')
  requireFen(deductionFen, 'deductionFen')
  if (deductionFen < 0 || deductionFen > totalFen) {
    throw new RangeError(`deductionFen must lie in 0..${totalFen}, got ${deductionFen}`)
  }
  const perMille = ratePerMille(rate)
  const taxFen = mulDivHalfUp(totalFen - deductionFen, perMille, 1000 + perMille)
  return { amountFen: totalFen - taxFen, taxFen, totalFen }
}

/** The words that open the remark of a differential invoice: `差额征税：2.00。`, the deduction in yuan. */
export function differentialRemark(deductionFen: Fen): string {
  return `差额征税：${formatYuan(deductionFen)}。`
}
