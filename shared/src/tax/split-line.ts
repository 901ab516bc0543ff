import type { OrderLine } from '../invoice/model'
import {
  type Decimal,
  decimalToFen,
  fenToDecimal,
  formatDecimal,
  isPositive,
  parseDecimal,
  shareOfDecimal,
  subtractDecimals,
} from '../money/decimal'
import type { Fen } from '../money/fen'
import { separate } from './separate'
import { multipliesTo } from './unit-price'

/** Decimal places of a quantity that was cut in proportion (NuoNuo takes 8). */
const QUANTITY_DECIMALS = 8

/** One cut: tax-inclusive amount and the discount that goes with it. */
interface Cut {
  amountFen: Fen
  discountFen: Fen
}

/** `part ÷ whole` of an amount, rounded half up; exact for any fen. */
function share(value: Fen, part: Fen, whole: Fen): Fen {
  return decimalToFen(shareOfDecimal(fenToDecimal(value), part, whole, 2))
}

/**
 * Cuts one line into pieces whose printed amount (tax-exclusive, net of the discount) is at most `maxAmountFen`.
 * Amounts and discounts sum to those of the line; the discount follows the amount in proportion. `undefined` when
 * more than `maxPieces` would be needed.
 */
export function piecesOf(line: OrderLine, maxAmountFen: Fen, maxPieces: number): OrderLine[] | undefined {
  const perUnit = wholeUnitPrice(line)
  const cuts =
    (perUnit === undefined ? undefined : cutsOf(line, perUnit, maxAmountFen, maxPieces)) ??
    cutsOf(line, 1, maxAmountFen, maxPieces)
  if (!cuts) return undefined
  const quantities = quantitiesOf(line, cuts)
  return cuts.map((cut, index) => {
    const { quantity: _quantity, unitPrice, discountFen: _discount, ...rest } = line
    const quantity = quantities?.[index]
    return {
      ...rest,
      ...(quantity === undefined ? {} : { quantity }),
      ...(quantity === undefined || unitPrice === undefined ? {} : { unitPrice }),
      amountFen: cut.amountFen,
      ...(cut.discountFen > 0 ? { discountFen: cut.discountFen } : {}),
    }
  })
}

/** Fen of one unit when the quantity is whole and the amount divides evenly by it. */
function wholeUnitPrice(line: OrderLine): Fen | undefined {
  if (line.quantity === undefined || !/^[1-9]\d{0,14}(\.0+)?$/.test(line.quantity)) return undefined
  const quantity = Math.trunc(Number(line.quantity))
  return line.amountFen % quantity === 0 ? line.amountFen / quantity : undefined
}

/** Greedy cuts in multiples of `step` fen; `undefined` when not even one step fits or there are too many. */
function cutsOf(line: OrderLine, step: Fen, maxAmountFen: Fen, maxPieces: number): Cut[] | undefined {
  const { amountFen, discountFen = 0, taxRate } = line
  const cuts: Cut[] = []
  let done = 0
  const cutOf = (steps: number): Cut => ({
    amountFen: steps * step,
    discountFen: share(discountFen, done + steps * step, amountFen) - share(discountFen, done, amountFen),
  })
  const fits = (cut: Cut) =>
    separate(cut.amountFen, taxRate).amountFen + separate(-cut.discountFen, taxRate).amountFen <= maxAmountFen
  while (done < amountFen) {
    if (cuts.length >= maxPieces) return undefined
    const steps = largest((amountFen - done) / step, (count) => fits(cutOf(count)))
    if (steps === 0) return undefined
    cuts.push(cutOf(steps))
    done += steps * step
  }
  return cuts
}

/** The largest count in 0…most that passes, by bisection. */
function largest(most: number, passes: (count: number) => boolean): number {
  let low = 0
  let high = most
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2)
    if (passes(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** The quantity of each cut, in proportion to its amount and summing exactly; `undefined` when one does not fit its price. */
function quantitiesOf(line: OrderLine, cuts: readonly Cut[]): string[] | undefined {
  const whole = line.quantity === undefined ? undefined : parseDecimal(line.quantity)
  if (!whole) return undefined
  let done = 0
  let given: Decimal | undefined
  const result: string[] = []
  for (const cut of cuts) {
    done += cut.amountFen
    const places = Math.max(whole.scale, QUANTITY_DECIMALS)
    const upTo = shareOfDecimal(whole, done, line.amountFen, places)
    const quantity = given ? subtractDecimals(upTo, given) : upTo
    given = upTo
    const text = formatDecimal(quantity)
    if (!isPositive(quantity)) return undefined
    if (line.unitPrice !== undefined && !multipliesTo(text, line.unitPrice, cut.amountFen)) return undefined
    result.push(text)
  }
  return result
}
