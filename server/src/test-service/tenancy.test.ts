import { buildPath } from '@piaoma/shared/client'
import { api, type Endpoint, type EndpointKey, ROLES } from '@piaoma/shared/contract'
import type { EntitySchema } from 'typeorm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RECEIVED_CHANGED_JOB } from '../capture/pool-row'
import { deliveryEntity } from '../delivery/entity'
import { entities } from '../entities'
import { jobEntity } from '../jobs/entity'
import { raiseAlarm } from '../merchants/audit'
import { alarmEntity } from '../merchants/entity'
import { isAllowed } from '../merchants/policy'
import { describeOnDatabases } from '../test/databases'
import { buildPerson } from '../test/merchant'
import { DINNER, EMPTY_DRAFT, taxNumber } from '../test/shop'
import { inventPaySettings } from '../test/wechat-pay'
import { capturePicture } from './capture-scene'
import { type HttpAnswer, http, newKey } from './http-client'
import { eventually } from './programs'
import {
  apply,
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  untilFiled,
} from './service-scene'
import { type Case, type Holdings, tenancyCases } from './tenancy-cases'

const endpoints = Object.entries(api) as [EndpointKey, Endpoint][]
const isMerchants = ([, { access }]: [EndpointKey, Endpoint]) => access !== 'public'
const NOWHERE = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

/** Tables that a job at work changes. */
const CHANGES_BY_ITSELF = new Set(['webhook_message', 'mailbox'])

/** Nothing of the received invoices changes by itself any more. */
function untilJudged({ service: { ground } }: TestService): Promise<true> {
  return eventually('the invoice is judged', async () => {
    const waiting = await ground.db.manager.countBy(jobEntity, { kind: RECEIVED_CHANGED_JOB })
    return waiting === 0 && true
  })
}

/** A package of an invoice that is booked. */
async function archiveSomething(owner: TestShop['owner'], id: string): Promise<{ id: string }> {
  const params = { id }
  const { version } = await owner('GET /api/v1/merchant/received-invoices/:id/standing', { params })
  const values = { issuedOn: '2026-11-18', totalFen: 10_000 }
  const corrected = await owner('POST /api/v1/merchant/received-invoices/:id/corrections', {
    params,
    body: { version, values },
  })
  const body = { version: corrected.version, action: 'book' as const }
  await owner('POST /api/v1/merchant/received-invoices/:id/booking', { params, body })
  return owner('POST /api/v1/merchant/archive/packages', { body: { name: '十一月' } })
}

/** A shop with one thing of every kind. */
async function fill(service: TestService, shop: TestShop): Promise<Holdings> {
  const { merchantId, taxpayerId, owner } = shop
  const { ground } = service.service
  const storeId = shop.storeIds[0] ?? ''
  const { name, taxRate, taxCode } = DINNER
  const line = { name, taxRate, taxCode }
  // Refuses connections: its messages wait in the list.
  const webhook = await owner('POST /api/v1/merchant/webhooks', { body: { url: 'http://127.0.0.1:9/' } })
  const goods = await owner('POST /api/v1/merchant/goods', { body: line })
  const till = await owner('POST /api/v1/merchant/tills', { body: { name: '1', storeId, line } })
  const customer = await owner('POST /api/v1/merchant/customers', {
    body: { name: '上海持有贸易有限公司', taxpayerId: taxNumber(6_666_666) },
  })
  const draft = await owner('POST /api/v1/merchant/invoice-drafts', {
    body: { form: { ...EMPTY_DRAFT, storeId } },
    idempotencyKey: newKey(),
  })
  const keys = await owner('GET /api/v1/merchant/api-keys', {})
  const { memberId } = await buildPerson(ground, merchantId, 'cashier')
  const target = { targetType: 'invoice', targetId: storeId }
  await raiseAlarm(ground, { merchantId, kind: 'test', text: 'something', ...target })
  const alarm = await ground.db.manager.findOneByOrFail(alarmEntity, { merchantId })
  const order = await makeOrderCode(shop, { storeId })
  const product = await makeProductCode(shop, { storeId })
  const reviewing = await apply(service, [product.code], { amountFen: 100 })
  const issued = await apply(service, [(await makeOrderCode(shop, { storeId })).code])
  await untilFiled(service, issued.token)
  const { items } = await owner('GET /api/v1/merchant/invoices', {})
  const messages = await owner('GET /api/v1/merchant/webhook-messages', {})
  const mailbox = await owner('POST /api/v1/merchant/mailboxes', {
    body: { host: '127.0.0.1', port: 9, security: 'none', login: 'in', password: 'secret' },
  })
  const received = await capturePicture(service, shop)
  const sheet = await owner('POST /api/v1/merchant/sheets', {
    body: { title: '差旅', invoiceIds: [] },
    idempotencyKey: newKey(),
  })
  const archive = await archiveSomething(owner, received.receivedId)
  await untilJudged(service)
  return {
    merchantId,
    storeId,
    taxpayerId,
    goodsId: goods.id,
    memberId,
    apiKeyId: keys.items[0]?.id ?? '',
    tillId: till.id,
    webhookId: webhook.id,
    messageId: messages.items[0]?.id ?? '',
    alarmId: alarm.id,
    orderCodeId: order.id,
    orderCode: order.code,
    orderNo: order.orderNo,
    productCodeId: product.id,
    reviewingId: reviewing.id,
    invoiceId: items[0]?.id ?? '',
    draftId: draft.id,
    customerId: customer.id,
    mailboxId: mailbox.id,
    sheetId: sheet.id,
    packageId: archive.id,
    paySettings: await inventPaySettings(),
    ...received,
  }
}

describeOnDatabases('who may do what', (open) => {
  let service: TestService
  let ours: TestShop
  let theirs: TestShop
  let held: Holdings
  let foreign: Holdings
  beforeAll(async () => {
    service = await startTestService(open)
    ours = await openShop(service)
    theirs = await openShop(service)
    held = await fill(service, ours)
    foreign = await fill(service, theirs)
  })
  afterAll(() => service.close())

  const call = (key: EndpointKey, { params, query, body }: Case, token?: string): Promise<HttpAnswer> =>
    http(service.url, buildPath(key, { params: params ?? {}, query: query ?? {} }), {
      method: key.slice(0, key.indexOf(' ')),
      key: newKey(),
      ...(token ? { token } : {}),
      ...(body === undefined ? {} : { body }),
    })
  const codeOf = ({ json }: HttpAnswer) => (json as { code?: string } | undefined)?.code
  const person = async (role: (typeof ROLES)[number], storeIds: string[] | null = null) =>
    (await buildPerson(service.service.ground, ours.merchantId, role, storeIds)).token

  /** The same call about nothing that exists, and with no content: whoever is let in does no harm. */
  const harmless = ({ params, query, body }: Case): Case => ({
    ...(params ? { params: { ...params, ...(params.id ? { id: NOWHERE } : {}) } } : {}),
    ...(query ? { query } : {}),
    ...(body === undefined ? {} : { body: {} }),
  })

  test('every endpoint of the contract has a row, and no other', () => {
    expect(Object.keys(tenancyCases(held)).sort()).toEqual(Object.keys(api).sort())
  })

  test('the roles of each row are those of the policy', () => {
    const rows = tenancyCases(held)
    for (const [key, { access, permission }] of endpoints) {
      const allowed =
        access === 'session' ? ROLES.filter((role) => !permission || isAllowed(role, permission)) : []
      expect([...(rows[key].by ?? [])].sort(), key).toEqual([...allowed].sort())
    }
  })

  test('without a token nobody gets past the door, with one of the wrong kind neither', async () => {
    const rows = tenancyCases(held)
    for (const [key, endpoint] of endpoints) {
      const answer = await call(key, rows[key])
      if (endpoint.access === 'public') {
        if (key !== 'POST /api/v1/sessions') expect(answer.status, key).not.toBe(401)
        continue
      }
      expect([key, answer.status, codeOf(answer)]).toEqual([key, 401, 'auth.required'])
      const wrongKind = endpoint.access === 'session' ? ours.apiKey : ours.ownerToken
      for (const token of [wrongKind, 'x'.repeat(40), `${ours.ownerToken.slice(0, -1)}!`]) {
        expect([key, (await call(key, rows[key], token)).status]).toEqual([key, 401])
      }
    }
  })

  test.each(ROLES)('a %s may call what the table says', async (role) => {
    const rows = tenancyCases(held)
    for (const [key, { access }] of endpoints) {
      if (access !== 'session') continue
      const answer = await call(key, harmless(rows[key]), await person(role))
      if (rows[key].by?.includes(role)) expect([401, 403], key).not.toContain(answer.status)
      else expect([key, answer.status, codeOf(answer)]).toEqual([key, 403, 'auth.forbidden'])
    }
  })

  /** Everything the database knows of a merchant, row by row; what the clock alone moves is left out. */
  const everythingOf = async (merchantId: string) => {
    const rows: unknown[] = []
    for (const entity of entities) {
      const columns = Object.keys(entity.options.columns)
      if (!columns.includes('merchantId') || CHANGES_BY_ITSELF.has(entity.options.name)) continue
      rows.push(
        await service.service.ground.db.manager.findBy(entity as EntitySchema<object>, { merchantId }),
      )
    }
    return JSON.stringify(rows)
  }

  test('another merchant’s things look like not found, and stay as they are', async () => {
    const rows = tenancyCases(foreign)
    const before = await everythingOf(foreign.merchantId)
    for (const [key, endpoint] of endpoints.filter(isMerchants)) {
      const row = rows[key]
      if (!row.isOfMerchant) continue
      const token = endpoint.access === 'apiKey' ? ours.apiKey : ours.ownerToken
      const answer = await call(key, row, token)
      expect([key, answer.status, codeOf(answer)]).toEqual([key, 404, 'resource.not_found'])
      expect(answer.text).not.toContain(foreign.merchantId)
    }
    const batch = await call(
      'POST /api/v1/merchant/applications/batch',
      rows['POST /api/v1/merchant/applications/batch'],
      ours.ownerToken,
    )
    expect(batch.json).toMatchObject({ results: [{ isDone: false, code: 'resource.not_found' }] })
    for (const key of ['POST /api/v1/merchant/order-codes', 'POST /api/v1/merchant/product-codes'] as const) {
      const body = { ...(rows[key].body as object), storeId: foreign.storeId }
      const answer = await call(key, { body }, ours.ownerToken)
      expect(answer.json).toMatchObject({ fields: [{ path: 'storeId', code: 'store.unknown' }] })
    }
    expect(await everythingOf(foreign.merchantId)).toBe(before)
  })

  test('no list and no view shows anything of another merchant', async () => {
    const rows = tenancyCases(held)
    const ids = Object.values(foreign)
    for (const [key, { access }] of endpoints) {
      if (access !== 'session' || !key.startsWith('GET ')) continue
      const answer = await call(key, rows[key], ours.ownerToken)
      expect(answer.status, key).toBe(200)
      for (const id of ids) expect(answer.text, key).not.toContain(id)
    }
    for (const key of ['order-codes', 'product-codes', 'applications', 'invoices']) {
      const path = `/api/v1/merchant/${key}?storeId=${foreign.storeId}`
      expect((await http(service.url, path, { token: ours.ownerToken })).json).toMatchObject({ items: [] })
    }
  })

  test('people limited to one store find nothing of another', async () => {
    const rows = tenancyCases(held)
    const deliveries = () => service.service.ground.db.manager.count(deliveryEntity)
    const before = await deliveries()
    for (const role of ['cashier', 'reviewer', 'finance'] as const) {
      const token = await person(role, [ours.storeIds[1] ?? ''])
      for (const [key, { access }] of endpoints) {
        const row = rows[key]
        if (access !== 'session' || !row.isOfStore) continue
        const answer = await call(key, row, token)
        expect([role, key, answer.status]).toEqual([role, key, row.by?.includes(role) ? 404 : 403])
      }
      if (role !== 'finance') {
        const drafts = await http(service.url, '/api/v1/merchant/invoice-drafts', { token })
        expect(drafts.json).toMatchObject({ items: [] })
      }
      for (const list of ['order-codes', 'product-codes', 'applications', 'invoices', 'alarms']) {
        const answer = await http(service.url, `/api/v1/merchant/${list}`, { token })
        expect(answer.json, list).toMatchObject({ items: [] })
        if (list === 'alarms') continue
        const path = `/api/v1/merchant/${list}?storeId=${held.storeId}`
        expect((await http(service.url, path, { token })).status, list).toBe(404)
      }
      const stores = await http(service.url, '/api/v1/merchant/stores', { token })
      expect((stores.json as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([
        ours.storeIds[1],
      ])
      const overview = await http(service.url, '/api/v1/merchant/overview', { token })
      expect(overview.json).toMatchObject({
        reviewing: 0,
        alarms: 0,
        failedDeliveries: 0,
        today: { invoices: 0 },
      })
    }
    expect(await deliveries()).toBe(before)
  })

  test('one’s own things are found by the very same calls', async () => {
    const rows = tenancyCases(held)
    // What is removed is not found any more: removing comes last.
    const isRemoval = ([key]: [EndpointKey, Endpoint]) => Number(key.startsWith('DELETE'))
    const inOrder = endpoints.filter(isMerchants).sort((a, b) => isRemoval(a) - isRemoval(b))
    for (const [key, endpoint] of inOrder) {
      const row = rows[key]
      // A session each: some calls end the one they are made with.
      const token = endpoint.access === 'apiKey' ? ours.apiKey : await person('owner')
      const answer = await call(key, row, token)
      const expected = [200, 201, 202, 204, 409]
      if (key.endsWith('/import')) expected.push(422)
      if (endpoint.upload === 'files') expected.push(415)
      expect(expected, `${key} ${answer.text.slice(0, 200)}`).toContain(answer.status)
    }
  })
})
