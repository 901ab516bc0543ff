import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CreatedMerchant } from '../../merchants/create-merchant'
import { describeOnDatabases } from '../../test/databases'
import { createTestGround, type TestGround } from '../../test/ground'
import { buildMerchant, buildPerson } from '../../test/merchant'
import { outcome } from '../../test/outcome'
import { startTestServer, type TestServer } from '../../test/server'
import { webhookMessageEntity } from '../entity'
import { mountDelivery } from '../routes'
import { publishEvent } from './publish-event'

describeOnDatabases('webhook routes', (open) => {
  let ground: TestGround
  let server: TestServer
  let merchant: CreatedMerchant
  let owner: ReturnType<TestServer['client']>
  beforeEach(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard) => mountDelivery(guard, ground))
    merchant = await buildMerchant(ground)
    owner = server.client((await buildPerson(ground, merchant.merchantId, 'owner')).token)
  })
  afterEach(() => server.close())

  const add = (url = 'https://erp.example.com/hooks') =>
    owner('POST /api/v1/merchant/webhooks', { body: { url } })
  const list = () => owner('GET /api/v1/merchant/webhooks', {})
  const messages = (query: { limit?: number; cursor?: string } = {}) =>
    owner('GET /api/v1/merchant/webhook-messages', { query })
  const publish = (merchantId = merchant.merchantId) =>
    ground.db.transaction((tx) =>
      publishEvent(ground, tx, { merchantId, event: 'invoice.issued', data: { number: '1' } }),
    )

  test('the secret is shown when it is made and never again', async () => {
    const made = await add()
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { items } = await list()
    expect(items).toEqual([
      { id: made.id, url: 'https://erp.example.com/hooks', isActive: true, createdAt: made.createdAt },
    ])
    expect(ground.logLines.join('\n')).not.toContain(made.secret)
  })

  test.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://user:pw@erp.example.com/',
    'ftp://example.com/',
    'x',
  ])('refuses the address %s and says which field', async (url) => {
    expect(await outcome(add(url))).toBe('request.invalid')
    expect((await list()).items).toEqual([])
  })

  test('a removed endpoint leaves the list; twice is not found', async () => {
    const { id } = await add()
    const remove = () => owner('DELETE /api/v1/merchant/webhooks/:id', { params: { id } })
    await remove()
    expect((await list()).items).toEqual([])
    expect(await outcome(remove())).toBe('resource.not_found')
  })

  test('messages are listed newest first, page by page, and replayed', async () => {
    const endpoint = await add()
    for (let n = 0; n < 5; n++) await publish()
    const first = await messages({ limit: 3 })
    const second = await messages({ limit: 3, cursor: first.next ?? '' })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toEqual([...ids].sort().reverse())
    expect(ids).toHaveLength(5)
    expect(second.next).toBeNull()
    expect(first.items[0]).toMatchObject({
      endpointId: endpoint.id,
      url: endpoint.url,
      event: 'invoice.issued',
      status: 'pending',
      attempts: [],
    })
    const id = ids[0] ?? ''
    await ground.db.manager.update(webhookMessageEntity, { id }, { status: 'failed', nextAttemptAt: null })
    const replayed = await owner('POST /api/v1/merchant/webhook-messages/:id/replay', { params: { id } })
    expect(replayed).toMatchObject({ id, status: 'pending' })
  })

  test('another merchant’s endpoints and messages look like nothing', async () => {
    const { id } = await add()
    await publish()
    const messageId = (await messages()).items[0]?.id ?? ''
    const other = await buildMerchant(ground)
    const stranger = server.client((await buildPerson(ground, other.merchantId, 'owner')).token)
    expect((await stranger('GET /api/v1/merchant/webhooks', {})).items).toEqual([])
    expect((await stranger('GET /api/v1/merchant/webhook-messages', { query: {} })).items).toEqual([])
    const removed = stranger('DELETE /api/v1/merchant/webhooks/:id', { params: { id } })
    expect(await outcome(removed)).toBe('resource.not_found')
    const replayed = stranger('POST /api/v1/merchant/webhook-messages/:id/replay', {
      params: { id: messageId },
    })
    expect(await outcome(replayed)).toBe('resource.not_found')
    expect((await list()).items).toHaveLength(1)
  })

  test('a cashier may neither see nor change them, and nobody without a session', async () => {
    const cashier = server.client((await buildPerson(ground, merchant.merchantId, 'cashier')).token)
    const body = { url: 'https://erp.example.com/' }
    expect(await outcome(cashier('GET /api/v1/merchant/webhooks', {}))).toBe('auth.forbidden')
    expect(await outcome(cashier('POST /api/v1/merchant/webhooks', { body }))).toBe('auth.forbidden')
    expect(await outcome(server.client()('GET /api/v1/merchant/webhooks', {}))).toBe('auth.required')
  })
})
