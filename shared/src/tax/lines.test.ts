import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderLine } from '../invoice/model'
import { differentialLine, validLine } from './arbitraries'
import { sumLines, toInvoiceLines } from './lines'
import { checkTolerance } from './tolerance'
import { exclusivePrice, multipliesTo } from './unit-price'

const RUNS = { numRuns: 10_000 }
const AT = Date.parse('2026-09-01T12:00:00+08:00')
const lodging: OrderLine = {
  name: '住宿费',
  unit: '晚',
  quantity: '1.00',
  unitPrice: '268',
  amountFen: 26800,
  taxRate: '0.01',
  taxCode: '3070402000000000000',
}

/** Digits of a decimal that count. */
const significant = (text: string) => text.replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length

describe('toInvoiceLines', { timeout: 60_000 }, () => {
  test('prints a line as the bureau does: price ÷ (1 + rate) to 15 digits', () => {
    expect(toInvoiceLines([lodging], { at: AT })).toEqual([
      {
        nature: 'plain',
        name: '住宿费',
        unit: '晚',
        quantity: '1',
        unitPrice: '265.346534653465',
        amountFen: 26535,
        taxFen: 265,
        totalFen: 26800,
        taxRate: '0.01',
        taxCode: '3070402000000000000',
      },
    ])
  })

  test('puts the discount row directly beneath: same name and rate, no quantity, negative', () => {
    const lines = toInvoiceLines([{ ...lodging, discountFen: 800 }, lodging], { at: AT })
    expect(lines.map((line) => line.nature)).toEqual(['discounted', 'discount', 'plain'])
    expect(lines[1]).toEqual({
      nature: 'discount',
      name: '住宿费',
      amountFen: -792,
      taxFen: -8,
      totalFen: -800,
      taxRate: '0.01',
      taxCode: '3070402000000000000',
    })
  })

  test('asks for the printed name with the code and the day', () => {
    const [line] = toInvoiceLines([lodging], {
      at: AT,
      printedName: (code, name, at) => `*${code.slice(0, 3)}@${at}*${name}`,
    })
    expect(line?.name).toBe(`*307@${AT}*住宿费`)
  })

  test('prints quantity and price both or neither', () => {
    const { unitPrice: _price, ...noPrice } = lodging
    const { quantity: _quantity, ...noQuantity } = lodging
    for (const line of [noPrice, noQuantity]) {
      const [printed] = toInvoiceLines([line], { at: AT })
      expect([printed?.quantity, printed?.unitPrice]).toEqual([undefined, undefined])
    }
    const [derived] = toInvoiceLines([{ ...noPrice, quantity: '3' }], { at: AT, deriveUnitPrice: true })
    expect([derived?.quantity, derived?.unitPrice]).toEqual(['3', '88.45'])
  })

  test('falls back to amount ÷ quantity where the inclusive price was rounded', () => {
    const line = { ...lodging, quantity: '3', unitPrice: '3.333', amountFen: 1000, taxRate: '0' } as const
    const [printed] = toInvoiceLines([line], { at: AT })
    expect(printed).toMatchObject({ quantity: '3', unitPrice: '3.333', amountFen: 1000 })
    const many = { ...line, quantity: '30000', unitPrice: '0.3333333', amountFen: 1_000_000 }
    const [far] = toInvoiceLines([{ ...many, unitPrice: '0.3333' }], { at: AT })
    expect(far).toMatchObject({ quantity: '30000', unitPrice: '0.333333333333333' })
  })

  test('differential lines tax the margin and keep the deduction', () => {
    const [line] = toInvoiceLines([{ ...lodging, taxRate: '0.06', amountFen: 10000, deductionFen: 200 }], {
      at: AT,
    })
    expect(line).toMatchObject({ amountFen: 9445, taxFen: 555, totalFen: 10000, deductionFen: 200 })
    expect(multipliesTo(line?.quantity ?? '', line?.unitPrice ?? '', 9445)).toBe(true)
  })

  test('whatever the order, lines add up, prices multiply back and the rate holds', () => {
    const orders = fc.oneof(
      fc.array(validLine, { minLength: 1, maxLength: 6 }),
      differentialLine.map((line) => [line]),
    )
    fc.assert(
      fc.property(orders, fc.boolean(), (order, deriveUnitPrice) => {
        const lines = toInvoiceLines(order, { at: AT, deriveUnitPrice })
        for (const line of lines) {
          expect(line.amountFen + line.taxFen).toBe(line.totalFen)
          expect(line.quantity === undefined).toBe(line.unitPrice === undefined)
          if (line.quantity === undefined || line.unitPrice === undefined) continue
          expect(multipliesTo(line.quantity, line.unitPrice, line.amountFen)).toBe(true)
          expect(significant(line.unitPrice)).toBeLessThanOrEqual(15)
        }
        expect(sumLines(lines).totalFen).toBe(
          order.reduce((sum, line) => sum + line.amountFen - (line.discountFen ?? 0), 0),
        )
        expect(checkTolerance(lines).badLines).toEqual([])
      }),
      RUNS,
    )
  })

  test('every discount row follows its row, with its name, code and rate, and is not larger', () => {
    fc.assert(
      fc.property(fc.array(validLine, { minLength: 1, maxLength: 6 }), (order) => {
        const lines = toInvoiceLines(order, { at: AT })
        expect(lines.filter((line) => line.nature !== 'discount').map((line) => line.totalFen)).toEqual(
          order.map((line) => line.amountFen),
        )
        lines.forEach((line, index) => {
          const above = lines[index - 1]
          if (line.nature !== 'discount') {
            expect(lines[index + 1]?.nature === 'discount').toBe(line.nature === 'discounted')
            return
          }
          expect(above).toMatchObject({ nature: 'discounted', taxRate: line.taxRate, name: line.name })
          expect([line.quantity, line.unitPrice, above?.taxCode]).toEqual([
            undefined,
            undefined,
            line.taxCode,
          ])
          expect(line.totalFen).toBeLessThan(0)
          expect(-line.amountFen).toBeLessThanOrEqual(above?.amountFen ?? 0)
          expect(-line.taxFen).toBeLessThanOrEqual(above?.taxFen ?? 0)
        })
      }),
      RUNS,
    )
  })
})

describe('sumLines', { timeout: 60_000 }, () => {
  test('sums each column, and nothing is nothing', () => {
    expect(sumLines([])).toEqual({ amountFen: 0, taxFen: 0, totalFen: 0 })
    const lines = toInvoiceLines([lodging, { ...lodging, discountFen: 800 }], { at: AT })
    expect(sumLines(lines)).toEqual({ amountFen: 52278, taxFen: 522, totalFen: 52800 })
  })

  test('refuses a sum that is no longer exact', () => {
    const [line] = toInvoiceLines([lodging], { at: AT })
    if (!line) return expect.fail('one line')
    const huge = { ...line, amountFen: Number.MAX_SAFE_INTEGER, taxFen: 0, totalFen: Number.MAX_SAFE_INTEGER }
    expect(() => sumLines([huge, huge])).toThrow(RangeError)
  })
})

describe('exclusivePrice', { timeout: 60_000 }, () => {
  test.each(['0', '-1', 'x', ''])('has no price for a quantity of %j', (quantity) => {
    expect(exclusivePrice(100, quantity)).toBeUndefined()
  })

  test('multiplies back for any amount up to a billion yuan and any quantity', () => {
    const quantity = fc
      .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 8 }))
      .map(
        ([units, places]) =>
          `${Math.floor(units / 10 ** places)}.${String(units % 10 ** places).padStart(8, '0')}`,
      )
      .filter((text) => Number(text) > 0)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000_000 }), quantity, (amountFen, text) => {
        const price = exclusivePrice(amountFen, text)
        expect(price && multipliesTo(price.quantity, price.unitPrice, amountFen)).toBe(true)
      }),
      RUNS,
    )
  })
})
