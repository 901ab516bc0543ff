import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalToFen,
  divideDecimals,
  fenToDecimal,
  formatDecimal,
  isPositive,
  multiplyDecimals,
  normalizeDecimal,
  parseDecimal,
  roundDecimal,
  shareOfDecimal,
  subtractDecimals,
} from './decimal'

const RUNS = { numRuns: 10_000 }
const LIMIT = 10n ** 18n
const anyDecimal = fc.record({
  units: fc.oneof(fc.bigInt({ min: -LIMIT, max: LIMIT }), fc.bigInt({ min: -1000n, max: 1000n })),
  scale: fc.integer({ min: 0, max: 15 }),
})
const positive = anyDecimal.map(({ units, scale }) => ({ units: units < 0n ? -units : units + 1n, scale }))
const abs = (value: bigint) => (value < 0n ? -value : value)
const read = (text: string): Decimal => parseDecimal(text) ?? expect.fail(`${text} is a decimal`)

describe('parseDecimal and formatDecimal', { timeout: 60_000 }, () => {
  test.each([
    ['12.30', '12.3'],
    ['007', '7'],
    ['-0.50', '-0.5'],
    ['-0', '0'],
    ['0.000', '0'],
    ['100', '100'],
    ['265.346534653465', '265.346534653465'],
  ])('%s is %s', (text, normal) => {
    expect(normalizeDecimal(text)).toBe(normal)
  })

  test.each([
    '',
    '.5',
    '5.',
    '1e5',
    '+1',
    ' 1',
    '1,000',
    '１',
    'NaN',
    '--1',
    '1'.repeat(65),
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined()
    expect(normalizeDecimal(text)).toBeUndefined()
  })

  test('formatting and reading give the same number back, without needless zeros', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        const text = formatDecimal(value)
        expect(compareDecimals(read(text), value)).toBe(0)
        expect(text).toMatch(/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/)
        expect(normalizeDecimal(text)).toBe(text)
      }),
      RUNS,
    )
  })
})

describe('arithmetic', { timeout: 60_000 }, () => {
  test('product, sum and order are those of the fractions', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        const product = multiplyDecimals(a, b)
        expect(product.units * 10n ** BigInt(a.scale + b.scale)).toBe(
          a.units * b.units * 10n ** BigInt(product.scale),
        )
        const sum = addDecimals(a, b)
        expect(sum.units * 10n ** BigInt(a.scale + b.scale)).toBe(
          (a.units * 10n ** BigInt(b.scale) + b.units * 10n ** BigInt(a.scale)) * 10n ** BigInt(sum.scale),
        )
        const difference = addDecimals(a, { units: -b.units, scale: b.scale }).units
        expect(formatDecimal(subtractDecimals(a, b))).toBe(
          formatDecimal(addDecimals(a, { units: -b.units, scale: b.scale })),
        )
        expect(isPositive(a)).toBe(a.units > 0n)
        expect(compareDecimals(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
      }),
      RUNS,
    )
  })

  test.each([
    ['268', '1.01', 15, '265.346534653465'],
    ['34.35', '1.03', 15, '33.3495145631068'],
    ['1', '3', 3, '0.333'],
    ['2', '3', 3, '0.667'],
    ['-2', '3', 3, '-0.667'],
    ['0.5', '100', 1, '0.005'],
    ['99.95', '1', 3, '100'],
    ['123456', '1', 2, '120000'],
    ['0', '7', 15, '0'],
    ['1000', '0.1', 15, '10000'],
  ])('%s ÷ %s to %i digits is %s', (a, b, digits, quotient) => {
    expect(formatDecimal(divideDecimals(read(a), read(b), digits))).toBe(quotient)
  })

  test('a quotient is off by at most half a unit of its last significant digit', () => {
    fc.assert(
      fc.property(anyDecimal, positive, fc.integer({ min: 1, max: 20 }), (a, b, digits) => {
        const quotient = divideDecimals(a, b, digits)
        const significant = String(abs(quotient.units)).replace(/0+$/, '')
        expect(significant.length).toBeLessThanOrEqual(digits)
        // |q·b − a| · 2 · 10^digits ≤ 10 · |q·b| bounds the relative error by half a unit in the last digit.
        const product = multiplyDecimals(quotient, b)
        const error = addDecimals(product, { units: -a.units, scale: a.scale })
        const scale = Math.max(product.scale, error.scale)
        const left = abs(error.units) * 10n ** BigInt(scale - error.scale) * 2n * 10n ** BigInt(digits)
        const right = abs(product.units) * 10n ** BigInt(scale - product.scale) * 10n
        expect(left <= right).toBe(true)
      }),
      RUNS,
    )
  })

  test('an exact quotient is found exactly', () => {
    fc.assert(
      fc.property(anyDecimal, positive, (a, b) => {
        const product = multiplyDecimals(a, b)
        expect(compareDecimals(divideDecimals(product, b, 20), a)).toBe(0)
      }),
      RUNS,
    )
  })

  test('division refuses zero and no digits', () => {
    expect(() => divideDecimals(read('1'), read('0'), 15)).toThrow(RangeError)
    expect(() => divideDecimals(read('1'), read('1'), 0)).toThrow(RangeError)
  })
})

describe('shareOfDecimal', { timeout: 60_000 }, () => {
  test.each([
    ['10', 1, 3, 8, '3.33333333'],
    ['1', 424, 1060, 8, '0.4'],
    ['5', 1, 2, 0, '3'],
    ['-5', 1, 2, 0, '-3'],
  ])('%s × %i ÷ %i to %i places is %s', (value, part, whole, places, share) => {
    expect(formatDecimal(shareOfDecimal(read(value), part, whole, places))).toBe(share)
  })

  test('shares of consecutive parts add up to the whole', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 10 ** 12 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(positive, parts, (value, cuts) => {
        const whole = cuts.reduce((sum, cut) => sum + cut, 0)
        let done = 0
        let before: Decimal = { units: 0n, scale: 0 }
        let sum = before
        for (const cut of cuts) {
          done += cut
          const upTo = shareOfDecimal(value, done, whole, 15)
          sum = addDecimals(sum, subtractDecimals(upTo, before))
          before = upTo
          const exact = value.units * BigInt(done) * 10n ** 15n
          const rounded = upTo.units * 10n ** BigInt(value.scale) * BigInt(whole)
          expect(abs(exact - rounded) * 2n <= 10n ** BigInt(value.scale) * BigInt(whole)).toBe(true)
        }
        expect(compareDecimals(sum, value)).toBe(0)
      }),
      RUNS,
    )
  })
})

describe('rounding to fen', { timeout: 60_000 }, () => {
  test.each([
    ['1.005', 101],
    ['1.004999', 100],
    ['-1.005', -101],
    ['12', 1200],
    ['12.3', 1230],
    ['0.001', 0],
  ])('%s yuan is %i fen', (text, fen) => {
    expect(decimalToFen(read(text))).toBe(fen)
  })

  test('fen survive the way to yuan and back, with any number of further zeros', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 10 }), (fen, zeros) => {
        expect(decimalToFen(fenToDecimal(fen))).toBe(fen)
        expect(
          decimalToFen(read(formatDecimal(fenToDecimal(fen)) + (fen % 100 ? '0'.repeat(zeros) : ''))),
        ).toBe(fen)
      }),
      RUNS,
    )
  })

  test('rounding is half away from zero', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 15 }), (value, places) => {
        const rounded = roundDecimal(value, places)
        expect(rounded.scale).toBeLessThanOrEqual(Math.max(places, 0) || value.scale)
        const unit = 10n ** BigInt(Math.max(value.scale - places, 0))
        const error = rounded.units * (value.scale > places ? unit : 1n) - value.units
        expect(abs(error) * 2n <= unit).toBe(true)
        if (abs(error) * 2n === unit) expect(error > 0n).toBe(value.units > 0n)
      }),
      RUNS,
    )
  })
})
