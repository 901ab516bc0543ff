import type { TextIssueCode } from './limits'

/** Every code `validateOrderLines` can raise. `amount.*`, `number.*`, `text.*` are those of the contract. */
export const LINE_ISSUES = [
  'line.required',
  'line.too_many',
  'line.total_not_positive',
  'line.total_too_large',
  'amount.not_fen',
  'amount.not_positive',
  'amount.too_large',
  'number.form',
  'line.quantity_not_positive',
  'line.quantity_too_precise',
  'line.unit_price_not_positive',
  'line.unit_price_too_precise',
  'line.unit_price_mismatch',
  'line.discount_exceeds_amount',
  'line.deduction_not_below_amount',
  'line.deduction_single_line',
  'line.deduction_with_discount',
  'line.tax_rate_unknown',
  'line.tax_code_form',
  'line.tax_code_damaged',
  'line.tax_code_unknown',
  'line.tax_code_not_leaf',
  'line.tax_code_needs_not_taxed',
] as const

export type LineIssueCode = (typeof LINE_ISSUES)[number] | TextIssueCode

/** One thing wrong with one field; `path` is dotted, e.g. `lines.0.unitPrice`. */
export interface LineIssue {
  path: string
  code: LineIssueCode
  /** The characters that cannot be printed, for `text.*` codes that name some. */
  characters?: string[]
}
