import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_FEN } from '../money/fen'
import { DIFFERENTIAL_RATE_TEXT, differentialRemark, separateDifferential } from './differential'
import { ratePerMille, TAX_RATES, type TaxRate } from './rate'
import { separate } from './separate'

const RUNS = { numRuns: 10_000 }
const anyRate = fc.constantFrom(...TAX_RATES)
const anyTotal = fc.oneof(
  fc.integer({ min: -MAX_FEN, max: MAX_FEN }),
  fc.integer({ min: -100_000, max: 100_000 }),
)

/** numerator ÷ denominator rounded half away from zero, by exact integers. */
function halfUp(numerator: bigint, denominator: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return Number(numerator < 0n ? -rounded : rounded)
}

describe('separate', { timeout: 60_000 }, () => {
  // Totals, rates and figures as on printed invoices of several issuers.
  test.each<[number, TaxRate, number, number]>([
    [26800, '0.01', 26535, 265],
    [30000, '0.13', 26549, 3451],
    [631, '0.01', 625, 6],
    [43000, '0.06', 40566, 2434],
    [4415, '0.03', 4286, 129],
    [100, '0.06', 94, 6],
    [1, '0.13', 1, 0],
    [0, '0.13', 0, 0],
    [2000, 'not_taxed', 2000, 0],
    [2000, 'exempt', 2000, 0],
    [2000, '0', 2000, 0],
    [-800, '0.01', -792, -8],
  ])('%i fen at %s is %i + %i', (totalFen, rate, amountFen, taxFen) => {
    expect(separate(totalFen, rate)).toEqual({ amountFen, taxFen, totalFen })
  })

  test('is total ÷ (1 + rate) rounded half up, the rest being tax', () => {
    fc.assert(
      fc.property(anyTotal, anyRate, (totalFen, rate) => {
        const perMille = BigInt(ratePerMille(rate))
        const parts = separate(totalFen, rate)
        expect(parts.amountFen).toBe(halfUp(BigInt(totalFen) * 1000n, 1000n + perMille) + 0)
        expect(parts.amountFen + parts.taxFen).toBe(totalFen + 0)
      }),
      RUNS,
    )
  })

  test('keeps the tax within 0.06 yuan of amount × rate, never larger than the total, mirrored for negatives', () => {
    fc.assert(
      fc.property(anyTotal, anyRate, (totalFen, rate) => {
        const { amountFen, taxFen } = separate(totalFen, rate)
        const error = BigInt(amountFen) * BigInt(ratePerMille(rate)) - BigInt(taxFen) * 1000n
        expect(error >= -1000n && error <= 1000n).toBe(true)
        expect(Math.abs(amountFen) <= Math.abs(totalFen) && Math.abs(taxFen) <= Math.abs(totalFen)).toBe(true)
        const mirrored = separate(-totalFen, rate)
        expect([mirrored.amountFen + amountFen, mirrored.taxFen + taxFen]).toEqual([0, 0])
        if (ratePerMille(rate) === 0) expect(taxFen).toBe(0)
      }),
      RUNS,
    )
  })

  test('never decreases when the total grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_FEN - 1 }), anyRate, (totalFen, rate) => {
        const here = separate(totalFen, rate)
        const next = separate(totalFen + 1, rate)
        expect(next.amountFen - here.amountFen + (next.taxFen - here.taxFen)).toBe(1)
        expect(next.amountFen).toBeGreaterThanOrEqual(here.amountFen)
        expect(next.taxFen).toBeGreaterThanOrEqual(here.taxFen)
      }),
      RUNS,
    )
  })

  test.each([0.5, Number.NaN, MAX_FEN + 1])('refuses a total of %d', (total) => {
    expect(() => separate(total, '0.06')).toThrow(RangeError)
  })
})

describe('separateDifferential', { timeout: 60_000 }, () => {
  test.each<[number, number, TaxRate, number, number]>([
    [10000, 200, '0.06', 9445, 555],
    [10000, 0, '0.06', 9434, 566],
    [10000, 10000, '0.06', 10000, 0],
    [105000, 100000, '0.05', 104762, 238],
  ])('%i less %i at %s is %i + %i', (totalFen, deductionFen, rate, amountFen, taxFen) => {
    expect(separateDifferential(totalFen, deductionFen, rate)).toEqual({ amountFen, taxFen, totalFen })
  })

  test('taxes the margin only: (total − deduction) ÷ (1 + rate) × rate', () => {
    const pair = fc
      .tuple(fc.integer({ min: 0, max: MAX_FEN }), fc.integer({ min: 0, max: MAX_FEN }))
      .map(([a, b]) => [Math.max(a, b), Math.min(a, b)] as const)
    fc.assert(
      fc.property(pair, anyRate, ([totalFen, deductionFen], rate) => {
        const perMille = BigInt(ratePerMille(rate))
        const { amountFen, taxFen } = separateDifferential(totalFen, deductionFen, rate)
        expect(taxFen).toBe(halfUp(BigInt(totalFen - deductionFen) * perMille, 1000n + perMille))
        expect(amountFen + taxFen).toBe(totalFen)
        expect(taxFen).toBeLessThanOrEqual(separate(totalFen, rate).taxFen + 1)
      }),
      RUNS,
    )
  })

  test.each([
    [100, 101],
    [100, -1],
    [100, 0.5],
    [0.5, 0],
  ])('refuses a total of %d less %d', (totalFen, deductionFen) => {
    expect(() => separateDifferential(totalFen, deductionFen, '0.06')).toThrow(RangeError)
  })

  test('prints *** and opens the remark with the deduction', () => {
    expect(DIFFERENTIAL_RATE_TEXT).toBe('***')
    expect(differentialRemark(200)).toBe('差额征税：2.00。')
  })
})
