import fc from 'fast-check'
import type { OrderLine } from '../invoice/model'
import { decimalToFen, multiplyDecimals, parseDecimal } from '../money/decimal'
import { TAX_RATES } from './rate'

// Only for property tests: order lines that any invoice can take.

const decimal = (whole: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: whole }), fc.integer({ min: 0, max: 10 ** places - 1 }))
    .map(([a, b]) => (b === 0 ? String(a) : `${a}.${String(b).padStart(places, '0')}`))

const priced = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 500 }).map(String), decimal(2000, 3)),
    fc.oneof(decimal(5000, 2), decimal(300, 4)),
  )
  .map(([quantity, unitPrice]) => {
    const [a, b] = [parseDecimal(quantity), parseDecimal(unitPrice)]
    return { quantity, unitPrice, amountFen: a && b ? decimalToFen(multiplyDecimals(a, b)) : 0 }
  })

const bare = fc.integer({ min: 1, max: 1_000_000_000 }).map((amountFen) => ({ amountFen }))
const unpriced = fc.record({
  quantity: fc.integer({ min: 1, max: 99 }).map(String),
  amountFen: fc.integer({ min: 1, max: 1_000_000_000 }),
})

/** A valid line, plain or with a discount; never differential. */
export const validLine: fc.Arbitrary<OrderLine> = fc
  .tuple(
    fc.oneof(priced, priced, bare, unpriced),
    fc.constantFrom('餐费', '住宿费', '早餐', '可乐 330ml', '会议室租赁'),
    fc.constantFrom(...TAX_RATES),
    fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined, freq: 3 }),
    fc.option(fc.constantFrom('份', '晚', '次'), { nil: undefined }),
  )
  .filter(([{ amountFen }]) => amountFen > 0)
  .map(([amounts, name, taxRate, discountPerMille, unit]) => {
    const discountFen = discountPerMille ? Math.ceil((amounts.amountFen / 1000) * discountPerMille) : 0
    return {
      name,
      ...amounts,
      ...(unit ? { unit } : {}),
      ...(discountFen > 0 ? { discountFen: Math.min(discountFen, amounts.amountFen) } : {}),
      taxRate,
      taxCode: '3070401000000000000',
    }
  })

/** A valid line of 差额征税. */
export const differentialLine: fc.Arbitrary<OrderLine> = fc
  .tuple(validLine, fc.integer({ min: 1, max: 999 }))
  .filter(([line]) => line.amountFen > 1)
  .map(([{ discountFen: _, ...line }, perMille]) => ({
    ...line,
    deductionFen: Math.min(Math.max(1, Math.floor((line.amountFen / 1000) * perMille)), line.amountFen - 1),
  }))
