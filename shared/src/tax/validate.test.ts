import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderLine } from '../invoice/model'
import { MAX_FEN } from '../money/fen'
import { differentialLine, validLine } from './arbitraries'
import { LINE_ISSUES } from './issues'
import { TEXT_ISSUES } from './limits'
import { sumLines, toInvoiceLines } from './lines'
import { validateOrderLines } from './validate'

const RUNS = { numRuns: 10_000 }
const meal: OrderLine = {
  name: '餐费',
  amountFen: 10000,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
}
/** `path code` of every issue, as a table of a form would show it. */
const found = (...args: Parameters<typeof validateOrderLines>) =>
  validateOrderLines(...args).map(({ path, code }) => `${path} ${code}`)

describe('validateOrderLines', { timeout: 60_000 }, () => {
  test('finds nothing wrong with good lines', () => {
    expect(found([meal, { ...meal, quantity: '3', unitPrice: '3.333', amountFen: 1000 }])).toEqual([])
  })

  test.each<[string, Partial<Record<keyof OrderLine, unknown>>, string[]]>([
    ['no name', { name: ' ' }, ['name text.required']],
    ['a long name', { name: '餐'.repeat(91) }, ['name text.too_long']],
    ['an emoji', { name: '餐费😀' }, ['name text.four_byte_character']],
    ['a line break', { name: '餐\n费' }, ['name text.control_character']],
    ['a tag', { name: '<b>' }, ['name text.angle_bracket']],
    ['a long unit', { unit: '份'.repeat(21) }, ['unit text.too_long']],
    ['a long specification', { specification: 'x'.repeat(41) }, ['specification text.too_long']],
    ['a fraction of a fen', { amountFen: 1.5 }, ['amountFen amount.not_fen']],
    ['not a number', { amountFen: Number.NaN }, ['amountFen amount.not_fen']],
    ['a bigger number than numbers hold', { amountFen: 1e300 }, ['amountFen amount.not_fen']],
    ['zero', { amountFen: 0 }, ['amountFen amount.not_positive']],
    ['a negative amount', { amountFen: -1 }, ['amountFen amount.not_positive']],
    ['too much', { amountFen: MAX_FEN + 1 }, ['amountFen amount.too_large']],
    ['no discount at all', { discountFen: 0 }, ['discountFen amount.not_positive']],
    ['more discount than amount', { discountFen: 10001 }, ['discountFen line.discount_exceeds_amount']],
    ['a deduction of everything', { deductionFen: 10000 }, ['deductionFen line.deduction_not_below_amount']],
    ['a negative deduction', { deductionFen: -1 }, ['deductionFen amount.not_positive']],
    [
      'a deduction and a discount',
      { deductionFen: 1, discountFen: 1 },
      ['deductionFen line.deduction_with_discount'],
    ],
    ['an old rate', { taxRate: '0.17' }, ['taxRate line.tax_rate_unknown']],
    ['a rate that is a number', { taxRate: 0.06 }, ['taxRate line.tax_rate_unknown']],
    ['a short code', { taxCode: '3070401' }, ['taxCode line.tax_code_form']],
    ['full-width digits in a code', { taxCode: '３070401000000000000' }, ['taxCode line.tax_code_form']],
    ['a code from a spreadsheet', { taxCode: '3040502010099999744' }, ['taxCode line.tax_code_damaged']],
    [
      'a rate on what is not taxed',
      { taxCode: '6010000000000000000' },
      ['taxRate line.tax_code_needs_not_taxed'],
    ],
    ['an exponent', { quantity: '1e3' }, ['quantity number.form']],
    ['no quantity at all', { quantity: '0' }, ['quantity line.quantity_not_positive']],
    ['a negative price', { unitPrice: '-1' }, ['unitPrice line.unit_price_not_positive']],
    ['fourteen decimals', { quantity: `0.${'1'.repeat(14)}` }, ['quantity line.quantity_too_precise']],
    ['thirteen digits', { unitPrice: '1'.repeat(13) }, ['unitPrice line.unit_price_too_precise']],
    [
      'a product that is not the amount',
      { quantity: '2', unitPrice: '49.99' },
      ['unitPrice line.unit_price_mismatch'],
    ],
  ])('refuses %s', (_what, change, expected) => {
    expect(found([{ ...meal, ...change } as OrderLine])).toEqual(expected.map((each) => `lines.0.${each}`))
  })

  test('accepts quantity × price that rounds to the amount', () => {
    expect(found([{ ...meal, quantity: '3', unitPrice: '33.335', amountFen: 10001 }])).toEqual([])
    expect(found([{ ...meal, quantity: '3', unitPrice: '33.335', amountFen: 10000 }])).toHaveLength(1)
    expect(found([{ ...meal, quantity: '0.333', unitPrice: '300.3' }])).toEqual([])
  })

  test('names every issue of every line at once, under the path given', () => {
    const bad = { ...meal, name: '', amountFen: -5, taxCode: 'x', quantity: 'y' }
    expect(found([meal, bad, { ...meal, deductionFen: 5 }], { path: 'order.lines' })).toEqual([
      'order.lines.1.name text.required',
      'order.lines.1.amountFen amount.not_positive',
      'order.lines.1.quantity number.form',
      'order.lines.1.taxCode line.tax_code_form',
      'order.lines.2.deductionFen line.deduction_single_line',
    ])
  })

  test('counts discount rows against the most rows', () => {
    const lines = [meal, { ...meal, discountFen: 1 }]
    expect(found(lines, { maxRows: 3 })).toEqual([])
    expect(found(lines, { maxRows: 2 })).toEqual(['lines line.too_many'])
    expect(found(Array.from({ length: 2001 }, () => meal))).toEqual(['lines line.too_many'])
    expect(found([])).toEqual(['lines line.required'])
  })

  test('refuses an invoice over nothing, or over too much', () => {
    expect(found([{ ...meal, discountFen: 10000 }])).toEqual(['lines line.total_not_positive'])
    expect(found([{ ...meal, discountFen: 10000 }, meal])).toEqual([])
    expect(found([meal, { ...meal, amountFen: MAX_FEN }])).toEqual(['lines line.total_too_large'])
  })

  test('asks the table it is given about the code, and the channel about its texts', () => {
    const checkTaxCode = (code: string) =>
      code.startsWith('3') ? ('not_leaf' as const) : ('unknown' as const)
    const other = { ...meal, taxCode: '1010000000000000000' }
    expect(found([meal, other], { checkTaxCode })).toEqual([
      'lines.0.taxCode line.tax_code_not_leaf',
      'lines.1.taxCode line.tax_code_unknown',
    ])
    const text = { name: { gbkBytes: 3 }, unit: { isGbkOnly: true } }
    expect(found([{ ...meal, unit: '㐀' }], { text })).toEqual([
      'lines.0.name text.too_many_bytes',
      'lines.0.unit text.not_gbk',
    ])
  })

  test('shows the characters that cannot be printed', () => {
    expect(validateOrderLines([{ ...meal, name: '😀餐😀𠮷' }])).toEqual([
      { path: 'lines.0.name', code: 'text.four_byte_character', characters: ['😀', '𠮷'] },
    ])
  })

  test('good lines pass and can be printed', () => {
    const orders = fc.oneof(
      fc.array(validLine, { minLength: 1, maxLength: 5 }),
      differentialLine.map((line) => [line]),
    )
    fc.assert(
      fc.property(orders, (lines) => {
        const total = lines.reduce((sum, line) => sum + line.amountFen - (line.discountFen ?? 0), 0)
        expect(found(lines)).toEqual(total > 0 ? [] : ['lines line.total_not_positive'])
        expect(sumLines(toInvoiceLines(lines, { at: 0 })).totalFen).toBe(total)
      }),
      RUNS,
    )
  })

  test('any values a request can carry get known issues, or can be printed', () => {
    const codes = new Set<string>([...LINE_ISSUES, ...TEXT_ISSUES])
    const amount = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constant(10000))
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant('3'),
      fc.stringMatching(/^-?\d{0,20}\.?\d{0,20}$/),
    )
    const hostile = fc.record(
      {
        name: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('餐费')),
        unit: text,
        specification: text,
        quantity: text,
        unitPrice: text,
        amountFen: amount,
        discountFen: amount,
        deductionFen: amount,
        taxRate: fc.oneof(fc.string(), fc.constantFrom('0.06', 'exempt')),
        taxCode: fc.oneof(fc.string(), fc.constant('3070401000000000000'), fc.stringMatching(/^\d{19}$/)),
      },
      { requiredKeys: ['name', 'amountFen', 'taxRate', 'taxCode'] },
    )
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 3 }), (lines) => {
        const order = lines as OrderLine[]
        const issues = validateOrderLines(order)
        for (const { code, path } of issues) {
          expect(codes.has(code)).toBe(true)
          expect(path).toMatch(/^lines(\.\d+\.[a-zA-Z]+)?$/)
        }
        if (issues.length === 0)
          expect(sumLines(toInvoiceLines(order, { at: 0 })).totalFen).toBeGreaterThan(0)
      }),
      RUNS,
    )
  })
})
