import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Received, type Receiver, startReceiver } from '../delivery/webhooks/test-receiver'
import { describeOnDatabases } from '../test/databases'
import { outcome } from '../test/outcome'
import { http } from './http-client'
import { eventually } from './programs'
import {
  apply,
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
} from './service-scene'

/** As the Standard Webhooks specification says, written apart from the code that signs. */
function isGenuine({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

describeOnDatabases('a merchant’s own system', (open) => {
  let service: TestService
  let receiver: Receiver
  let shop: TestShop
  beforeAll(async () => {
    service = await startTestService(open)
    receiver = await startReceiver()
    shop = await openShop(service)
  })
  afterAll(async () => {
    await service.close()
    await receiver.close()
  })

  const listen = (path: string) =>
    shop.owner('POST /api/v1/merchant/webhooks', { body: { url: receiver.url + path } })
  const heardAt = (path: string) => receiver.received.filter((each) => each.path === path)
  const read = ({ body }: Received) => JSON.parse(body) as { type: string; data: Record<string, unknown> }

  test('hears each event once, signed, with figures and without personal data', async () => {
    const { secret } = await listen('/first')
    const application = await apply(service, [(await makeOrderCode(shop)).code], {
      email: 'planted@example.test',
      mobile: '13800138000',
    })
    const done = await until(service, application.token, ({ status }) => status === 'issued')
    const heard = await eventually('two events', async () => {
      const all = heardAt('/first')
      return all.length >= 2 && all
    })
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(heardAt('/first')).toHaveLength(2)
    expect(heard.map((each) => read(each).type).sort()).toEqual(['application.submitted', 'invoice.issued'])
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
    for (const each of heard) {
      expect(isGenuine(each, secret)).toBe(true)
      expect(isGenuine({ ...each, body: `${each.body} ` }, secret)).toBe(false)
      expect(each.body).not.toMatch(/planted@|13800138000|91310115MA/)
    }
    const issued = heard.map(read).find(({ type }) => type === 'invoice.issued')
    expect(issued?.data).toMatchObject({
      applicationId: application.id,
      number: done.invoices[0]?.number,
      totalFen: 12_800,
      taxFen: 725,
    })
  })

  test('hears of rejections and refusals', async () => {
    await listen('/second')
    const { code } = await makeProductCode(shop)
    const rejected = await apply(service, [code], { amountFen: 100 })
    await shop.owner('POST /api/v1/merchant/applications/:id/reject', {
      params: { id: rejected.id },
      body: { version: 1, reason: '信息不全' },
    })
    await service.bureau.control.addFault({ kind: 'refused', code: 'E9131', taxNum: shop.taxNum, times: 1 })
    const refused = await apply(service, [(await makeOrderCode(shop)).code])
    await until(service, refused.token, ({ status }) => status === 'refused')
    const told = await eventually('four events', async () => {
      const all = heardAt('/second').map(read)
      return all.length >= 4 && all.map(({ type, data }) => `${type} ${data.applicationId}`)
    })
    expect(told.sort()).toEqual(
      [
        `application.submitted ${rejected.id}`,
        `application.rejected ${rejected.id}`,
        `application.submitted ${refused.id}`,
        `application.refused ${refused.id}`,
      ].sort(),
    )
  })

  test('is asked again after a failure under the same id; the log shows it and a person may replay', async () => {
    const { id } = await listen('/third')
    receiver.answer = (response, request) =>
      response.writeHead(request.path === '/third' && heardAt('/third').length === 1 ? 500 : 204).end()
    await apply(service, [(await makeOrderCode(shop)).code])
    const log = async () => {
      const { items } = await shop.owner('GET /api/v1/merchant/webhook-messages', { query: { limit: 100 } })
      return items.filter(({ endpointId }) => endpointId === id)
    }
    const failed = await eventually('a failed attempt in the log', async () =>
      (await log()).find(({ attempts }) => attempts.some(({ httpStatus }) => httpStatus === 500)),
    )
    const replayed = await shop.owner('POST /api/v1/merchant/webhook-messages/:id/replay', {
      params: { id: failed.id },
    })
    expect(replayed.status).toBe('pending')
    await eventually('the replay', async () =>
      (await log()).find((each) => each.id === failed.id && each.status === 'sent'),
    )
    const ids = heardAt('/third').map(({ headers }) => headers['webhook-id'])
    expect(ids.filter((each) => each === failed.id).length).toBeGreaterThanOrEqual(2)
  })

  test('removed hears nothing more, and its secret is never shown again', async () => {
    const { id, secret } = await listen('/fourth')
    await shop.owner('DELETE /api/v1/merchant/webhooks/:id', { params: { id } })
    const { token } = await apply(service, [(await makeOrderCode(shop)).code])
    await until(service, token, ({ status }) => status === 'issued')
    expect(heardAt('/fourth')).toEqual([])
    const list = await http(service.url, '/api/v1/merchant/webhooks', { token: shop.ownerToken })
    expect(list.text).not.toContain(secret)
    expect(await outcome(shop.owner('DELETE /api/v1/merchant/webhooks/:id', { params: { id } }))).toBe(
      'resource.not_found',
    )
  })
})
