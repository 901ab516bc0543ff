import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { buildPerson } from '../test/merchant'
import { outcome } from '../test/outcome'
import { taxNumber } from '../test/shop'
import { clientOf, http } from './http-client'
import {
  apply,
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
  view,
} from './service-scene'

const PAIR_BUYER = { type: 'company' as const, name: '杭州合并科技有限公司', taxpayerId: taxNumber(77) }
const REVIEW = '/api/v1/merchant/applications'

describeOnDatabases('review', (open) => {
  let service: TestService
  let shop: TestShop
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service, { reviewAboveFen: 100_000 })
  })
  afterAll(() => service.close())

  const read = (id: string) => shop.owner('GET /api/v1/merchant/applications/:id', { params: { id } })
  const approve = (id: string, version = 1) =>
    shop.owner('POST /api/v1/merchant/applications/:id/approve', { params: { id }, body: { version } })
  const reject = (id: string, reason: string, version = 1) =>
    shop.owner('POST /api/v1/merchant/applications/:id/reject', { params: { id }, body: { version, reason } })

  /** An application that waits for the merchant: by a product code, or by an order over his limit. */
  async function reviewed(amountFen = 8_800) {
    const product = await makeProductCode(shop)
    const application = await apply(service, [product.code], { amountFen, email: 'guest@example.test' })
    expect(application.status).toBe('reviewing')
    return { ...application, product }
  }

  test('every field is edited, and what is approved is what is issued', async () => {
    const { id, token } = await reviewed()
    const before = await read(id)
    expect(before).toMatchObject({ reviewCause: 'product_code', version: 1 })
    expect([...before.actions].sort()).toEqual(['approve', 'discard', 'edit', 'reject'])
    const change = {
      version: 1,
      kind: 'special' as const,
      buyer: {
        type: 'company' as const,
        name: '杭州改名科技有限公司',
        taxpayerId: taxNumber(42),
        address: '杭州市西湖区1号',
        phone: '0571-88880000',
        bankName: '示例银行',
        bankAccount: '6200000000000001',
      },
      email: 'new@example.test',
      mobile: '13800138000',
      remark: '会议用餐',
      lines: [
        {
          name: '会议餐费',
          specification: '套餐',
          unit: '桌',
          quantity: '2',
          unitPrice: '50.00',
          amountFen: 10_000,
          discountFen: 1_000,
          taxRate: '0.06' as const,
          taxCode: '3070401000000000000',
        },
      ],
    }
    const edited = await shop.owner('PATCH /api/v1/merchant/applications/:id', {
      params: { id },
      body: change,
    })
    const { version: _, ...fields } = change
    expect(edited).toMatchObject({ ...fields, version: 2, amountFen: 9_000 })
    // Whoever still looks at the first version decides nothing.
    expect(await outcome(approve(id, 1))).toBe('resource.conflict')
    const preview = await http(service.url, `${REVIEW}/${id}/preview.pdf`, { token: shop.ownerToken })
    expect([preview.status, preview.text.slice(0, 5)]).toEqual([200, '%PDF-'])

    await approve(id, 2)
    const done = await until(service, token, ({ status }) => status === 'issued')
    expect(done).toMatchObject({ buyerName: '杭州改名科技有限公司', kind: 'special', amountFen: 9_000 })
    const { invoices } = await service.bureau.control.ledger({ taxNum: shop.taxNum })
    const issued = invoices.find(({ number }) => number === done.invoices[0]?.number)
    expect(issued).toMatchObject({ kind: 'special', totalFen: 9_000 })
    expect(issued?.model).toMatchObject({
      buyer: { name: '杭州改名科技有限公司', address: '杭州市西湖区1号', bankAccount: '6200000000000001' },
      remark: '会议用餐',
    })
    expect(issued?.model.lines.map(({ nature }) => nature)).toEqual(['discounted', 'discount'])
    await until(service, token, ({ deliveries }) => deliveries.length > 0)
    const after = await read(id)
    expect(after.history.map(({ action }) => action)).toEqual(['edit', 'approve'])
    expect(after.deliveries.map(({ to }) => to)).toEqual(['new@example.test'])
    expect(await outcome(approve(id, after.version))).toBe('resource.conflict')
  })

  test('a rejection tells the guest why and frees his order code', async () => {
    const { code } = await makeOrderCode(shop, {
      lines: [{ name: '宴席', amountFen: 200_000, taxRate: '0.06', taxCode: '3070401000000000000' }],
    })
    const { id, token, status } = await apply(service, [code])
    expect(status).toBe('reviewing')
    expect((await read(id)).reviewCause).toBe('over_limit')
    await reject(id, '抬头与税号不符')
    const rejected = await view(service, token)
    expect(rejected).toMatchObject({ status: 'rejected', reason: { code: 'rejected_by_merchant' } })
    expect(rejected.reason?.text).toContain('抬头与税号不符')
    const again = await apply(service, [code])
    expect(again.id).not.toBe(id)
    await approve(again.id)
    await until(service, again.token, (now) => now.status === 'issued')
    expect(await outcome(reject(again.id, '太迟', 99))).toBe('resource.conflict')
  })

  test('a guest withdraws until somebody approved', async () => {
    const first = await reviewed()
    const withdraw = (token: string) =>
      clientOf(service.url)('POST /api/v1/applications/:token/withdraw', { params: { token } })
    expect((await view(service, first.token)).actions).toEqual(['withdraw'])
    expect((await withdraw(first.token)).status).toBe('cancelled')
    expect(await outcome(withdraw(first.token))).toBe('resource.conflict')
    expect(await outcome(approve(first.id, 2))).toBe('resource.conflict')
    const second = await reviewed()
    await approve(second.id)
    expect(await outcome(withdraw(second.token))).toBe('resource.conflict')
    await until(service, second.token, ({ status }) => status === 'issued')
  })

  test('approve and withdraw at the same moment: one of them, never both', async () => {
    for (let round = 0; round < 6; round++) {
      const { id, token } = await reviewed()
      const [approved, withdrawn] = await Promise.all([
        outcome(approve(id)),
        outcome(clientOf(service.url)('POST /api/v1/applications/:token/withdraw', { params: { token } })),
      ])
      expect([approved, withdrawn].sort()).toEqual(['ok', 'resource.conflict'])
      const expected = approved === 'ok' ? 'issued' : 'cancelled'
      await until(service, token, ({ status }) => status === expected)
    }
  })

  test('a batch: each one succeeds or fails by itself', async () => {
    const made = [await reviewed(), await reviewed(), await reviewed()]
    const other = await openShop(service)
    const theirs = await apply(service, [(await makeProductCode(other)).code], { amountFen: 100 })
    const items = [
      { id: made[0]?.id ?? '', version: 1 },
      { id: made[1]?.id ?? '', version: 7 },
      { id: theirs.id, version: 1 },
    ]
    const batch = (action: 'approve' | 'discard' | 'reject', of: typeof items, reason?: string) =>
      shop.owner('POST /api/v1/merchant/applications/batch', {
        body: { action, items: of, ...(reason ? { reason } : {}) },
      })
    expect((await batch('approve', items)).results).toEqual([
      { id: items[0]?.id, isDone: true },
      { id: items[1]?.id, isDone: false, code: 'resource.conflict' },
      { id: items[2]?.id, isDone: false, code: 'resource.not_found' },
    ])
    await until(service, made[0]?.token ?? '', ({ status }) => status === 'issued')
    expect((await view(service, theirs.token)).status).toBe('reviewing')
    const rest = [made[1], made[2]].map((each) => ({ id: each?.id ?? '', version: 1 }))
    expect(await outcome(batch('reject', rest))).toBe('request.invalid')
    expect((await batch('discard', rest)).results.every(({ isDone }) => isDone)).toBe(true)
    expect((await view(service, made[2]?.token ?? '')).reason?.code).toBe('discarded_by_merchant')
  })

  test('an amount is what the product code allows, and the code may be edited, switched off and deleted', async () => {
    const { id, code } = await makeProductCode(shop, { minAmountFen: 1_000, maxAmountFen: 50_000 })
    const fieldsOf = async (amountFen?: number) => {
      const body = { codes: [code], kind: 'normal', buyer: { type: 'person', name: '王小明' }, amountFen }
      const answer = await http(service.url, '/api/v1/applications', { key: `amount-${amountFen}`, body })
      return (answer.json as { fields: { path: string; code: string }[] }).fields.map((each) => each.code)
    }
    expect(await fieldsOf()).toEqual(['amount.required'])
    expect(await fieldsOf(999)).toEqual(['amount.below_minimum'])
    expect(await fieldsOf(50_001)).toEqual(['amount.above_maximum'])
    const params = { id }
    await shop.owner('PATCH /api/v1/merchant/product-codes/:id', {
      params,
      body: { title: '改名', maxAmountFen: 60_000 },
    })
    const shown = await clientOf(service.url)('GET /api/v1/codes/:code', { params: { code } })
    expect(shown).toMatchObject({ title: '改名', kind: 'product', isReviewed: true, state: 'open' })
    const { token } = await apply(service, [code], { amountFen: 55_000 })
    await shop.owner('POST /api/v1/merchant/product-codes/:id/actions', {
      params,
      body: { action: 'deactivate' },
    })
    expect(await outcome(apply(service, [code], { amountFen: 55_000 }))).toBe('code.inactive')
    await shop.owner('DELETE /api/v1/merchant/product-codes/:id', { params })
    expect(await outcome(shop.owner('GET /api/v1/merchant/product-codes/:id', { params }))).toBe(
      'resource.not_found',
    )
    expect((await view(service, token)).status).toBe('reviewing')
  })

  test('a refused application is corrected by the merchant and issued', async () => {
    await service.bureau.control.addFault({ kind: 'refused', code: 'E9131', taxNum: shop.taxNum, times: 1 })
    const { code } = await makeOrderCode(shop)
    const { id, token } = await apply(service, [code])
    await until(service, token, ({ status }) => status === 'refused')
    const refused = await read(id)
    expect(refused.actions).toContain('correct')
    await shop.owner('POST /api/v1/merchant/applications/:id/correct', {
      params: { id },
      body: { version: refused.version },
    })
    await until(service, token, ({ status }) => status === 'issued')
  })

  test('a parked invoice is shown to the merchant alone until he accepts it', async () => {
    const fault = { kind: 'other_amount', deltaFen: 100, taxNum: shop.taxNum } as const
    const { id } = await service.bureau.control.addFault(fault)
    const application = await apply(service, [(await makeOrderCode(shop)).code])
    const waiting = await until(service, application.token, ({ status }) => status === 'waiting')
    expect(waiting).toMatchObject({ reason: { code: 'amount_mismatch' }, invoices: [] })
    const seen = await read(application.id)
    expect(seen.actions).toContain('accept-parked')
    await service.bureau.control.removeFaults(id)
    await shop.owner('POST /api/v1/merchant/applications/:id/accept-parked', {
      params: { id: application.id },
      body: { version: seen.version },
    })
    await until(service, application.token, ({ status }) => status === 'issued')
  })

  test('people limited to a store work on that store alone', async () => {
    const [first = '', second = ''] = shop.storeIds
    const { token } = await buildPerson(service.service.ground, shop.merchantId, 'reviewer', [second])
    const reviewer = clientOf(service.url, token)
    const { id } = await reviewed()
    expect((await read(id)).storeId).toBe(first)
    const params = { id }
    expect(await outcome(reviewer('GET /api/v1/merchant/applications/:id', { params }))).toBe(
      'resource.not_found',
    )
    expect(
      await outcome(
        reviewer('POST /api/v1/merchant/applications/:id/approve', { params, body: { version: 1 } }),
      ),
    ).toBe('resource.not_found')
    const { items } = await reviewer('GET /api/v1/merchant/applications', {})
    expect(items).toEqual([])
  })

  /** Two applications of one guest and one of somebody else, all waiting. */
  async function threeWaiting() {
    const product = await makeProductCode(shop)
    const of = (amountFen: number, email: string) =>
      apply(service, [product.code], { amountFen, email, buyer: PAIR_BUYER })
    return [
      await of(8_800, 'pair@example.test'),
      await of(1_200, 'pair@example.test'),
      await of(5_000, 'other@example.test'),
    ] as const
  }
  const merge = (into: string, others: { id: string; version: number }[], version = 1) =>
    shop.owner('POST /api/v1/merchant/applications/:id/merge', {
      params: { id: into },
      body: { version, others },
    })

  test('two applications of one guest become one invoice, and both links lead to it', async () => {
    const [first, second, stranger] = await threeWaiting()
    const proposed = await shop.owner('GET /api/v1/merchant/applications/:id/proposals', {
      params: { id: first.id },
    })
    expect(proposed).toMatchObject({ parts: 1, mergeable: [{ id: second.id, amountFen: 1_200 }] })
    await expect(merge(first.id, [{ id: stranger.id, version: 1 }])).rejects.toMatchObject({
      problem: { code: 'application.not_mergeable' },
    })
    const merged = await merge(first.id, [{ id: second.id, version: 1 }])
    expect(merged).toMatchObject({ status: 'reviewing', version: 2, amountFen: 10_000 })
    expect(merged.history.at(-1)).toMatchObject({ action: 'merge' })
    expect(await read(second.id)).toMatchObject({
      status: 'cancelled',
      reason: { code: 'merged' },
      actions: [],
    })
    await approve(first.id, 2)
    const issued = await until(service, second.token, ({ status }) => status === 'issued')
    expect(issued).toMatchObject({ id: first.id, invoices: [{ totalFen: 10_000 }] })
    expect((await view(service, first.token)).invoices).toEqual(issued.invoices)
  })

  test('of merges at the same moment, both ways round, one wins and nothing is lost', async () => {
    const [first, second] = await threeWaiting()
    const outcomes = await Promise.all([
      outcome(merge(first.id, [{ id: second.id, version: 1 }])),
      outcome(merge(second.id, [{ id: first.id, version: 1 }])),
      outcome(merge(first.id, [{ id: second.id, version: 1 }])),
    ])
    expect(outcomes.filter((each) => each === 'ok')).toHaveLength(1)
    const both = [await read(first.id), await read(second.id)]
    expect(both.map(({ status }) => status).sort()).toEqual(['cancelled', 'reviewing'])
    expect(both.find(({ status }) => status === 'reviewing')?.amountFen).toBe(10_000)
  })
})
