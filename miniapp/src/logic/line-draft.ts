import type { InvoiceLine, OrderLine } from '@piaoma/shared/invoice'
import {
  decimalToFen,
  formatYuan,
  isFen,
  multiplyDecimals,
  parseDecimal,
  parseYuan,
} from '@piaoma/shared/money'
import { sumLines, type TaxRate, toInvoiceLines } from '@piaoma/shared/tax'

/** One line as it is typed: amounts in yuan, everything a text. `key` tells lines apart while they move. */
export interface LineDraft {
  key: string
  name: string
  specification: string
  unit: string
  quantity: string
  unitPrice: string
  amount: string
  discount: string
  deduction: string
  taxRate: TaxRate
  taxCode: string
}

/** What is wrong with one field; `code` has words in @piaoma/shared/messages. */
export interface Issue {
  path: string
  code: string
}

const yuan = (fen: number | undefined) => (fen === undefined ? '' : formatYuan(fen))

/** A line as the form shows it. */
export function draftOfLine(line: OrderLine, key: string): LineDraft {
  return {
    key,
    name: line.name,
    specification: line.specification ?? '',
    unit: line.unit ?? '',
    quantity: line.quantity ?? '',
    unitPrice: line.unitPrice ?? '',
    amount: yuan(line.amountFen),
    discount: yuan(line.discountFen),
    deduction: yuan(line.deductionFen),
    taxRate: line.taxRate,
    taxCode: line.taxCode,
  }
}

const MAX_AMOUNT_FEN = 1_000_000_000_000

function amountIssue(text: string, isRequired: boolean): string | undefined {
  if (text.trim() === '') return isRequired ? 'field.required' : undefined
  const fen = parseYuan(text)
  if (fen === undefined) return 'number.form'
  if (fen <= 0) return 'amount.not_positive'
  return fen > MAX_AMOUNT_FEN ? 'amount.too_large' : undefined
}

/** A decimal as the contract takes it: up to 12 digits, then up to 13 decimals. */
function isDecimal(text: string): boolean {
  return /^\d{1,12}(\.\d{1,13})?$/.test(text) && parseDecimal(text) !== undefined
}

/** Everything that is wrong with a line; paths begin with `lines.<index>`. */
export function lineIssues(line: LineDraft, index: number, isSingle: boolean): Issue[] {
  const issues: Issue[] = []
  const add = (field: string, code: string | undefined) => {
    if (code) issues.push({ path: `lines.${index}.${field}`, code })
  }
  if (line.name.trim() === '') add('name', 'field.required')
  for (const field of ['quantity', 'unitPrice'] as const) {
    if (line[field].trim() !== '' && !isDecimal(line[field].trim())) add(field, 'number.form')
  }
  add('amountFen', amountIssue(line.amount, true))
  add('discountFen', amountIssue(line.discount, false))
  add('deductionFen', amountIssue(line.deduction, false))
  const amount = parseYuan(line.amount)
  if (amount !== undefined && amount > 0) {
    if ((parseYuan(line.discount) ?? 0) > amount) add('discountFen', 'line.discount_exceeds_amount')
    if ((parseYuan(line.deduction) ?? 0) >= amount) add('deductionFen', 'line.deduction_not_below_amount')
  }
  if (line.deduction.trim() !== '' && !isSingle) add('deductionFen', 'line.deduction_single_line')
  if (!/^\d{19}$/.test(line.taxCode)) add('taxCode', 'line.tax_code_form')
  return issues
}

/** The line to send, or `undefined` while its amount is no amount. */
export function orderLineOf(line: LineDraft): OrderLine | undefined {
  const amountFen = parseYuan(line.amount)
  if (amountFen === undefined) return undefined
  const text = (field: 'specification' | 'unit' | 'quantity' | 'unitPrice') => {
    const value = line[field].trim()
    return value ? { [field]: value } : {}
  }
  const fen = (name: 'discountFen' | 'deductionFen', typed: string) => {
    const value = parseYuan(typed)
    return value ? { [name]: value } : {}
  }
  return {
    name: line.name.trim(),
    ...text('specification'),
    ...text('unit'),
    ...text('quantity'),
    ...text('unitPrice'),
    amountFen,
    ...fen('discountFen', line.discount),
    ...fen('deductionFen', line.deduction),
    taxRate: line.taxRate,
    taxCode: line.taxCode,
  }
}

/** Price and tax as they would be issued, live while typing; `undefined` while a line is not computable. */
export function computeTax(
  lines: readonly LineDraft[],
  nowMs: number,
): { lines: InvoiceLine[]; amountFen: number; taxFen: number; totalFen: number } | undefined {
  const orderLines = lines.map(orderLineOf).filter((line) => line !== undefined)
  if (orderLines.length !== lines.length || orderLines.some((line) => line.amountFen <= 0)) return undefined
  try {
    const invoiceLines = toInvoiceLines(orderLines, { at: nowMs })
    return { lines: invoiceLines, ...sumLines(invoiceLines) }
  } catch (error) {
    // An amount out of range is an issue of its field, not of the page.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Quantity times unit price as yuan text, `undefined` while either is no number. */
export function amountOf(quantity: string, unitPrice: string): string | undefined {
  const count = parseDecimal(quantity.trim())
  const price = parseDecimal(unitPrice.trim())
  if (!count || !price) return undefined
  const fen = decimalToFen(multiplyDecimals(count, price))
  return isFen(fen) && fen > 0 ? formatYuan(fen) : undefined
}

/** An empty line with the classification of `like`, so that only name and amount remain to be typed. */
export function emptyLine(key: string, like?: Pick<LineDraft, 'taxRate' | 'taxCode'>): LineDraft {
  return {
    key,
    name: '',
    specification: '',
    unit: '',
    quantity: '',
    unitPrice: '',
    amount: '',
    discount: '',
    deduction: '',
    taxRate: like?.taxRate ?? '0.06',
    taxCode: like?.taxCode ?? '',
  }
}
