import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTaxRate, isTaxRate, parseTaxRate, ratePerMille, TAX_RATES, type TaxRate } from './rate'

const RUNS = { numRuns: 10_000 }
const anyRate = fc.constantFrom(...TAX_RATES)

describe('parseTaxRate', { timeout: 60_000 }, () => {
  test.each<[string | number, TaxRate | undefined]>([
    [0.06, '0.06'],
    ['0.06', '0.06'],
    ['6%', '0.06'],
    [6, '0.06'],
    ['6', '0.06'],
    ['0.060000', '0.06'],
    ['0.130', '0.13'],
    ['6.00%', '0.06'],
    ['６％', '0.06'],
    [' 13% ', '0.13'],
    [0.015, '0.015'],
    [1.5, '0.015'],
    ['1.5%', '0.015'],
    [1, '0.01'],
    ['1', '0.01'],
    ['0.01', '0.01'],
    [0, '0'],
    ['0%', '0'],
    ['0.00', '0'],
    ['免税', 'exempt'],
    ['exempt', 'exempt'],
    ['EXEMPT', 'exempt'],
    ['不征税', 'not_taxed'],
    ['not_taxed', 'not_taxed'],
    ['***', undefined],
    ['差额', undefined],
    ['', undefined],
    ['6%%', undefined],
    ['0.06%', undefined],
    ['-0.06', undefined],
    ['6e-2', undefined],
    [17, undefined],
    [0.5, undefined],
    [0.1 + 0.2, undefined],
    [Number.NaN, undefined],
    ['__proto__', undefined],
    ['toString', undefined],
  ])('%j is %s', (input, rate) => {
    expect(parseTaxRate(input)).toBe(rate)
  })

  test('reads every way to write a rate', () => {
    fc.assert(
      fc.property(anyRate, fc.integer({ min: 0, max: 6 }), fc.boolean(), (rate, zeros, isFullWidth) => {
        const perMille = ratePerMille(rate)
        const pad = (text: string) =>
          zeros ? `${text}${text.includes('.') ? '' : '.'}${'0'.repeat(zeros)}` : text
        const fraction = pad(String(perMille / 1000))
        const percent = pad(String(perMille / 10))
        const isTaxed = rate !== 'exempt' && rate !== 'not_taxed'
        const spellings = isTaxed ? [fraction, percent, `${percent}%`, rate] : [rate, formatTaxRate(rate)]
        for (const spelling of spellings) {
          const text = isFullWidth
            ? spelling.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
            : spelling
          expect(parseTaxRate(text)).toBe(rate)
        }
        if (isTaxed) expect([perMille / 1000, perMille / 10].map(parseTaxRate)).toEqual([rate, rate])
      }),
      RUNS,
    )
  })

  test('gives a known rate or nothing for any input', () => {
    const input = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.stringMatching(/^[\d.]{1,6}%?$/))
    fc.assert(
      fc.property(input, (value) => {
        const rate = parseTaxRate(value)
        expect(rate === undefined || isTaxRate(rate)).toBe(true)
      }),
      RUNS,
    )
  })
})

test('rates print as on the invoice', { timeout: 60_000 }, () => {
  expect(TAX_RATES.map(formatTaxRate)).toEqual([
    '13%',
    '9%',
    '6%',
    '5%',
    '3%',
    '1.5%',
    '1%',
    '0%',
    '免税',
    '不征税',
  ])
})

test('per mille is the rate as an integer, and nothing where there is no tax', { timeout: 60_000 }, () => {
  expect(TAX_RATES.map(ratePerMille)).toEqual([130, 90, 60, 50, 30, 15, 10, 0, 0, 0])
  expect([isTaxRate('0.06'), isTaxRate(0.06), isTaxRate('0.060'), isTaxRate(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})
