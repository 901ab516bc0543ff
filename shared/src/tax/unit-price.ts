import {
  type Decimal,
  decimalToFen,
  divideDecimals,
  fenToDecimal,
  formatDecimal,
  isPositive,
  multiplyDecimals,
  parseDecimal,
} from '../money/decimal'
import type { Fen } from '../money/fen'
import { ratePerMille, type TaxRate } from './rate'

/** Significant digits of a printed unit price. Source: 数电票 of the bureau print up to 15 (`265.346534653465`). */
export const UNIT_PRICE_DIGITS = 15

/** Quantity and unit price as printed: always both. */
export interface QuantityAndPrice {
  quantity: string
  unitPrice: string
}

/** Whether quantity × unit price (decimal strings, yuan) rounds to the amount. False when either is no decimal. */
export function multipliesTo(quantity: string, unitPrice: string, amountFen: Fen): boolean {
  const left = parseDecimal(quantity)
  const right = parseDecimal(unitPrice)
  return left !== undefined && right !== undefined && isProduct(left, right, amountFen)
}

function isProduct(quantity: Decimal, price: Decimal, amountFen: Fen): boolean {
  return decimalToFen(multiplyDecimals(quantity, price)) === amountFen
}

/**
 * Quantity and tax-exclusive unit price whose product rounds to `amountFen`. With the inclusive price the bureau's
 * own figure comes first, price ÷ (1 + rate); where that does not multiply back (the inclusive price was itself
 * rounded) the amount ÷ quantity does. `undefined` when the quantity is not a positive decimal or no price fits.
 */
export function exclusivePrice(
  amountFen: Fen,
  quantity: string,
  inclusive?: { unitPrice: string; taxRate: TaxRate },
): QuantityAndPrice | undefined {
  const count = parseDecimal(quantity)
  if (!count || !isPositive(count)) return undefined
  const candidates = [divideDecimals(fenToDecimal(amountFen), count, UNIT_PRICE_DIGITS)]
  const price = inclusive && parseDecimal(inclusive.unitPrice)
  if (inclusive && price) {
    const onePlusRate = { units: BigInt(1000 + ratePerMille(inclusive.taxRate)), scale: 3 }
    candidates.unshift(divideDecimals(price, onePlusRate, UNIT_PRICE_DIGITS))
  }
  const fitting = candidates.find((candidate) => isProduct(count, candidate, amountFen))
  return fitting && { quantity: formatDecimal(count), unitPrice: formatDecimal(fitting) }
}
