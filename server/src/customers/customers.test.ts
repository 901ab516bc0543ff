import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { outcome } from '../test/outcome'
import { taxNumber } from '../test/shop'
import { clientOf, newKey } from '../test-service/http-client'
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

const NUMBER = taxNumber(9_999_999)

describeOnDatabases('customers', (open) => {
  let service: TestService
  let shop: TestShop
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
  })
  afterAll(() => service.close())

  const find = async (search?: string) =>
    (await shop.owner('GET /api/v1/merchant/customers', { query: search ? { search } : {} })).items
  const upload = async (table: string) => {
    const form = new FormData()
    form.append('file', new Blob([table]), 'customers.csv')
    const answer = await fetch(`${service.url}/api/v1/merchant/customers/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shop.ownerToken}` },
      body: form,
    })
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }

  test('a company is remembered from its invoices, each counted once; a person is not', async () => {
    const order = async () => (await makeOrderCode(shop)).code
    const first = await apply(service, [await order()], { email: 'first@example.test' })
    await untilFiled(service, first.token)
    const person = { type: 'person', name: '王小明' }
    await untilFiled(service, (await apply(service, [await order()], { buyer: person })).token)
    await untilFiled(service, (await apply(service, [await order()])).token)
    const [customer, ...others] = await eventually('what was issued', async () => {
      const items = await find()
      return items[0]?.invoiceCount === 2 ? items : undefined
    })
    expect(others).toEqual([])
    expect(customer).toMatchObject({
      name: '上海示例贸易有限公司',
      taxpayerId: NUMBER,
      email: 'first@example.test',
      source: 'invoice',
    })
  })

  test('it is found by pinyin, initials, part of the name and tax number', async () => {
    for (const search of ['shili', 'SHSL', 'slmy', '示例', NUMBER.slice(-6), 'shanghai']) {
      expect(
        (await find(search)).map(({ name }) => name),
        search,
      ).toEqual(['上海示例贸易有限公司'])
    }
    expect(await find('没有这家')).toEqual([])
    expect(await find('%')).toEqual([])
  })

  test('what a person typed stands against later invoices, which fill only what is empty', async () => {
    const [customer] = await find()
    const body = { name: '上海示例贸易有限公司', taxpayerId: NUMBER, address: '上海市示例路1号' }
    await shop.owner('PUT /api/v1/merchant/customers/:id', { params: { id: customer?.id ?? '' }, body })
    const { code } = await makeOrderCode(shop)
    const buyer = {
      type: 'company',
      name: '上海示例贸易',
      taxpayerId: NUMBER,
      address: '别处',
      phone: '021-55550100',
    }
    await untilFiled(service, (await apply(service, [code], { buyer })).token)
    const changed = await eventually('what was issued', async () =>
      (await find()).find(({ invoiceCount }) => invoiceCount === 3),
    )
    expect(changed).toMatchObject({ ...body, phone: '021-55550100', source: 'console' })
  })

  test('a tax number is there once', async () => {
    const body = { name: '另一家', taxpayerId: NUMBER }
    const add = shop.owner('POST /api/v1/merchant/customers', { body })
    await expect(add).rejects.toMatchObject({ problem: { code: 'resource.exists' } })
    const wrong = shop.owner('POST /api/v1/merchant/customers', { body: { name: '', taxpayerId: '1' } })
    await expect(wrong).rejects.toMatchObject({ problem: { code: 'request.invalid' } })
  })

  test('a table adds and changes, all or nothing', async () => {
    const bad = await upload(
      `名称,税号\n杭州一公司,${taxNumber(11)}\n杭州二公司,123\n杭州三公司,${taxNumber(11)}\n`,
    )
    expect(bad.status).toBe(422)
    expect((bad.json.fields as { path: string }[]).map(({ path }) => path)).toEqual([
      'rows.3.taxpayerId',
      'rows.4.taxpayerId',
    ])
    expect(await find('杭州')).toEqual([])
    const good = await upload(
      `名称,税号,邮箱\n杭州一公司,${taxNumber(11)},a@example.test\n上海示例,${NUMBER},\n`,
    )
    expect(good.json).toEqual({ created: 1, changed: 1 })
    expect(await find('hzygs')).toMatchObject([
      { name: '杭州一公司', source: 'import', email: 'a@example.test' },
    ])
  })

  test('goods are found by pinyin as well', async () => {
    const line = { name: '餐饮服务', taxRate: '0.06' as const, taxCode: '3070401000000000000' }
    const { id } = await shop.owner('POST /api/v1/merchant/goods', { body: line })
    await shop.owner('PATCH /api/v1/merchant/goods/:id', { params: { id }, body: { name: '会议餐饮' } })
    const names = async (search: string) =>
      (await shop.owner('GET /api/v1/merchant/goods', { query: { search } })).items.map(({ name }) => name)
    expect(await names('hycy')).toEqual(['会议餐饮'])
    expect(await names('fuwu')).toEqual([])
  })

  test('a manual invoice of a draft goes the way of any other, exactly once', async () => {
    const owner = clientOf(service.url, shop.ownerToken)
    const storeId = shop.storeIds[0] ?? ''
    const body = {
      storeId,
      kind: 'normal' as const,
      buyer: { type: 'company' as const, name: '上海示例贸易有限公司', taxpayerId: NUMBER },
      lines: [
        {
          name: '会议餐费',
          amountFen: 10_000,
          discountFen: 500,
          taxRate: '0.06' as const,
          taxCode: '3070401000000000000',
        },
      ],
      remark: '手工',
    }
    const idempotencyKey = newKey()
    const [first, second] = await Promise.all([
      owner('POST /api/v1/merchant/manual-invoices', { body, idempotencyKey }),
      owner('POST /api/v1/merchant/manual-invoices', { body, idempotencyKey }),
    ])
    expect(second.id).toBe(first.id)
    const view = await eventually('what was issued', async () => {
      const now = await owner('GET /api/v1/merchant/applications/:id', { params: { id: first.id } })
      return now.status === 'issued' ? now : undefined
    })
    expect(view.invoices).toHaveLength(1)
    expect(view).toMatchObject({ codeKind: 'manual', amountFen: 9_500, remark: '手工', orderNos: [] })
    expect(
      await outcome(
        owner('GET /api/v1/merchant/invoices/:id', { params: { id: view.invoices[0]?.id ?? '' } }),
      ),
    ).toBe('ok')
  })
})
