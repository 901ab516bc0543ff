import type { OrderLine } from '../invoice/model'
import { type Decimal, isPositive, parseDecimal } from '../money/decimal'
import { type Fen, isFen, MAX_FEN } from '../money/fen'
import type { LineIssue, LineIssueCode } from './issues'
import { checkText, type TextRule } from './limits'
import { isTaxRate } from './rate'
import { multipliesTo } from './unit-price'

/** What `validateOrderLines` checks against; every part has a default. */
export interface OrderLineRules {
  /** Where the lines are in the request: the first part of every `path`. Default `lines`. */
  path?: string
  /** Most rows of one invoice, discount rows included. Default 2000 (NuoNuo). */
  maxRows?: number
  /** Looks a code up; give `checkTaxCode` of `@piaoma/shared/tax-codes`. Without it only the form is checked. */
  checkTaxCode?: (code: string) => 'unknown' | 'not_leaf' | undefined
  /** Text rules of the channel. Default: name 90, specification 40, unit 20 characters (NuoNuo). */
  text?: Partial<Record<'name' | 'specification' | 'unit', TextRule>>
}

const DEFAULT_TEXT = {
  name: { characters: 90 },
  specification: { characters: 40 },
  unit: { characters: 20 },
} as const satisfies Record<string, TextRule>

type Report = (field: string, code: LineIssueCode, characters?: string[]) => void

/**
 * Everything wrong with order lines, all issues at once; empty when they can be issued. Lines may hold any value a
 * JSON body can carry in these fields (NaN, fractions, huge numbers, any string). Sources: NuoNuo open platform
 * (field lengths, price and quantity, E9105–E9112 discounts, E9122 no lines, 2000 rows), 票通 8016 (price ×
 * quantity = amount) and its single-line rule for 差额征税, the official classification (leaves only, 6… = 不征税).
 */
export function validateOrderLines(lines: readonly OrderLine[], rules: OrderLineRules = {}): LineIssue[] {
  const issues: LineIssue[] = []
  const base = rules.path ?? 'lines'
  const add = (path: string, code: LineIssueCode, characters?: string[]) =>
    issues.push({ path, code, ...(characters ? { characters } : {}) })
  if (lines.length === 0) add(base, 'line.required')
  let rows = 0
  lines.forEach((line, index) => {
    rows += line.discountFen === undefined ? 1 : 2
    const report: Report = (field, code, characters) => add(`${base}.${index}.${field}`, code, characters)
    checkTexts(line, rules, report)
    checkAmounts(line, report)
    checkQuantity(line, report)
    checkClass(line, rules, report)
    if (line.deductionFen !== undefined && lines.length > 1)
      report('deductionFen', 'line.deduction_single_line')
  })
  if (rows > (rules.maxRows ?? 2000)) add(base, 'line.too_many')
  if (issues.length === 0) checkTotal(lines, (code) => add(base, code))
  return issues
}

function checkTexts(line: OrderLine, rules: OrderLineRules, report: Report): void {
  for (const field of ['name', 'specification', 'unit'] as const) {
    const rule = { ...DEFAULT_TEXT[field], ...rules.text?.[field], isRequired: field === 'name' }
    for (const issue of checkText(line[field] ?? '', rule)) report(field, issue.code, issue.characters)
  }
}

/** Whether the amount is positive fen; reports why when not. */
function checkFen(field: string, value: Fen, report: Report): boolean {
  if (!isFen(value)) report(field, 'amount.not_fen')
  else if (value <= 0) report(field, 'amount.not_positive')
  else if (value > MAX_FEN) report(field, 'amount.too_large')
  else return true
  return false
}

function checkAmounts(line: OrderLine, report: Report): void {
  const { amountFen, discountFen, deductionFen } = line
  const isAmount = checkFen('amountFen', amountFen, report)
  if (discountFen !== undefined && checkFen('discountFen', discountFen, report)) {
    if (isAmount && discountFen > amountFen) report('discountFen', 'line.discount_exceeds_amount')
  }
  if (deductionFen === undefined) return
  if (checkFen('deductionFen', deductionFen, report) && isAmount && deductionFen >= amountFen) {
    report('deductionFen', 'line.deduction_not_below_amount')
  }
  if (discountFen !== undefined) report('deductionFen', 'line.deduction_with_discount')
}

/** Digits before and after the point that quantity and inclusive price may have; more than any channel takes. */
const MAX_WHOLE_DIGITS = 12
const MAX_DECIMALS = 13

function checkQuantity(line: OrderLine, report: Report): void {
  const quantity = checkDecimal('quantity', line.quantity, report)
  const unitPrice = checkDecimal('unitPrice', line.unitPrice, report)
  if (!quantity || !unitPrice || line.quantity === undefined || line.unitPrice === undefined) return
  if (isFen(line.amountFen) && !multipliesTo(line.quantity, line.unitPrice, line.amountFen)) {
    report('unitPrice', 'line.unit_price_mismatch')
  }
}

const wholeDigits = (text: string): number => text.split('.', 1).join('').length

function checkDecimal(
  field: 'quantity' | 'unitPrice',
  text: string | undefined,
  report: Report,
): Decimal | undefined {
  if (text === undefined) return undefined
  const value = parseDecimal(text)
  const name = field === 'quantity' ? 'quantity' : 'unit_price'
  if (!value) report(field, 'number.form')
  else if (!isPositive(value)) report(field, `line.${name}_not_positive`)
  else if (value.scale > MAX_DECIMALS || wholeDigits(text) > MAX_WHOLE_DIGITS) {
    report(field, `line.${name}_too_precise`)
  } else return value
  return undefined
}

function checkClass(line: OrderLine, rules: OrderLineRules, report: Report): void {
  const { taxCode, taxRate } = line
  if (!isTaxRate(taxRate)) report('taxRate', 'line.tax_rate_unknown')
  const problem = classProblem(taxCode, rules)
  if (problem) report('taxCode', problem)
  else if (taxCode.startsWith('6') && taxRate !== 'not_taxed') {
    report('taxRate', 'line.tax_code_needs_not_taxed')
  }
}

function classProblem(taxCode: string, rules: OrderLineRules): LineIssueCode | undefined {
  if (!/^\d{19}$/.test(taxCode)) return 'line.tax_code_form'
  // A spreadsheet that took the code for a number leaves other last digits behind.
  if (!taxCode.endsWith('00')) return 'line.tax_code_damaged'
  const problem = rules.checkTaxCode?.(taxCode)
  return problem && `line.tax_code_${problem}`
}

function checkTotal(lines: readonly OrderLine[], report: (code: LineIssueCode) => void): void {
  const total = lines.reduce((sum, line) => sum + line.amountFen - (line.discountFen ?? 0), 0)
  if (lines.length > 0 && total <= 0) report('line.total_not_positive')
  if (total > MAX_FEN) report('line.total_too_large')
}
