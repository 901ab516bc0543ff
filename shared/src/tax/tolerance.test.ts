import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InvoiceLine } from '../invoice/model'
import { differentialLine, validLine } from './arbitraries'
import { sumLines, toInvoiceLines } from './lines'
import { ratePerMille } from './rate'
import { checkTolerance, lineError, spreadTax } from './tolerance'
import { multipliesTo } from './unit-price'

const RUNS = { numRuns: 10_000 }
const line = (totalFen: number, taxFen: number, more: Partial<InvoiceLine> = {}): InvoiceLine => ({
  nature: 'plain',
  name: '餐费',
  amountFen: totalFen - taxFen,
  taxFen,
  totalFen,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
  ...more,
})

describe('lineError and checkTolerance', { timeout: 60_000 }, () => {
  test('a line is off by |amount × rate − tax|, in thousandths of a fen', () => {
    expect(lineError(line(10600, 600))).toBe(0)
    expect(lineError(line(10000, 566))).toBe(40)
    expect(lineError(line(-10000, -566))).toBe(40)
    expect(lineError(line(10000, 0, { taxRate: 'exempt' }))).toBe(0)
    expect(lineError(line(10000, 555, { deductionFen: 200 }))).toBe(300)
  })

  test('0.06 yuan on a line is allowed, a thousandth of a fen more is not', () => {
    // amount × 6 % = 600 fen; tax 606 and 594 are exactly 0.06 yuan off.
    expect(checkTolerance([line(10606, 606)])).toEqual({ isWithin: true, badLines: [], error: 6000 })
    expect(checkTolerance([line(10594, 594)]).isWithin).toBe(true)
    expect(checkTolerance([line(10600, 600), line(10607, 607)])).toMatchObject({
      isWithin: false,
      badLines: [1],
    })
    expect(checkTolerance([line(10604, 606)]).badLines).toEqual([0])
  })

  test('1.27 yuan over all lines is allowed, more is not', () => {
    const sixes = Array.from({ length: 21 }, () => line(10606, 606))
    expect(checkTolerance([...sixes, line(10601, 601)])).toEqual({
      isWithin: true,
      badLines: [],
      error: 127_000,
    })
    expect(checkTolerance([...sixes, line(10602, 602)]).isWithin).toBe(false)
  })

  test('agrees with exact integer arithmetic', () => {
    fc.assert(
      fc.property(validLine, fc.integer({ min: -9, max: 9 }), (order, shift) => {
        for (const printed of toInvoiceLines([order], { at: 0 })) {
          const taxFen = printed.taxFen + shift
          const moved = { ...printed, taxFen, amountFen: printed.totalFen - taxFen }
          const exact =
            BigInt(moved.amountFen) * BigInt(ratePerMille(moved.taxRate)) - BigInt(moved.taxFen) * 1000n
          expect(BigInt(lineError(moved))).toBe(exact < 0n ? -exact : exact)
        }
      }),
      RUNS,
    )
  })
})

describe('spreadTax', { timeout: 60_000 }, () => {
  test('gives each fen to the line whose remainder asks for it', () => {
    // Exact taxes 5.66 and 0.57 fen-hundredths: the second rounds up, one fen less hurts it least.
    const lines = toInvoiceLines(
      [10000, 1010, 3333].map((amountFen) => ({
        name: '餐费',
        amountFen,
        taxRate: '0.06' as const,
        taxCode: '3070401000000000000',
      })),
      { at: 0 },
    )
    expect(lines.map(({ taxFen }) => taxFen)).toEqual([566, 57, 189])
    const result = spreadTax(lines, 811)
    expect(result.ok && result.lines.map(({ taxFen }) => taxFen)).toEqual([566, 57, 188])
  })

  test('nothing changes when the tax is already right', () => {
    const lines = [line(10600, 600), line(10000, 566)]
    expect(spreadTax(lines, 1166)).toEqual({ ok: true, lines })
  })

  test('recomputes the unit price of a line it changes', () => {
    const [before] = toInvoiceLines(
      [{ ...line(10000, 0), quantity: '3', unitPrice: '33.3333', amountFen: 10000 }],
      { at: 0 },
    )
    if (!before) return expect.fail('one line')
    const result = spreadTax([before], before.taxFen + 2)
    const [after] = result.ok ? result.lines : []
    expect(after).toMatchObject({ taxFen: 568, amountFen: 9432, totalFen: 10000, quantity: '3' })
    expect(multipliesTo('3', after?.unitPrice ?? '', 9432)).toBe(true)
  })

  test('says that it cannot: untaxed lines, a line beyond 0.06, an invoice beyond 1.27', () => {
    expect(spreadTax([line(10000, 0, { taxRate: 'exempt' })], 1)).toEqual({ ok: false, reason: 'line_limit' })
    expect(spreadTax([line(10600, 600)], 606)).toEqual({ ok: false, reason: 'line_limit' })
    expect(spreadTax([line(10600, 600)], 605).ok).toBe(true)
    const many = Array.from({ length: 40 }, () => line(10600, 600))
    expect(spreadTax(many, 40 * 600 + 119).ok).toBe(true)
    expect(spreadTax(many, 40 * 600 + 120)).toEqual({ ok: false, reason: 'invoice_limit' })
  })

  test('a result has the tax asked for, keeps totals, stays within both limits and is sound line by line', () => {
    const orders = fc.oneof(
      fc.array(validLine, { minLength: 1, maxLength: 8 }),
      differentialLine.map((each) => [each]),
    )
    let done = 0
    fc.assert(
      fc.property(orders, fc.integer({ min: -12, max: 12 }), (order, shift) => {
        const lines = toInvoiceLines(order, { at: 0 })
        const before = sumLines(lines)
        const result = spreadTax(lines, before.taxFen + shift)
        if (!result.ok) return
        done += 1
        expect(sumLines(result.lines).taxFen).toBe(before.taxFen + shift)
        expect(checkTolerance(result.lines).isWithin).toBe(true)
        result.lines.forEach((after, index) => {
          const next = result.lines[index + 1]
          expect(after.totalFen).toBe(lines[index]?.totalFen)
          expect(after.amountFen + after.taxFen).toBe(after.totalFen)
          expect(Math.abs(after.taxFen) <= Math.abs(after.totalFen)).toBe(true)
          if (after.quantity && after.unitPrice) {
            expect(multipliesTo(after.quantity, after.unitPrice, after.amountFen)).toBe(true)
          }
          if (after.nature === 'discounted' && next) {
            expect(after.taxFen + next.taxFen >= 0 && after.amountFen + next.amountFen >= 0).toBe(true)
          }
        })
      }),
      RUNS,
    )
    expect(done).toBeGreaterThan(1000)
  })

  test('is refused only when no choice of taxes would do', () => {
    // Two small plain lines: try every pair of taxes by hand.
    const plain = fc.integer({ min: 50, max: 3000 }).map((totalFen) => ({
      name: '餐费',
      amountFen: totalFen,
      taxRate: '0.06' as const,
      taxCode: '3070401000000000000',
    }))
    fc.assert(
      fc.property(plain, plain, fc.integer({ min: -15, max: 15 }), (a, b, shift) => {
        const lines = toInvoiceLines([a, b], { at: 0 })
        const target = sumLines(lines).taxFen + shift
        const [first, second] = lines
        if (!first || !second) return expect.fail('two lines')
        let isPossible = false
        for (let tax = Math.max(first.taxFen - 8, 0); tax <= first.taxFen + 8; tax++) {
          const pair = [line(first.totalFen, tax), line(second.totalFen, target - tax)]
          isPossible ||= target >= tax && checkTolerance(pair).isWithin
        }
        expect(spreadTax(lines, target).ok).toBe(isPossible)
      }),
      RUNS,
    )
  })
})
