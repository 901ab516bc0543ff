import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatYuan, isFen, MAX_FEN, mulDivHalfUp, parseYuan, requireFen, toHalfWidth } from './fen'

const RUNS = { numRuns: 10_000 }
const anyFen = fc.integer({ min: -MAX_FEN, max: MAX_FEN })

/** ASCII as a Chinese keyboard in full-width mode types it. */
const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))

describe('parseYuan', { timeout: 60_000 }, () => {
  test.each([
    ['12.30', 1230],
    ['12.3', 1230],
    ['12', 1200],
    ['0.05', 5],
    ['1,234.50', 123450],
    ['¥1,234,567.89', 123456789],
    ['￥ 88', 8800],
    ['88元', 8800],
    ['１２．３０', 1230],
    ['１，２３４．５', 123450],
    ['12。5', 1250],
    ['007.10', 710],
    ['12.300', 1230],
    ['-0.05', -5],
    ['−3', -300],
    ['+1', 100],
    ['  9.9  ', 990],
    ['-0', 0],
    ['99999999999.99', MAX_FEN],
  ])('reads %s as %i fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen)
  })

  test.each([
    '',
    ' ',
    '.5',
    '5.',
    '1.234',
    '1,23.00',
    '1,2345',
    '12,34',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '--1',
    '1 2',
    '1.2.3',
    '十二',
    '٣',
    '12元整',
    '$1',
    '100000000000.00',
    '9'.repeat(39),
    '1'.repeat(100_000),
  ])('refuses %j', (text) => {
    expect(parseYuan(text)).toBeUndefined()
  })

  test('reads back every amount that formatYuan writes, plain, grouped and full-width', () => {
    fc.assert(
      fc.property(anyFen, fc.boolean(), (fen, thousands) => {
        const text = formatYuan(fen, { thousands })
        expect(parseYuan(text)).toBe(fen)
        expect(parseYuan(fullWidth(text))).toBe(fen)
        expect(parseYuan(`¥${text}`.replace('¥-', '-¥'))).toBe(fen)
      }),
      RUNS,
    )
  })

  test('gives fen or nothing for any text', () => {
    const near = fc.stringMatching(/^[-+]?[¥￥]?[\d,.，。 ]{0,20}元?$/)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        const fen = parseYuan(text)
        expect(fen === undefined || (isFen(fen) && Math.abs(fen) <= MAX_FEN)).toBe(true)
      }),
      RUNS,
    )
  })

  test('takes the digits as they stand, where a float would not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: BigInt(MAX_FEN) }), (units) => {
        const text = `${units / 100n}.${String(units % 100n).padStart(2, '0')}`
        expect(parseYuan(text)).toBe(Number(units))
      }),
      RUNS,
    )
  })
})

describe('formatYuan', { timeout: 60_000 }, () => {
  test.each([
    [0, '0.00', '0.00'],
    [5, '0.05', '0.05'],
    [-5, '-0.05', '-0.05'],
    [123450, '1234.50', '1,234.50'],
    [-100000, '-1000.00', '-1,000.00'],
    [MAX_FEN, '99999999999.99', '99,999,999,999.99'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91', '90,071,992,547,409.91'],
  ])('writes %i as %s and %s', (fen, plain, grouped) => {
    expect(formatYuan(fen)).toBe(plain)
    expect(formatYuan(fen, { thousands: true })).toBe(grouped)
  })

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %d', (value) => {
    expect(() => formatYuan(value)).toThrow(RangeError)
  })
})

describe('isFen and requireFen', { timeout: 60_000 }, () => {
  test('only integers count as fen', () => {
    expect([0, -1, MAX_FEN, Number.MAX_SAFE_INTEGER].every(isFen)).toBe(true)
    expect([0.1, Number.NaN, '1', null, undefined, 1n, Number.POSITIVE_INFINITY].some(isFen)).toBe(false)
  })

  test('requireFen names what is wrong', () => {
    expect(requireFen(-5)).toBe(-5)
    expect(() => requireFen(MAX_FEN + 1, 'totalFen')).toThrow(/totalFen/)
    expect(() => requireFen(1.5)).toThrow(RangeError)
  })
})

describe('mulDivHalfUp', { timeout: 60_000 }, () => {
  test.each([
    [5, 1, 10, 1],
    [4, 1, 10, 0],
    [-5, 1, 10, -1],
    [-4, 1, 10, 0],
    [26800, 1000, 1010, 26535],
  ])('%i × %i ÷ %i = %i', (value, multiplier, divisor, expected) => {
    expect(mulDivHalfUp(value, multiplier, divisor)).toBe(expected)
  })

  test('agrees with exact integer arithmetic', () => {
    const small = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(anyFen, fc.oneof(small, fc.constant(0)), small, (value, multiplier, divisor) => {
        fc.pre(Math.abs(value / divisor) * multiplier < 2 ** 52)
        const product = BigInt(value) * BigInt(multiplier)
        const magnitude = product < 0n ? -product : product
        const rounded = (2n * magnitude + BigInt(divisor)) / (2n * BigInt(divisor))
        expect(BigInt(mulDivHalfUp(value, multiplier, divisor))).toBe(product < 0n ? -rounded : rounded)
      }),
      RUNS,
    )
  })
})

test('toHalfWidth turns full-width ASCII into ASCII and leaves the rest', { timeout: 60_000 }, () => {
  expect(toHalfWidth('９１ＡＢ，（有限）公司　ａ')).toBe('91AB,(有限)公司 a')
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]*$/), (text) => {
      expect(toHalfWidth(fullWidth(text))).toBe(text)
    }),
    RUNS,
  )
})
