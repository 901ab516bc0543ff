import type { InvoiceLine } from '@piaoma/shared/invoice'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IssueOrder } from '../../issuing/tax-channel'
import { nuonuoSettings } from './config'
import { lineBody, orderBody, shanghaiTime } from './order-body'

const LINE: InvoiceLine = {
  nature: 'plain',
  name: '*餐饮服务*午餐',
  quantity: '3',
  unitPrice: '33.3495145631068',
  unit: '份',
  amountFen: 10_005,
  taxFen: 600,
  totalFen: 10_605,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
}

const SETTINGS = nuonuoSettings({
  gatewayUrl: 'https://gateway.invalid/open/v1/services',
  tokenUrl: 'https://gateway.invalid/accessToken',
  appKey: 'K',
  appSecret: 'S',
  taxNum: '91310000MA1FL5LQ0X',
  extensionNumber: '923',
  now: () => Date.UTC(2026, 10, 30, 16, 0, 5),
})

const ORDER: IssueOrder = {
  serial: 'PM20261130000001',
  kind: 'normal',
  seller: { name: '某某餐饮', taxpayerId: '91310000MA1FL5LQ0X', bankName: '工行', bankAccount: '6222' },
  buyer: { name: '个人' },
  buyerType: 'person',
  lines: [LINE],
  amountFen: 10_005,
  taxFen: 600,
  totalFen: 10_605,
  drawer: '张三',
  callbackUrl: 'https://piaoma.example/callbacks/nuonuo/x',
}

describe('order', () => {
  test('of a natural person on a 普票', () => {
    expect(orderBody(ORDER, SETTINGS).order).toEqual({
      orderNo: 'PM20261130000001',
      invoiceDate: '2026-12-01 00:00:05',
      invoiceType: '1',
      invoiceLine: 'pc',
      salerTaxNum: '91310000MA1FL5LQ0X',
      salerAccount: '工行 6222',
      buyerName: '个人',
      naturalPersonFlag: '1',
      pushMode: '-1',
      clerk: '张三',
      extensionNumber: '923',
      callBackUrl: 'https://piaoma.example/callbacks/nuonuo/x',
      invoiceDetail: [lineBody(LINE)],
    })
  })

  test('of a company on a 专票', () => {
    const buyer = {
      name: '乙公司',
      taxpayerId: '91110000MA00000000',
      address: '北京',
      phone: '010',
      bankName: '建行',
      bankAccount: '1',
    }
    expect(
      orderBody({ ...ORDER, kind: 'special', buyerType: 'company', buyer, remark: '备注' }, SETTINGS).order,
    ).toMatchObject({
      invoiceLine: 'bs',
      naturalPersonFlag: '0',
      buyerTaxNum: '91110000MA00000000',
      buyerAddress: '北京',
      buyerTel: '010',
      buyerAccount: '建行 1',
      remark: '备注',
    })
  })

  test('is dated in Shanghai', () => {
    expect(shanghaiTime(Date.UTC(2026, 11, 31, 15, 59, 59))).toBe('2026-12-31 23:59:59')
    expect(shanghaiTime(Date.UTC(2026, 11, 31, 16, 0, 0))).toBe('2027-01-01 00:00:00')
  })
})

describe('line', () => {
  test('carries our three amounts to the fen, without tax in the price', () => {
    expect(lineBody(LINE)).toEqual({
      goodsName: '午餐',
      goodsCode: '3070401000000000000',
      withTaxFlag: '0',
      price: '33.34951456',
      num: '3',
      unit: '份',
      taxRate: '0.06',
      tax: '6.00',
      taxExcludedAmount: '100.05',
      taxIncludedAmount: '106.05',
      invoiceLineProperty: '0',
      favouredPolicyFlag: '0',
    })
  })

  test('of a discount has neither price nor quantity and a negative amount', () => {
    const body = lineBody({ ...LINE, nature: 'discount', amountFen: -100, taxFen: -6, totalFen: -106 })
    expect(body).toMatchObject({
      invoiceLineProperty: '1',
      taxExcludedAmount: '-1.00',
      tax: '-0.06',
      taxIncludedAmount: '-1.06',
    })
    expect(body).not.toHaveProperty('price')
    expect(body).not.toHaveProperty('num')
    expect(lineBody({ ...LINE, nature: 'discounted' })).toMatchObject({ invoiceLineProperty: '2' })
  })

  test.each([
    ['exempt', { taxRate: '0', favouredPolicyFlag: '03', zeroRateFlag: '1' }],
    ['not_taxed', { taxRate: '0', favouredPolicyFlag: '04', zeroRateFlag: '2' }],
    ['0', { taxRate: '0', favouredPolicyFlag: '0', zeroRateFlag: '3' }],
    ['0.015', { taxRate: '0.015', favouredPolicyFlag: '10' }],
    ['0.03', { taxRate: '0.03', favouredPolicyFlag: '0' }],
  ] as const)('at rate %s', (taxRate, expected) => {
    expect(lineBody({ ...LINE, taxRate })).toMatchObject(expected)
  })

  test('with a quantity but no price is priced from its amount', () => {
    expect(lineBody({ ...LINE, unitPrice: undefined })).toMatchObject({ price: '33.35', num: '3' })
  })

  test.each([
    [{ quantity: undefined }, 'price alone'],
    [{ quantity: '0' }, 'a quantity of zero'],
    [{ quantity: 'abc' }, 'no number'],
    [{ unitPrice: '0.000000001' }, 'a price that rounds to nothing'],
    [{ unitPrice: '12345678901234567.5' }, 'a price of more than 16 digits'],
  ] as [Partial<InvoiceLine>, string][])('drops price and quantity together: %#', (change, _why) => {
    const body = lineBody({ ...LINE, ...change })
    expect(body).not.toHaveProperty('price')
    expect(body).not.toHaveProperty('num')
  })

  test('keeps price and quantity within 16 characters and 8 decimals', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 1n, max: 999_999_999_999n }), fc.bigInt({ min: 0n, max: 999_999_999_999n }))
      .map(([whole, decimals]) => `${whole}.${String(decimals).padStart(12, '0')}`)
    fc.assert(
      fc.property(decimal, decimal, (unitPrice, quantity) => {
        const { price, num } = lineBody({ ...LINE, unitPrice, quantity })
        for (const text of [price, num]) {
          expect(text).toMatch(/^\d+(\.\d{1,8})?$/)
          expect(String(text).length).toBeLessThanOrEqual(16)
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['*餐饮服务*午餐', '午餐'],
    ['午餐', '午餐'],
    ['*餐饮服务*', '*餐饮服务*'],
    ['2*3 盒', '2*3 盒'],
    ['*餐饮服务*牛肉*2', '牛肉*2'],
  ])('named %s is sent as %s, since the channel prints the short name itself', (name, goodsName) => {
    expect(lineBody({ ...LINE, name })).toMatchObject({ goodsName })
  })

  test('with 差额 carries the deduction', () => {
    expect(lineBody({ ...LINE, deductionFen: 200 })).toMatchObject({ deduction: '2.00' })
  })
})
