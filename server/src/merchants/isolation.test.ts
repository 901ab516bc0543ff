import { api, type EndpointKey } from '@piaoma/shared/contract'
import type { EntitySchema } from 'typeorm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entities } from '../entities'
import { createRateLimits } from '../http'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson, signInAs } from '../test/merchant'
import { startTestServer, type TestServer } from '../test/server'
import { raiseAlarm } from './audit'
import type { CreatedMerchant } from './create-merchant'
import { alarmEntity, storeEntity, taxpayerEntity } from './entity'
import { createApiKey, registerTill } from './manage-keys'
import { mountMerchants } from './routes'
import { addGoods } from './save-goods'
import { forMerchant } from './scoped'

// 餐饮服务, a leaf of the official table.
const TAX_CODE = '3070401000000000000'
const LINE = { name: '餐饮服务', taxRate: '0.06', taxCode: TAX_CODE } as const

/** Everything of one merchant that has an id. */
interface Holdings extends CreatedMerchant {
  goodsId: string
  memberId: string
  apiKeyId: string
  tillId: string
  alarmId: string
}

async function buildHoldings(ground: TestGround): Promise<Holdings> {
  const merchant = await buildMerchant(ground)
  const { merchantId } = merchant
  const acting = { merchantId, actor: 'system' }
  const goods = await addGoods(ground, acting, LINE)
  const apiKey = await createApiKey(ground, acting, { name: 'erp' })
  const till = await registerTill(ground, acting, {
    name: '1',
    storeId: merchant.storeIds[0] ?? '',
    line: LINE,
  })
  const { memberId } = await buildPerson(ground, merchantId, 'cashier')
  await raiseAlarm(ground, {
    merchantId,
    kind: 'test',
    text: 'something',
    targetType: 'invoice',
    targetId: ground.ids.ulid(),
  })
  const alarm = await ground.db.manager.findOneByOrFail(alarmEntity, { merchantId })
  return {
    ...merchant,
    goodsId: goods.id,
    memberId,
    apiKeyId: apiKey.row.id,
    tillId: till.row.id,
    alarmId: alarm.id,
  }
}

interface Attack {
  key: EndpointKey
  id?: string
  body?: unknown
}

/** Every way to name something of `theirs`; `own` fills the rest of a form. */
function attacks(theirs: Holdings, own: Holdings): Attack[] {
  const taxpayerId = theirs.taxpayerId
  const storeId = theirs.storeIds[0]
  return [
    { key: 'PATCH /api/v1/merchant/stores/:id', id: storeId, body: { name: 'mine now' } },
    { key: 'PATCH /api/v1/merchant/stores/:id', id: own.storeIds[0], body: { taxpayerId } },
    { key: 'POST /api/v1/merchant/stores', body: { name: 'branch', taxpayerId } },
    { key: 'PATCH /api/v1/merchant/taxpayers/:id', id: taxpayerId, body: { drawer: 'me' } },
    { key: 'PATCH /api/v1/merchant/goods/:id', id: theirs.goodsId, body: { name: 'mine now' } },
    { key: 'DELETE /api/v1/merchant/goods/:id', id: theirs.goodsId },
    { key: 'PATCH /api/v1/merchant/members/:id', id: theirs.memberId, body: { role: 'owner' } },
    { key: 'PATCH /api/v1/merchant/members/:id', id: own.memberId, body: { storeIds: [storeId] } },
    {
      key: 'POST /api/v1/merchant/members',
      body: { name: 'x', login: 'x@example.test', role: 'cashier', storeIds: [own.storeIds[0], storeId] },
    },
    { key: 'DELETE /api/v1/merchant/api-keys/:id', id: theirs.apiKeyId },
    { key: 'POST /api/v1/merchant/tills', body: { name: 'till', storeId, line: LINE } },
    { key: 'DELETE /api/v1/merchant/tills/:id', id: theirs.tillId },
    { key: 'POST /api/v1/merchant/alarms/:id/resolve', id: theirs.alarmId },
    { key: 'PUT /api/v1/sessions/current/merchant', body: { merchantId: theirs.merchantId } },
  ]
}

describeOnDatabases('one merchant and another', (open) => {
  let ground: TestGround
  let server: TestServer
  let ours: Holdings
  let theirs: Holdings
  let token: string
  const keys: EndpointKey[] = []

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => mountMerchants(guard, ground, limits))
    mountMerchants((key) => keys.push(key), ground, createRateLimits(0))
    ours = await buildHoldings(ground)
    theirs = await buildHoldings(ground)
    token = await signInAs(ground, ours.ownerId, ours.merchantId)
  })
  afterAll(() => server.close())

  const call = async ({ key, id, body }: Attack) => {
    const [method = '', path = ''] = key.split(' ')
    const answer = await server.fetch(path.replace(':id', id ?? ''), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return { status: answer.status, text: await answer.text() }
  }

  /** Everything the database knows, row by row. */
  const everything = async () => {
    const rows = await Promise.all(
      entities.map((entity) => ground.db.manager.find(entity as EntitySchema<object>)),
    )
    return JSON.stringify(rows)
  }

  test('another merchant’s ids look like not found and nothing changes', async () => {
    const list = attacks(theirs, ours)
    const withId = keys.filter((key) => key.includes(':id'))
    expect(withId.filter((key) => !list.some((attack) => attack.key === key))).toEqual([])
    const before = await everything()
    for (const attack of list) {
      const { status, text } = await call(attack)
      expect(`${attack.key}: ${status} ${JSON.parse(text).code}`).toBe(
        `${attack.key}: 404 resource.not_found`,
      )
    }
    expect(await everything()).toBe(before)
  })

  test('the same calls with one’s own ids are let through', async () => {
    for (const attack of attacks(ours, ours)) {
      const { status } = await call(attack)
      expect(`${attack.key}: ${status < 300}`).toBe(`${attack.key}: true`)
    }
  })

  test('no list shows anything of another merchant', async () => {
    const foreign = [theirs.merchantId, theirs.taxpayerId, theirs.goodsId, theirs.memberId, theirs.apiKeyId]
    foreign.push(theirs.tillId, theirs.alarmId, theirs.ownerId, ...theirs.storeIds)
    for (const key of keys) {
      if (!key.startsWith('GET ')) continue
      const { status, text } = await call({ key: key as EndpointKey })
      expect([200, 422]).toContain(status)
      for (const id of foreign) expect(text).not.toContain(id)
    }
  })

  test('a cashier sees his own stores only', async () => {
    const [first = '', second = ''] = ours.storeIds
    const cashier = await buildPerson(ground, ours.merchantId, 'cashier', [second, theirs.storeIds[0] ?? ''])
    const { items } = await server.client(cashier.token)('GET /api/v1/merchant/stores', {})
    expect(items.map(({ id }) => id)).toEqual([second])
    expect(items.map(({ id }) => id)).not.toContain(first)
    // Alarms belong to no store: somebody limited to stores is shown none and can resolve none.
    const reviewer = await buildPerson(ground, ours.merchantId, 'reviewer', [second])
    const limited = server.client(reviewer.token)
    expect((await limited('GET /api/v1/merchant/alarms', {})).items).toEqual([])
    await expect(
      limited('POST /api/v1/merchant/alarms/:id/resolve', { params: { id: ours.alarmId } }),
    ).rejects.toMatchObject({ problem: { code: 'resource.not_found' } })
  })

  test('a scoped table cannot be talked into another merchant’s rows', async () => {
    const stores = forMerchant(ground.db.manager, storeEntity, ours.merchantId)
    const foreignId = theirs.storeIds[0] ?? ''
    expect(await stores.findOne({ id: foreignId, merchantId: theirs.merchantId })).toBeNull()
    expect(await stores.find({ merchantId: theirs.merchantId })).toHaveLength(await stores.count())
    expect(await stores.update({ id: foreignId }, { name: 'taken' })).toBe(0)
    expect(await stores.delete({ merchantId: theirs.merchantId, id: foreignId })).toBe(0)
    await expect(stores.get(foreignId)).rejects.toThrow('resource.not_found')
    // Counts matched rows, changed or not, on both databases.
    const own = await stores.get(ours.storeIds[0] ?? '')
    expect(await stores.update({ id: own.id }, { name: own.name })).toBe(1)
    expect(await stores.update({ id: own.id }, {})).toBe(1)
    expect(await forMerchant(ground.db.manager, taxpayerEntity, theirs.merchantId).count()).toBe(1)
  })
})

describe('tables', () => {
  test('every table that a merchant owns has a merchantId', () => {
    // Not a merchant's: people, the queue, replays, tokens of channels, and a merchant itself.
    const wechat = ['wechat_identity', 'wechat_ticket', 'wechat_token']
    const shared = ['merchant', 'user', 'job', 'idempotency', 'channel_token', ...wechat]
    const without = entities
      .map(({ options }) => options)
      .filter(({ name, columns }) => !shared.includes(name) && !('merchantId' in columns))
    expect(without.map(({ name }) => name)).toEqual([])
  })

  test('no endpoint takes the merchant from the caller, but the one that switches', () => {
    const takers = Object.entries(api).filter(([, endpoint]) => {
      const body = 'body' in endpoint ? (endpoint.body as { shape?: object }) : undefined
      return body?.shape !== undefined && 'merchantId' in body.shape
    })
    expect(takers.map(([key]) => key)).toEqual(['PUT /api/v1/sessions/current/merchant'])
  })
})
