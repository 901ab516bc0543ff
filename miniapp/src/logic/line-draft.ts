import type { InvoiceLine, OrderLine } from '@piaoma/shared/invoice'
import {
  decimalToFen,
  formatYuan,
  isFen,
  multiplyDecimals,
  parseDecimal,
  parseYuan,
} from '@piaoma/shared/money'
import { multipliesTo, sumLines, type TaxRate, toInvoiceLines, validateOrderLines } from '@piaoma/shared/tax'

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

const AMOUNTS = [
  ['amountFen', 'amount'],
  ['discountFen', 'discount'],
  ['deductionFen', 'deduction'],
] as const

/** Amounts that are no amounts at all: they never become fen, so only the form can say so. */
function unreadableAmounts(line: LineDraft, path: string): Issue[] {
  return AMOUNTS.flatMap(([field, key]) => {
    const text = line[key].trim()
    if (text === '')
      return field === 'amountFen' ? [{ path: `${path}.${field}`, code: 'field.required' }] : []
    return parseYuan(text) === undefined ? [{ path: `${path}.${field}`, code: 'number.form' }] : []
  })
}

/** Everything that is wrong with the lines, by field; the service also looks tax codes up in the official table. */
export function lineIssues(lines: readonly LineDraft[]): Issue[] {
  const unreadable = lines.flatMap((line, index) => unreadableAmounts(line, `lines.${index}`))
  const known = new Set(unreadable.map((issue) => issue.path))
  const checked = validateOrderLines(
    lines.map((line) => orderLineOf(line) ?? { ...readable(line), amountFen: Number.NaN }),
  )
  return [
    ...unreadable,
    ...checked.filter((issue) => !known.has(issue.path)).map(({ path, code }) => ({ path, code })),
  ]
}

/** The line to send, or `undefined` while its amount is no amount. */
export function orderLineOf(line: LineDraft): OrderLine | undefined {
  const amountFen = parseYuan(line.amount)
  return amountFen === undefined ? undefined : { ...readable(line), amountFen }
}

/** What is typed, without the amount and without what is empty. */
function readable(line: LineDraft): Omit<OrderLine, 'amountFen'> {
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

/**
 * A line after an edit: quantity times price fills the amount, and a typed amount takes a price off that no longer
 * gives it (the invoice prints the one that does).
 */
export function changeLine(line: LineDraft, change: Partial<LineDraft>): LineDraft {
  const next = { ...line, ...change }
  if (change.quantity !== undefined || change.unitPrice !== undefined) {
    const amount = amountOf(next.quantity, next.unitPrice)
    return amount === undefined ? next : { ...next, amount }
  }
  if (change.amount === undefined || next.quantity.trim() === '' || next.unitPrice.trim() === '') return next
  const amountFen = parseYuan(next.amount)
  const isRight =
    amountFen !== undefined && multipliesTo(next.quantity.trim(), next.unitPrice.trim(), amountFen)
  return isRight ? next : { ...next, unitPrice: '' }
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
