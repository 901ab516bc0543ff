import type { InvoiceLine, LineNature, OrderLine } from '../invoice/model'
import { type Fen, isFen } from '../money/fen'
import { separateDifferential } from './differential'
import { type Separated, separate } from './separate'
import { exclusivePrice, type QuantityAndPrice } from './unit-price'

/** How order lines become printed lines. */
export interface InvoiceLineOptions {
  /** Epoch milliseconds of issuing; short names of tax classes depend on the day. */
  at: number
  /** Makes `*简称*名称`; give `printedName` of `@piaoma/shared/tax-codes`. Without it names are printed as they are. */
  printedName?: (taxCode: string, name: string, at: number) => string
  /** Derive the unit price when only the quantity is known. Without it a lone quantity is not printed. */
  deriveUnitPrice?: boolean
}

/**
 * Order lines (tax-inclusive) as printed lines: price and tax separated per line, a discount as its own row
 * directly beneath (same name and rate, no quantity, negative), unit price excluding tax with up to 15 significant
 * digits such that price × quantity rounds to the amount. Quantity and price are printed both or neither.
 * Expects lines that `validateOrderLines` accepts. Sources: NuoNuo open platform E9105/E9110/E9112 (discount
 * rows), E9130 (amount + tax = total per line), price and quantity "both or none"; printed 数电票.
 */
export function toInvoiceLines(orderLines: readonly OrderLine[], options: InvoiceLineOptions): InvoiceLine[] {
  return orderLines.flatMap((line) => {
    const { discountFen = 0 } = line
    const main = printedLine(line, discountFen > 0 ? 'discounted' : 'plain', options)
    return discountFen > 0 ? [main, discountRow(main, discountFen)] : [main]
  })
}

function printedLine(line: OrderLine, nature: LineNature, options: InvoiceLineOptions): InvoiceLine {
  const separated =
    line.deductionFen === undefined
      ? separate(line.amountFen, line.taxRate)
      : separateDifferential(line.amountFen, line.deductionFen, line.taxRate)
  return {
    nature,
    name: options.printedName?.(line.taxCode, line.name, options.at) ?? line.name,
    ...(line.specification ? { specification: line.specification } : {}),
    ...(line.unit ? { unit: line.unit } : {}),
    ...quantityAndPrice(line, separated.amountFen, options),
    ...separated,
    taxRate: line.taxRate,
    taxCode: line.taxCode,
    ...(line.deductionFen === undefined ? {} : { deductionFen: line.deductionFen }),
  }
}

function discountRow(main: InvoiceLine, discountFen: Fen): InvoiceLine {
  const { name, taxRate, taxCode } = main
  return { nature: 'discount', name, ...separate(-discountFen, taxRate), taxRate, taxCode }
}

function quantityAndPrice(
  line: OrderLine,
  amountFen: Fen,
  options: InvoiceLineOptions,
): QuantityAndPrice | undefined {
  const { quantity, unitPrice, taxRate } = line
  if (quantity === undefined || (unitPrice === undefined && !options.deriveUnitPrice)) return undefined
  // Under 差额征税 the printed amount is not price ÷ (1 + rate), so only the amount decides.
  const isPlainRate = unitPrice !== undefined && line.deductionFen === undefined
  return exclusivePrice(amountFen, quantity, isPlainRate ? { unitPrice, taxRate } : undefined)
}

/** Sums of printed lines, discount rows included. `amountFen + taxFen === totalFen`. Throws RangeError on overflow. */
export function sumLines(lines: readonly InvoiceLine[]): Separated {
  let amountFen = 0
  let taxFen = 0
  let totalFen = 0
  for (const line of lines) {
    amountFen += line.amountFen
    taxFen += line.taxFen
    totalFen += line.totalFen
  }
  if (!isFen(amountFen) || !isFen(taxFen) || !isFen(totalFen)) throw new RangeError('sum of lines is not fen')
  return { amountFen, taxFen, totalFen }
}
