import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderLine } from '../invoice/model'
import { differentialLine, validLine } from './arbitraries'
import { sumLines, toInvoiceLines } from './lines'
import { splitOrderLines } from './split'
import { checkTolerance } from './tolerance'
import { validateOrderLines } from './validate'

const RUNS = { numRuns: 10_000 }
const meal = (amountFen: number, more: Partial<OrderLine> = {}): OrderLine => ({
  name: '餐费',
  amountFen,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
  ...more,
})
const partsOf = (...args: Parameters<typeof splitOrderLines>) => {
  const result = splitOrderLines(...args)
  return result.ok ? result.parts : expect.fail(result.reason)
}
const totalOf = (lines: readonly OrderLine[]) =>
  lines.reduce((sum, line) => sum + line.amountFen - (line.discountFen ?? 0), 0)

describe('splitOrderLines', { timeout: 60_000 }, () => {
  test('leaves an order within the limits in one part', () => {
    const lines = [meal(10000), meal(20000, { discountFen: 100 })]
    expect(partsOf(lines, { maxAmountFen: 0, maxLines: 100 })).toEqual([lines])
    expect(partsOf([], { maxAmountFen: 0, maxLines: 100 })).toEqual([])
  })

  test('counts the tax-exclusive amount against the limit', () => {
    // 106.00 yuan at 6 % is 100.00 without tax.
    expect(partsOf([meal(10600)], { maxAmountFen: 10000, maxLines: 100 })).toHaveLength(1)
    expect(partsOf([meal(10600), meal(1)], { maxAmountFen: 10000, maxLines: 100 })).toHaveLength(2)
  })

  test('a discount row takes a row and gives room to the amount', () => {
    const discounted = meal(10000, { discountFen: 4000 })
    expect(partsOf([discounted, meal(4000)], { maxAmountFen: 9434, maxLines: 3 })).toHaveLength(1)
    expect(partsOf([discounted, meal(4000)], { maxAmountFen: 9434, maxLines: 2 })).toHaveLength(2)
    expect(splitOrderLines([discounted], { maxAmountFen: 0, maxLines: 1 })).toEqual({
      ok: false,
      reason: 'max_lines_too_small',
    })
  })

  test('cuts a line larger than the limit at whole units', () => {
    const rooms = meal(1_000_000, { quantity: '10', unitPrice: '1000', discountFen: 100_000 })
    const parts = partsOf([rooms], { maxAmountFen: 300_000, maxLines: 100 })
    expect(
      parts.flat().map(({ quantity, unitPrice, amountFen, discountFen }) => ({
        quantity,
        unitPrice,
        amountFen,
        discountFen,
      })),
    ).toEqual([
      { quantity: '3', unitPrice: '1000', amountFen: 300_000, discountFen: 30_000 },
      { quantity: '3', unitPrice: '1000', amountFen: 300_000, discountFen: 30_000 },
      { quantity: '3', unitPrice: '1000', amountFen: 300_000, discountFen: 30_000 },
      { quantity: '1', unitPrice: '1000', amountFen: 100_000, discountFen: 10_000 },
    ])
  })

  test('cuts one unit by amount, the quantity in proportion', () => {
    const parts = partsOf([meal(1_060_000, { quantity: '1', unitPrice: '10600' })], {
      maxAmountFen: 400_000,
      maxLines: 100,
    })
    expect(parts.flat().map(({ quantity, amountFen }) => [quantity, amountFen])).toEqual([
      ['0.4', 424_000],
      ['0.4', 424_000],
      ['0.2', 212_000],
    ])
  })

  test('leaves quantity and price out where they would not multiply back', () => {
    const parts = partsOf([meal(10_000_000_001, { quantity: '1', unitPrice: '100000000.01' })], {
      maxAmountFen: 3_333_333_333,
      maxLines: 100,
    })
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.flat().some((line) => 'quantity' in line || 'unitPrice' in line)).toBe(false)
  })

  test('a differential line stays alone and whole', () => {
    const tour = meal(10000, { deductionFen: 2000 })
    expect(partsOf([meal(1), tour, meal(1)], { maxAmountFen: 0, maxLines: 9 })).toEqual([
      [meal(1)],
      [tour],
      [meal(1)],
    ])
    expect(splitOrderLines([tour], { maxAmountFen: 5000, maxLines: 9 })).toEqual({
      ok: false,
      reason: 'deduction_not_divisible',
    })
  })

  test('refuses an order that would need too many invoices', () => {
    const limits = { maxAmountFen: 1, maxLines: 9, maxParts: 10 }
    expect(splitOrderLines([meal(1_000_000_000)], limits)).toEqual({ ok: false, reason: 'too_many_parts' })
    expect(
      splitOrderLines(
        Array.from({ length: 11 }, () => meal(1)),
        limits,
      ),
    ).toEqual({
      ok: false,
      reason: 'too_many_parts',
    })
  })

  test('refuses a part that would be an invoice over nothing', () => {
    const free = meal(500, { discountFen: 500 })
    expect(splitOrderLines([meal(100), free], { maxAmountFen: 0, maxLines: 2 })).toEqual({
      ok: false,
      reason: 'part_without_amount',
    })
    expect(partsOf([meal(100), free], { maxAmountFen: 0, maxLines: 3 })).toHaveLength(1)
  })

  test('keeps the summed line errors within 1.27 yuan even without other limits', () => {
    // 0.08 at 6 % is 0.08 + 0.00, nearly half a fen off: some 260 of them fill the tolerance.
    const parts = partsOf(
      Array.from({ length: 600 }, () => meal(8)),
      { maxAmountFen: 0, maxLines: 2000 },
    )
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(checkTolerance(toInvoiceLines(part, { at: 0 })).isWithin).toBe(true)
    expect(parts.flat()).toHaveLength(600)
  })

  test.each([
    [-1, 5],
    [0.5, 5],
    [Number.NaN, 5],
    [0, 0],
    [0, 1.5],
  ])('refuses limits of %d fen and %d lines', (maxAmountFen, maxLines) => {
    expect(() => splitOrderLines([], { maxAmountFen, maxLines })).toThrow(RangeError)
  })

  /** Lines with limits of their own size, so that many a line is cut and few orders are refused. */
  const orderAndLimits = (lines: fc.Arbitrary<OrderLine[]>) =>
    fc
      .record({
        lines,
        share: fc.integer({ min: 30, max: 3000 }),
        isLimited: fc.boolean(),
        maxLines: fc.integer({ min: 2, max: 8 }),
      })
      .map(({ lines, share, isLimited, maxLines }) => {
        const largest = Math.max(1000, ...lines.map((line) => line.amountFen))
        const maxAmountFen = isLimited ? Math.ceil((largest / 1000) * share) : 0
        return { lines, limits: { maxAmountFen, maxLines, maxParts: 60 } }
      })

  test('parts add up to the fen, keep the order, and each is within the limits', () => {
    let cut = 0
    fc.assert(
      fc.property(
        orderAndLimits(
          fc.array(
            fc.oneof({ weight: 9, arbitrary: validLine }, { weight: 1, arbitrary: differentialLine }),
            {
              maxLength: 8,
            },
          ),
        ),
        ({ lines, limits }) => {
          const result = splitOrderLines(lines, limits)
          if (!result.ok) return
          const { parts } = result
          expect(parts.map(totalOf).reduce((sum, total) => sum + total, 0)).toBe(totalOf(lines))
          for (const part of parts) {
            const printed = toInvoiceLines(part, { at: 0 })
            expect(part.length).toBeGreaterThan(0)
            expect(printed.length).toBeLessThanOrEqual(limits.maxLines)
            if (limits.maxAmountFen > 0) {
              expect(sumLines(printed).amountFen).toBeLessThanOrEqual(limits.maxAmountFen)
            }
            if (part.some((line) => line.deductionFen !== undefined)) expect(part).toHaveLength(1)
          }
          const flat = parts.flat()
          cut += flat.length > lines.length ? 1 : 0
          let at = 0
          for (const line of lines) {
            let amountFen = 0
            let discountFen = 0
            while (amountFen < line.amountFen) {
              const piece = flat[at++]
              if (!piece) return expect.fail('a piece is missing')
              expect([piece.name, piece.taxRate, piece.unit]).toEqual([line.name, line.taxRate, line.unit])
              amountFen += piece.amountFen
              discountFen += piece.discountFen ?? 0
            }
            expect([amountFen, discountFen]).toEqual([line.amountFen, line.discountFen ?? 0])
          }
          expect(at).toBe(flat.length)
        },
      ),
      RUNS,
    )
    expect(cut).toBeGreaterThan(500)
  })

  test('every piece of a valid line is itself valid', () => {
    fc.assert(
      fc.property(orderAndLimits(validLine.map((line) => [line])), ({ lines, limits }) => {
        const result = splitOrderLines(lines, limits)
        if (!result.ok) return
        for (const part of result.parts) {
          const issues = validateOrderLines(part)
          expect(issues).toEqual([])
        }
      }),
      RUNS,
    )
  })
})
