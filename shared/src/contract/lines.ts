import { z } from 'zod'
import type { OrderLine } from '../invoice/model'
import { parseTaxRate, validateOrderLines } from '../tax'
import { checkTaxCode } from '../tax-codes'
import { addIssue, always, amountFen, decimal, storedFen, taxCode, taxRate, text } from './common'

// A till may say 0.06, "0.06", "6%" or "免税"; inside there is one form.
const anyTaxRate = z.preprocess(
  (value) =>
    typeof value === 'string' || typeof value === 'number' ? (parseTaxRate(value) ?? value) : value,
  taxRate,
)
// Tills send 1 as often as "1"; a fraction must come as a string so that no float is ever rounded.
const quantity = z.preprocess(
  (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value),
  decimal,
)

/** One order line, tax-inclusive. */
export const orderLine = z.strictObject({
  name: text(90),
  specification: text(40).optional(),
  unit: text(20).optional(),
  quantity: quantity.optional(),
  unitPrice: decimal.optional(),
  amountFen,
  discountFen: amountFen.optional(),
  deductionFen: amountFen.optional(),
  taxRate: anyTaxRate,
  taxCode,
})
export const orderLines = z.array(orderLine).min(1, 'line.required').max(2000, 'line.too_many')

/** The same coming in: the arithmetic and the official table are held against it as well. */
export const orderLinesInput = orderLines.superRefine((value: unknown, context) => {
  const lines = Array.isArray(value) ? value.map(readable) : []
  for (const { path, code } of validateOrderLines(lines, { path: '', checkTaxCode }))
    addIssue(context, path, code)
}, always)

/** A line of any JSON value as one that can be checked: what is of another type is known to be wrong already. */
function readable(value: unknown): OrderLine {
  const fields: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {}
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  const optional = (name: string) => (typeof fields[name] === 'string' ? { [name]: fields[name] } : {})
  const fen = (name: string) => (typeof fields[name] === 'number' ? fields[name] : Number.NaN)
  const optionalFen = (name: string) => (fields[name] === undefined ? {} : { [name]: fen(name) })
  return {
    name: text('name'),
    ...optional('specification'),
    ...optional('unit'),
    ...optional('quantity'),
    ...optional('unitPrice'),
    amountFen: fen('amountFen'),
    ...optionalFen('discountFen'),
    ...optionalFen('deductionFen'),
    taxRate: text('taxRate') as OrderLine['taxRate'],
    taxCode: text('taxCode'),
  }
}

/** What the goods of a product code are; the guest types the amount. */
export const productLine = z.strictObject({
  name: text(90),
  specification: text(40).optional(),
  unit: text(20).optional(),
  taxRate: anyTaxRate,
  taxCode,
})

/** A line as it will be, or was, issued. */
export const invoiceLineView = z.object({
  nature: z.enum(['plain', 'discounted', 'discount']),
  name: z.string(),
  specification: z.string().optional(),
  unit: z.string().optional(),
  quantity: z.string().optional(),
  unitPrice: z.string().optional(),
  amountFen: storedFen,
  taxFen: storedFen,
  totalFen: storedFen,
  taxRate,
  taxCode: z.string(),
  deductionFen: storedFen.optional(),
})
