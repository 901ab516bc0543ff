import type { InvoiceLine, OrderLine } from '@piaoma/shared/invoice'
import { TAX_RATES, toInvoiceLines } from '@piaoma/shared/tax'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineProblem } from './validate-lines'

const LINE: InvoiceLine = {
  nature: 'plain',
  name: '餐饮服务',
  amountFen: 10_000,
  taxFen: 600,
  totalFen: 10_600,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
}
const DISCOUNTED: InvoiceLine = { ...LINE, nature: 'discounted' }
const DISCOUNT: InvoiceLine = { ...LINE, nature: 'discount', amountFen: -1000, taxFen: -60, totalFen: -1060 }

const code = (lines: InvoiceLine[]) => lineProblem(lines, () => true)?.code
const taxed = (taxFen: number): InvoiceLine => ({ ...LINE, taxFen, totalFen: LINE.amountFen + taxFen })

describe('tax', () => {
  test.each([
    [594, undefined],
    [606, undefined],
    [593, 'line_tolerance'],
    [607, 'line_tolerance'],
  ])('of 6 %% on 100.00 may be %s fen: %s', (taxFen, expected) => {
    expect(code([taxed(taxFen)])).toBe(expected)
  })

  test('is judged to the thousandth of a fen', () => {
    // 0.01 × 6 % is 0.06 fen: 6 fen of tax are 5.94 too many, 7 are 6.94.
    const line = (taxFen: number) => ({ ...LINE, amountFen: 1, taxFen, totalFen: 1 + taxFen })
    expect(code([line(6)])).toBeUndefined()
    expect(code([line(7)])).toBe('line_tolerance')
  })

  test('may be off by 1.27 yuan on the whole invoice', () => {
    expect(code([...Array(21).fill(taxed(606)), taxed(601)])).toBeUndefined()
    expect(code([...Array(21).fill(taxed(606)), taxed(602)])).toBe('invoice_tolerance')
    // Errors to both sides do not make up for each other.
    expect(code([...Array(11).fill(taxed(606)), ...Array(11).fill(taxed(594))])).toBe('invoice_tolerance')
  })

  test.each(['0', 'exempt', 'not_taxed'] as const)('at %s is nothing', (taxRate) => {
    expect(code([{ ...LINE, taxRate, taxFen: 0, totalFen: 10_000 }])).toBeUndefined()
    expect(code([{ ...LINE, taxRate, taxFen: 1, totalFen: 10_001 }])).toBe('line_tolerance')
  })

  test('with a deduction is on the difference, on a single line', () => {
    const differential: InvoiceLine = { ...LINE, amountFen: 10_317, taxFen: 283, deductionFen: 5600 }
    expect(code([differential])).toBeUndefined()
    expect(code([{ ...differential, amountFen: 10_000, taxFen: 600 }])).toBe('line_tolerance')
    expect(code([differential, LINE])).toBe('deduction')
  })
})

describe('rows', () => {
  test.each<[string, InvoiceLine[], string | undefined]>([
    ['a discount below its row', [DISCOUNTED, DISCOUNT], undefined],
    [
      'a discount of the whole row',
      [DISCOUNTED, { ...DISCOUNT, amountFen: -10_000, taxFen: -600, totalFen: -10_600 }, LINE],
      undefined,
    ],
    ['a discount alone', [DISCOUNT], 'discount_position'],
    ['a discount below a plain row', [LINE, DISCOUNT], 'discount_position'],
    ['a discounted row without discount', [DISCOUNTED, LINE], 'discount_position'],
    ['a discounted row at the end', [LINE, DISCOUNTED], 'discount_position'],
    ['two discounts', [DISCOUNTED, DISCOUNT, DISCOUNT], 'discount_position'],
    ['a discount of another name', [DISCOUNTED, { ...DISCOUNT, name: '住宿服务' }], 'discount_name'],
    [
      'a discount of another class',
      [DISCOUNTED, { ...DISCOUNT, taxCode: '3070402000000000000' }],
      'discount_name',
    ],
    [
      'a discount at another rate',
      [DISCOUNTED, { ...DISCOUNT, taxRate: '0.09', taxFen: -90, totalFen: -1090 }],
      'discount_rate',
    ],
    [
      'a discount above its row',
      [DISCOUNTED, { ...DISCOUNT, amountFen: -10_001, totalFen: -10_061 }],
      'line_tolerance',
    ],
    [
      'a discount of more than its row',
      [DISCOUNTED, { ...DISCOUNT, amountFen: -20_000, taxFen: -1200, totalFen: -21_200 }],
      'discount_amount',
    ],
    ['a positive discount', [DISCOUNTED, { ...LINE, nature: 'discount' }], 'discount_amount'],
    ['nothing at all', [{ ...LINE, amountFen: 0, taxFen: 0, totalFen: 0 }], 'line_sum'],
    ['a negative row', [{ ...LINE, amountFen: -10_000, taxFen: -600, totalFen: -10_600 }], 'line_sum'],
    [
      'nothing left',
      [DISCOUNTED, { ...DISCOUNT, amountFen: -10_000, taxFen: -600, totalFen: -10_600 }],
      'total',
    ],
    ['2000 rows', Array(2000).fill(LINE), undefined],
    ['2001 rows', Array(2001).fill(LINE), 'too_many_lines'],
    ['no rows', [], 'no_lines'],
    ['no name', [{ ...LINE, name: ' ' }], 'line_text'],
    ['a code of 18 digits', [{ ...LINE, taxCode: '307040100000000000' }], 'tax_code'],
  ])('%s', (_name, lines, expected) => {
    expect(code(lines)).toBe(expected)
  })

  test.each<[string, Partial<InvoiceLine>, string | undefined]>([
    ['neither', {}, undefined],
    ['price alone', { unitPrice: '1' }, 'price_quantity'],
    ['quantity alone', { quantity: '1' }, 'price_quantity'],
    ['exact', { quantity: '4', unitPrice: '25' }, undefined],
    ['a fen off by rounding', { quantity: '3', unitPrice: '33.33' }, undefined],
    ['two fen off', { quantity: '3', unitPrice: '33.32' }, 'price_quantity'],
    ['15 digits', { quantity: '3', unitPrice: '33.3333333333333' }, undefined],
    ['words', { quantity: '三', unitPrice: '33' }, 'price_quantity'],
    ['exponents', { quantity: '1e2', unitPrice: '1' }, 'price_quantity'],
  ])('price and quantity: %s', (_name, change, expected) => {
    expect(code([{ ...LINE, ...change }])).toBe(expected)
  })

  test('name the row at fault', () => {
    expect(lineProblem([LINE, LINE, taxed(700)], () => true)?.message).toMatch(/^第3行/)
  })
})

describe('the product’s arithmetic', () => {
  test('passes the bureau whatever is sold', () => {
    const quantity = fc.option(
      fc
        .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 999 }))
        .map(([whole, part]) => `${whole}.${part}`),
      { nil: undefined },
    )
    const orderLine = fc
      .record({
        amountFen: fc.integer({ min: 100, max: 50_000_000 }),
        share: fc.integer({ min: 0, max: 90 }),
        taxRate: fc.constantFrom(...TAX_RATES),
        quantity,
      })
      .map(({ amountFen, share, taxRate, quantity: count }): OrderLine => {
        const discountFen = Math.floor((amountFen * share) / 100)
        return {
          name: '商品',
          amountFen,
          taxRate,
          taxCode: '3070401000000000000',
          ...(discountFen > 0 ? { discountFen } : {}),
          ...(count === undefined ? {} : { quantity: count }),
        }
      })
    fc.assert(
      fc.property(fc.array(orderLine, { minLength: 1, maxLength: 30 }), (orderLines) => {
        const lines = toInvoiceLines(orderLines, { at: Date.UTC(2026, 10, 30), deriveUnitPrice: true })
        expect(lineProblem(lines, () => true)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })
})
