import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { buildPerson } from '../test/merchant'
import { outcome } from '../test/outcome'
import { DINNER } from '../test/shop'
import { clientOf } from '../test-service/http-client'
import { eventually } from '../test-service/programs'
import {
  apply,
  makeOrderCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  untilFiled,
} from '../test-service/service-scene'
import { sumGoods } from './count-invoice'

const DRINK = {
  name: '外带饮料',
  amountFen: 1_130,
  discountFen: 130,
  taxRate: '0.13' as const,
  taxCode: '1030307010000000000',
}
const DAY = 86_400_000

test('lines of one name and rate are one, a discount with what it is on', () => {
  const line = (totalFen: number, nature: 'plain' | 'discount' = 'plain') =>
    ({ name: 'a', taxRate: '0.06', taxCode: '', nature, amountFen: totalFen, taxFen: 0, totalFen }) as const
  expect(sumGoods([line(100), line(-20, 'discount'), { ...line(5), taxRate: '0.03' }])).toMatchObject([
    { totalFen: 80, taxRate: '0.06' },
    { totalFen: 5, taxRate: '0.03' },
  ])
})

describeOnDatabases('statistics and the invoice list', (open) => {
  let service: TestService
  let shop: TestShop
  const period = {
    from: new Date(Date.now() - DAY).toISOString(),
    until: new Date(Date.now() + DAY).toISOString(),
  }
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
    const issue = async (order: Record<string, unknown>, body: Record<string, unknown> = {}) => {
      const { code } = await makeOrderCode(shop, order)
      await untilFiled(service, (await apply(service, [code], body)).token)
    }
    await issue({ lines: [DINNER] })
    await issue({ lines: [DINNER, DRINK] })
    await issue({ lines: [DRINK], storeId: shop.storeIds[1] }, { kind: 'special' })
    await eventually('the counted lines', async () => (await by('goods')).rows.length === 2)
  })
  afterAll(() => service.close())

  const by = (what: 'day' | 'month' | 'store' | 'kind' | 'rate' | 'goods', more: { storeId?: string } = {}) =>
    shop.owner('GET /api/v1/merchant/statistics', { query: { by: what, ...period, ...more } })

  test('every way of summing comes to the same', async () => {
    const expected = { invoices: 3, totalFen: 2 * 12_800 + 2 * 1_000 }
    for (const what of ['day', 'month', 'store', 'kind', 'rate', 'goods'] as const) {
      const { rows, total } = await by(what)
      expect(total, what).toMatchObject(expected)
      expect(
        rows.reduce((sum, row) => sum + row.totalFen, 0),
        what,
      ).toBe(expected.totalFen)
      for (const row of rows) expect(row.amountFen + row.taxFen, what).toBe(row.totalFen)
    }
    expect((await by('month')).rows[0]?.key).toMatch(/^\d{4}-\d{2}$/)
    expect((await by('goods')).rows.map(({ name, invoices }) => [name, invoices])).toEqual([
      [expect.stringContaining('餐饮服务'), 2],
      [expect.stringContaining('外带饮料'), 2],
    ])
    expect((await by('store')).rows.map(({ name }) => name)).toEqual(['一店', '二店'])
    expect((await by('kind', { storeId: shop.storeIds[1] ?? '' })).rows).toMatchObject([
      { key: 'special', totalFen: 1_000 },
    ])
  })

  test('people limited to a store sum that store; wrong times are refused', async () => {
    const { token } = await buildPerson(service.service.ground, shop.merchantId, 'reviewer', [
      shop.storeIds[1] ?? '',
    ])
    const limited = clientOf(service.url, token)
    const sums = await limited('GET /api/v1/merchant/statistics', { query: { by: 'store', ...period } })
    expect(sums.total.totalFen).toBe(1_000)
    const other = { by: 'day' as const, ...period, storeId: shop.storeIds[0] ?? '' }
    expect(await outcome(limited('GET /api/v1/merchant/statistics', { query: other }))).toBe(
      'resource.not_found',
    )
    const backwards = { by: 'day' as const, from: period.until, until: period.from }
    expect(await outcome(shop.owner('GET /api/v1/merchant/statistics', { query: backwards }))).toBe(
      'request.invalid',
    )
  })

  test('the table carries the sums and every invoice, its number as a text', async () => {
    const query = new URLSearchParams({ by: 'rate', ...period })
    const answer = await fetch(`${service.url}/api/v1/merchant/statistics/export.xlsx?${query}`, {
      headers: { authorization: `Bearer ${shop.ownerToken}`, 'accept-language': 'zh-CN' },
    })
    expect(answer.status).toBe(200)
    const file = Buffer.from(await answer.arrayBuffer())
    const sums = await readSheet(file, '统计')
    expect(sums.map((row) => row[0])).toEqual(['税率', '6%', '13%', '合计'])
    expect(sums.at(-1)?.[4]).toBe(276)
    const invoices = await readSheet(file, '发票')
    expect(invoices).toHaveLength(4)
    for (const [number] of invoices.slice(1)) expect(number).toMatch(/^\d{20}$/)
  })

  const list = async (query: Record<string, unknown>) =>
    (await shop.owner('GET /api/v1/merchant/invoices', { query })).items
  test('invoices are narrowed by amount, state, kind and failed delivery', async () => {
    expect((await list({ minFen: 12_801 })).map(({ totalFen }) => totalFen)).toEqual([13_800])
    expect((await list({ maxFen: 1_000, kind: 'special' })).map(({ totalFen }) => totalFen)).toEqual([1_000])
    expect(await list({ status: 'parked' })).toEqual([])
    expect(await list({ delivery: 'failed' })).toEqual([])
  })

  test('an invoice tells its life line, where it came from and what may be done', async () => {
    const [invoice] = await list({ minFen: 12_801 })
    const params = { id: invoice?.id ?? '' }
    const detail = await shop.owner('GET /api/v1/merchant/invoices/:id', { params })
    expect(detail.lifeLine.map(({ step }) => step)).toEqual([
      'code',
      'applied',
      'sent',
      'issued',
      'filed',
      'filed',
      'filed',
    ])
    expect(detail.orders.map(({ orderNo }) => orderNo)).toEqual(detail.orderNos)
    expect(detail.actions).toEqual(['send', 'copy'])
    const finance = await buildPerson(service.service.ground, shop.merchantId, 'finance')
    const view = await clientOf(service.url, finance.token)('GET /api/v1/merchant/invoices/:id', { params })
    expect(view.actions).toEqual(['send'])
  })

  test('applications are found by buyer, order number and invoice number', async () => {
    const [invoice] = await list({ minFen: 12_801 })
    const detail = await shop.owner('GET /api/v1/merchant/invoices/:id', {
      params: { id: invoice?.id ?? '' },
    })
    const find = async (search: string) =>
      (await shop.owner('GET /api/v1/merchant/applications', { query: { search } })).items.map(({ id }) => id)
    expect(await find(detail.orderNos[0]?.toLowerCase() ?? '')).toContain(detail.applicationId)
    expect(await find(detail.number)).toEqual([detail.applicationId])
    expect(await find('示例')).toHaveLength(3)
    expect(await find('%')).toEqual([])
    const [newest] = (await shop.owner('GET /api/v1/merchant/applications', {})).items
    const older = await shop.owner('GET /api/v1/merchant/applications', {
      query: { search: '示例', cursor: newest?.id ?? '' },
    })
    expect(older.items).toHaveLength(2)
  })
})
