import type { InvoiceLine, LineNature, OrderLine } from '../invoice/model'
import {
  compareDecimals,
  type Decimal,
  decimalToFen,
  divideDecimals,
  fenToDecimal,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
} from '../money/decimal'
import { type Fen, isFen } from '../money/fen'
import { separateDifferential } from './differential'
import { ratePerMille } from './rate'
import { type Separated, separate } from './separate'

/** Significant digits of a printed unit price. Source: 数电票 of the bureau print up to 15 (`265.346534653465`). */
export const UNIT_PRICE_DIGITS = 15

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
    const hasDiscount = line.discountFen !== undefined && line.discountFen > 0
    const main = printedLine(line, hasDiscount ? 'discounted' : 'plain', options)
    return hasDiscount ? [main, discountRow(main, line.discountFen ?? 0)] : [main]
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
    ...quantityAndPrice(line, separated, options),
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
  separated: Separated,
  options: InvoiceLineOptions,
): { quantity?: string; unitPrice?: string } {
  const quantity = line.quantity === undefined ? undefined : parseDecimal(line.quantity)
  const inclusive = line.unitPrice === undefined ? undefined : parseDecimal(line.unitPrice)
  if (!quantity || quantity.units <= 0n || !(inclusive || options.deriveUnitPrice)) return {}
  const price = exclusivePrice(line, quantity, inclusive, separated.amountFen)
  return price ? { quantity: formatDecimal(quantity), unitPrice: formatDecimal(price) } : {}
}

/**
 * The bureau prints (inclusive price ÷ (1 + rate)); where that does not multiply back to the amount (the inclusive
 * price was itself rounded, or the tax is differential) the amount ÷ quantity does.
 */
function exclusivePrice(
  line: OrderLine,
  quantity: Decimal,
  inclusive: Decimal | undefined,
  amountFen: Fen,
): Decimal | undefined {
  const onePlusRate = { units: BigInt(1000 + ratePerMille(line.taxRate)), scale: 3 }
  const candidates = [
    ...(inclusive && line.deductionFen === undefined
      ? [divideDecimals(inclusive, onePlusRate, UNIT_PRICE_DIGITS)]
      : []),
    divideDecimals(fenToDecimal(amountFen), quantity, UNIT_PRICE_DIGITS),
  ]
  return candidates.find((price) => decimalToFen(multiplyDecimals(price, quantity)) === amountFen)
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

/** Whether quantity × unit price (decimal strings, yuan) rounds to the amount. False when either is no decimal. */
export function multipliesTo(quantity: string, unitPrice: string, amountFen: Fen): boolean {
  const left = parseDecimal(quantity)
  const right = parseDecimal(unitPrice)
  if (!left || !right) return false
  return (
    compareDecimals(fenToDecimal(decimalToFen(multiplyDecimals(left, right))), fenToDecimal(amountFen)) === 0
  )
}
