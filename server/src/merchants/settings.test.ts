import { api } from '@piaoma/shared/contract'
import { parseTitleQr } from '@piaoma/shared/taxpayer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson, signInAs } from '../test/merchant'
import { outcome } from '../test/outcome'
import { startTestServer, type TestServer } from '../test/server'
import { raiseAlarm } from './audit'
import { createMerchant } from './create-merchant'
import { apiKeyEntity, auditEntity, merchantEntity } from './entity'
import { mountMerchants } from './routes'

const LINE = { name: '餐饮服务', taxRate: '0.06', taxCode: '3070401000000000000' } as const
const TABLE_KEY = 'GET /open/v1/order-codes/:orderNo'

describeOnDatabases('settings', (open) => {
  let ground: TestGround
  let server: TestServer

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => {
      mountMerchants(guard, ground, limits)
      // Any endpoint for programs shows whom an API key lets in.
      guard(TABLE_KEY, 'open', async ({ caller, params }) => ({
        id: caller.merchantId,
        orderNo: params.orderNo,
        status: 'active' as const,
        code: caller.keyId,
        shortCode: '',
        url: '',
        qr: { svg: '', png: '' },
        amountFen: 1,
        invoices: [],
      }))
    })
  })
  afterAll(() => server.close())

  const newMerchant = async () => {
    const merchant = await buildMerchant(ground)
    return { ...merchant, call: server.client(await signInAs(ground, merchant.ownerId, merchant.merchantId)) }
  }

  test('what is changed is kept, what is left out stays, and the history names the fields', async () => {
    const { call, merchantId, ownerId } = await newMerchant()
    const before = await call('GET /api/v1/merchant/settings', {})
    const change = { reviewAboveFen: 500_000, defaultKinds: ['normal', 'normal'] as ['normal', 'normal'] }
    const after = await call('PATCH /api/v1/merchant/settings', { body: change })
    expect(after).toEqual({ ...before, reviewAboveFen: 500_000, defaultKinds: ['normal'] })
    expect(await call('GET /api/v1/merchant/settings', {})).toEqual(after)
    expect(await call('PATCH /api/v1/merchant/settings', { body: {} })).toEqual(after)
    const history = await ground.db.manager.findBy(auditEntity, { targetId: merchantId })
    expect(history.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      ['system', 'merchant.create', null],
      [`user:${ownerId}`, 'settings.change', 'reviewAboveFen, defaultKinds'],
    ])
  })

  test('all issues of a form are told at once', async () => {
    const { call } = await newMerchant()
    const body = { name: '', reviewAboveFen: -1, validityDays: 0, contactPhone: '\u{1f600}' }
    await expect(call('PATCH /api/v1/merchant/settings', { body })).rejects.toMatchObject({
      problem: {
        code: 'request.invalid',
        fields: expect.arrayContaining(
          ['name', 'reviewAboveFen', 'validityDays', 'contactPhone'].map((path) =>
            expect.objectContaining({ path }),
          ),
        ),
      },
    })
  })

  test('stores are added to the first seller and changed', async () => {
    const { call, taxpayerId } = await newMerchant()
    const added = await call('POST /api/v1/merchant/stores', {
      body: { name: '城东店', address: '城东路2号' },
    })
    expect(added).toMatchObject({ name: '城东店', taxpayerId, address: '城东路2号', isActive: true })
    expect(added.sellerName).toMatch(/^杭州测试餐饮/)
    const closed = await call('PATCH /api/v1/merchant/stores/:id', {
      params: { id: added.id },
      body: { isActive: false },
    })
    expect(closed).toEqual({ ...added, isActive: false })
    const { items } = await call('GET /api/v1/merchant/stores', {})
    expect(items.map(({ name }) => name)).toEqual(['西湖店', '滨江店', '城东店'])
  })

  test('a seller’s details change; its channel takes web addresses only', async () => {
    const { call, taxpayerId } = await newMerchant()
    const params = { id: taxpayerId }
    const changed = await call('PATCH /api/v1/merchant/taxpayers/:id', {
      params,
      body: { drawer: '李四', bankName: '测试银行' },
    })
    expect(changed).toMatchObject({ drawer: '李四', bankName: '测试银行', channel: { hasSecret: true } })
    const channel = {
      gatewayUrl: 'https://a.example.test',
      tokenUrl: 'https://b.example.test',
      appKey: 'k',
      appSecret: 's',
    }
    const saved = await call('PATCH /api/v1/merchant/taxpayers/:id', { params, body: { channel } })
    expect(saved.channel).toEqual({
      name: 'nuonuo',
      gatewayUrl: channel.gatewayUrl,
      appKey: 'k',
      hasSecret: true,
    })
    for (const gatewayUrl of [
      'file:///etc/passwd',
      'ftp://a.example.test',
      'https://user:pass@a.example.test',
    ]) {
      const saving = call('PATCH /api/v1/merchant/taxpayers/:id', {
        params,
        body: { channel: { ...channel, gatewayUrl } },
      })
      await expect(saving).rejects.toMatchObject({
        problem: { code: 'request.invalid', fields: [{ path: 'channel.gatewayUrl', code: 'url.form' }] },
      })
    }
  })

  test('goods carry a leaf of the official table', async () => {
    const { call } = await newMerchant()
    const { items: hits } = await call('GET /api/v1/merchant/tax-codes', { query: { search: '餐饮' } })
    expect(hits.map(({ taxCode }) => taxCode)).toContain(LINE.taxCode)
    const added = await call('POST /api/v1/merchant/goods', {
      body: { ...LINE, unit: '份', unitPrice: '38.5' },
    })
    expect(added).toMatchObject({ ...LINE, unit: '份', unitPrice: '38.5' })
    const params = { id: added.id }
    const changed = await call('PATCH /api/v1/merchant/goods/:id', { params, body: { name: '晚餐' } })
    expect(changed).toEqual({ ...added, name: '晚餐' })
    for (const [taxCode, code] of [
      ['9999999999999999999', 'line.tax_code_unknown'],
      ['3070000000000000000', 'line.tax_code_not_leaf'],
    ] as const) {
      const changing = call('PATCH /api/v1/merchant/goods/:id', { params, body: { taxCode } })
      await expect(changing).rejects.toMatchObject({
        problem: { code: 'request.invalid', fields: [{ path: 'taxCode', code }] },
      })
    }
    await call('DELETE /api/v1/merchant/goods/:id', { params })
    expect(await outcome(call('DELETE /api/v1/merchant/goods/:id', { params }))).toBe('resource.not_found')
    expect((await call('GET /api/v1/merchant/goods', {})).items).toEqual([])
  })

  test('an API key lets a program in until it is revoked; its use is noted once a minute', async () => {
    const { call, merchantId } = await newMerchant()
    const { key, id, hint } = await call('POST /api/v1/merchant/api-keys', { body: { name: 'ERP' } })
    expect(key).toMatch(/^pk_[\w-]{32}$/)
    expect(hint).toBe(`pk_…${key.slice(-4)}`)
    const use = () => server.client(key)(TABLE_KEY, { params: { orderNo: 'A1' } })
    const lastUsedAt = async () => (await ground.db.manager.findOneByOrFail(apiKeyEntity, { id })).lastUsedAt
    expect(await lastUsedAt()).toBeNull()
    expect(await use()).toMatchObject({ id: merchantId, code: id })
    const first = ground.clock.now()
    expect(await lastUsedAt()).toBe(first)
    ground.clock.advance(59_999)
    await use()
    expect(await lastUsedAt()).toBe(first)
    ground.clock.advance(1)
    await use()
    expect(await lastUsedAt()).toBe(first + 60_000)
    const { items } = await call('GET /api/v1/merchant/api-keys', {})
    expect(items).toMatchObject([{ id, hint, lastUsedAt: new Date(first + 60_000).toISOString() }])
    await call('DELETE /api/v1/merchant/api-keys/:id', { params: { id } })
    expect(await outcome(use())).toBe('auth.required')
  })

  test('a till gets a key id that can be read aloud and is revoked for good', async () => {
    const { call, storeIds } = await newMerchant()
    const [storeId = ''] = storeIds
    const made = await call('POST /api/v1/merchant/tills', { body: { name: '前台', storeId, line: LINE } })
    expect(made.keyId).toMatch(/^[2-9A-HJKMNP-Z]{10}$/)
    expect(Buffer.from(made.secret, 'base64url')).toHaveLength(32)
    expect(made).toMatchObject({ storeName: '西湖店', line: LINE, isActive: true })
    for (let twice = 0; twice < 2; twice++) {
      await call('DELETE /api/v1/merchant/tills/:id', { params: { id: made.id } })
    }
    const { items } = await call('GET /api/v1/merchant/tills', {})
    expect(items).toEqual([{ ...made, secret: undefined, isActive: false }])
    expect(await ground.db.manager.countBy(auditEntity, { targetId: made.id, action: 'till.revoke' })).toBe(1)
    const bad = { name: 'x', storeId, line: { ...LINE, taxCode: '1'.repeat(19) } }
    await expect(call('POST /api/v1/merchant/tills', { body: bad })).rejects.toMatchObject({
      problem: { code: 'request.invalid', fields: [{ path: 'line.taxCode', code: 'line.tax_code_unknown' }] },
    })
  })

  test('an alarm is shown until it is resolved, and again when it is raised again', async () => {
    const { call, merchantId } = await newMerchant()
    const alarm = {
      merchantId,
      kind: 'invoice.mismatch',
      text: '金额不符',
      targetType: 'invoice',
      targetId: ground.ids.ulid(),
    }
    await raiseAlarm(ground, alarm)
    await raiseAlarm(ground, alarm)
    const open1 = await call('GET /api/v1/merchant/alarms', {})
    expect(open1.items).toMatchObject([
      { kind: 'invoice.mismatch', text: '金额不符', targetId: alarm.targetId },
    ])
    const params = { id: open1.items[0]?.id ?? '' }
    await call('POST /api/v1/merchant/alarms/:id/resolve', { params })
    expect(await outcome(call('POST /api/v1/merchant/alarms/:id/resolve', { params }))).toBe('ok')
    expect((await call('GET /api/v1/merchant/alarms', {})).items).toEqual([])
    await raiseAlarm(ground, alarm)
    expect((await call('GET /api/v1/merchant/alarms', {})).items).toHaveLength(1)
  })

  test('an alarm of a store is seen by the people of that store, one of no store by people of all', async () => {
    const { merchantId, storeIds, ownerId } = await newMerchant()
    const alarm = (storeId?: string) => ({
      merchantId,
      kind: 'test',
      text: storeId ?? 'none',
      targetType: 'invoice',
      targetId: ground.ids.ulid(),
      ...(storeId ? { storeId } : {}),
    })
    for (const storeId of [storeIds[0], storeIds[1], undefined]) await raiseAlarm(ground, alarm(storeId))
    const limited = await buildPerson(ground, merchantId, 'reviewer', [storeIds[0] ?? ''])
    const reviewer = server.client(limited.token)
    const owner = server.client(await signInAs(ground, ownerId, merchantId))
    const seen = (await reviewer('GET /api/v1/merchant/alarms', {})).items
    expect(seen.map(({ text }) => text)).toEqual([storeIds[0]])
    const all = (await owner('GET /api/v1/merchant/alarms', {})).items
    expect(all).toHaveLength(3)
    for (const { id, text } of all) {
      const resolving = reviewer('POST /api/v1/merchant/alarms/:id/resolve', { params: { id } })
      expect(await outcome(resolving)).toBe(text === storeIds[0] ? 'ok' : 'resource.not_found')
    }
  })

  test('null clears what is optional, and nothing else', async () => {
    const { call, taxpayerId } = await newMerchant()
    const { items } = await call('GET /api/v1/merchant/stores', {})
    const params = { id: items[0]?.id ?? '' }
    const store = await call('PATCH /api/v1/merchant/stores/:id', { params, body: { phone: null } })
    expect(store).not.toHaveProperty('phone')
    const seller = await call('PATCH /api/v1/merchant/taxpayers/:id', {
      params: { id: taxpayerId },
      body: { address: null, phone: null },
    })
    expect([seller.address, seller.phone]).toEqual([undefined, undefined])
    const settings = await call('PATCH /api/v1/merchant/settings', {
      body: { contactPhone: null, quotaWarnPercent: 60 },
    })
    expect(settings).toMatchObject({ quotaWarnPercent: 60 })
    expect(settings).not.toHaveProperty('contactPhone')
    const { id } = await call('POST /api/v1/merchant/goods', {
      body: { ...LINE, unit: '份', unitPrice: '5' },
    })
    const body = { unit: null, unitPrice: null, specification: null }
    const goods = await call('PATCH /api/v1/merchant/goods/:id', { params: { id }, body })
    expect([goods.unit, goods.unitPrice]).toEqual([undefined, undefined])
    for (const drawer of [null, '']) {
      const change = { params: { id: taxpayerId }, body: { drawer } as never }
      expect(await outcome(call('PATCH /api/v1/merchant/taxpayers/:id', change))).toBe('request.invalid')
    }
  })

  test('the history names who did what, the title QR reads back as the seller', async () => {
    const { call } = await newMerchant()
    await call('PATCH /api/v1/merchant/settings', { body: { contactPhone: '021-55550100' } })
    const first = await call('GET /api/v1/merchant/history', { query: { limit: 1 } })
    expect(first.items).toMatchObject([
      { action: 'settings.change', actor: '陈老板', detail: 'contactPhone' },
    ])
    const rest = await call('GET /api/v1/merchant/history', { query: { cursor: first.next ?? '' } })
    expect(rest.items.map(({ id }) => id)).not.toContain(first.items[0]?.id)
    const [title] = (await call('GET /api/v1/merchant/titles', {})).items
    expect(parseTitleQr(title?.text ?? '')?.title).toMatchObject({ taxpayerId: title?.taxpayerId })
    expect(title?.qr).toMatch(/^data:image\/png;base64,/)
  })

  test('broken, over-long and odd requests are refused with a problem, never with a fault', async () => {
    const { ownerId, merchantId } = await newMerchant()
    const token = await signInAs(ground, ownerId, merchantId)
    const send = async (body: string, type = 'application/json') => {
      const answer = await server.fetch('/api/v1/merchant/stores', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body,
      })
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      return `${answer.status} ${((await answer.json()) as { code: string }).code}`
    }
    expect(await send('{"name":')).toBe('400 request.malformed')
    expect(await send('{"name":"x"}', 'text/plain')).toBe('415 request.unsupported_type')
    expect(await send(JSON.stringify({ name: 'x'.repeat(1_100_000) }))).toBe('413 request.too_large')
    const odd = [
      '[]',
      '"x"',
      'null',
      '{}',
      '{"name":5}',
      '{"name":"a\\u0000b"}',
      '{"name":"\\ud800"}',
      '{"name":"x","z":1}',
    ]
    for (const body of odd)
      expect(`${body} ${await send(body)}`).toMatch(/ (422 request.invalid|400 request.malformed)$/)
    expect(api['POST /api/v1/merchant/stores'].answer.status).toBe(201)
  })

  test('every merchant has a prefix of its own, drawn or chosen', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => buildMerchant(ground)))
    expect(new Set(made.map(({ shortCodePrefix }) => shortCodePrefix)).size).toBe(12)
    const [first] = made
    const taken = first?.shortCodePrefix ?? ''
    await expect(buildMerchant(ground, { shortCodePrefix: taken })).rejects.toThrow('taken')
    await expect(buildMerchant(ground, { shortCodePrefix: 'O01' })).rejects.toThrow('prefix')
    await expect(buildMerchant(ground, { stores: [] })).rejects.toThrow('store')
    const count = await ground.db.manager.count(merchantEntity)
    const twice = { shortCodePrefix: 'ZZZ' }
    const race = await Promise.allSettled([buildMerchant(ground, twice), buildMerchant(ground, twice)])
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await ground.db.manager.count(merchantEntity)).toBe(count + 1)
  })

  test('everything that is wrong with a new merchant is told before anything is written', async () => {
    const count = await ground.db.manager.count(merchantEntity)
    const creating = createMerchant(ground, {
      name: 'x',
      taxpayer: {
        name: 'x',
        taxpayerId: '123',
        drawer: 'x',
        channel: { gatewayUrl: 'file:///x', tokenUrl: 'https://b.example.test', appKey: 'k', appSecret: 's' },
      },
      stores: [],
      owner: { name: 'x', login: 'nobody' },
      goods: [{ ...LINE, taxCode: '1' }],
    })
    await expect(creating).rejects.toThrow(/tax number.*store.*login.*tax code.*file:/)
    expect(await ground.db.manager.count(merchantEntity)).toBe(count)
  })
})
