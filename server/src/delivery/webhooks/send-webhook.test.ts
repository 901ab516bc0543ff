import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorker } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { unconfiguredMailer } from '../../mail'
import { alarmEntity } from '../../merchants/entity'
import { unconfiguredSms } from '../../sms'
import { describeOnDatabases } from '../../test/databases'
import { createTestGround, type TestGround } from '../../test/ground'
import { webhookEndpointEntity, webhookMessageEntity } from '../entity'
import { deliveryJobs } from '../jobs'
import { readerOf } from '../test-deliveries'
import { addWebhook, removeWebhook, replayWebhook } from './manage-webhooks'
import { publishEvent } from './publish-event'
import { PAUSES_MS } from './send-webhook'
import { type Receiver, startReceiver } from './test-receiver'

const HOUR = 3_600_000

describeOnDatabases('webhooks', (open) => {
  let ground: TestGround
  let receiver: Receiver
  let acting: { merchantId: string; actor: string }
  beforeEach(async () => {
    ground = createTestGround(await open(), { env: { WEBHOOK_PRIVATE_HOSTS: 'on' } })
    acting = { merchantId: ground.ids.ulid(), actor: 'user:1' }
    receiver = await startReceiver()
    await ground.db.manager.clear(jobEntity)
  })
  afterEach(() => receiver.close())

  const drain = (on = ground) =>
    createWorker(
      on,
      deliveryJobs({
        ground: on,
        mailer: unconfiguredMailer,
        sms: unconfiguredSms,
        invoices: readerOf(undefined),
        post: { timeoutMs: 500 },
      }),
    ).drain()
  const publish = (data: Record<string, unknown> = { number: '25332000000012345678' }) =>
    ground.db.transaction((tx) =>
      publishEvent(ground, tx, { merchantId: acting.merchantId, event: 'invoice.issued', data }),
    )
  const messages = () =>
    ground.db.manager.find(webhookMessageEntity, {
      where: { merchantId: acting.merchantId },
      order: { id: 'ASC' },
    })
  const only = async () => {
    const [message, ...more] = await messages()
    if (!message || more.length > 0) throw new Error('expected exactly one message')
    return message
  }

  test('an event reaches every endpoint of its merchant, signed so that the merchant can check it', async () => {
    const { secret, endpoint } = await addWebhook(ground, acting, `${receiver.url}/a`)
    await addWebhook(ground, acting, `${receiver.url}/b`)
    await addWebhook(ground, { ...acting, merchantId: ground.ids.ulid() }, `${receiver.url}/stranger`)
    expect(endpoint.secret).not.toContain(secret.slice(6))
    await publish({ number: '25332000000012345678', buyerName: '杭州“测试”' })
    await drain()

    expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/a', '/b'])
    const got = receiver.received.find(({ path }) => path === '/a')
    const {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    } = got?.headers ?? {}
    expect(Number(timestamp)).toBe(Math.floor(ground.clock.now() / 1000))
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    expect(key).toHaveLength(32)
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${got?.body}`).digest('base64')
    expect(signature).toBe(`v1,${expected}`)
    expect(JSON.parse(got?.body ?? '')).toEqual({
      type: 'invoice.issued',
      timestamp: new Date(ground.clock.now()).toISOString(),
      data: { number: '25332000000012345678', buyerName: '杭州“测试”' },
    })
    const sent = await messages()
    expect(sent.map(({ status, nextAttemptAt }) => ({ status, nextAttemptAt }))).toEqual([
      { status: 'sent', nextAttemptAt: null },
      { status: 'sent', nextAttemptAt: null },
    ])
    expect(sent[0]?.attempts).toEqual([{ at: ground.clock.now(), httpStatus: 204 }])
    expect(await ground.db.manager.count(jobEntity)).toBe(0)
  })

  test('an event of a transaction that is undone is never told; without endpoints nothing is written', async () => {
    await publish()
    expect(await messages()).toEqual([])
    await addWebhook(ground, acting, receiver.url)
    const undone = ground.db.transaction(async (tx) => {
      await publishEvent(ground, tx, { merchantId: acting.merchantId, event: 'invoice.issued', data: {} })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await drain()
    expect(receiver.received).toEqual([])
  })

  test('is tried eleven times over three days, always with the same id and body, then alarms', async () => {
    const { endpoint } = await addWebhook(ground, acting, receiver.url)
    receiver.answer = (response) => response.writeHead(500).end()
    await publish()
    const begin = ground.clock.now()
    for (let tries = 1; tries <= 20; tries++) {
      await drain()
      const { status, nextAttemptAt, attempts } = await only()
      expect(attempts).toHaveLength(tries)
      if (status === 'failed') break
      const pause = PAUSES_MS[tries - 1] ?? 0
      const wait = (nextAttemptAt ?? 0) - ground.clock.now()
      expect(wait).toBeGreaterThanOrEqual(pause * 0.8)
      expect(wait).toBeLessThanOrEqual(pause * 1.2)
      // Nothing happens before its time.
      ground.clock.advance(wait - 1)
      await drain()
      expect(receiver.received).toHaveLength(tries)
      ground.clock.advance(1)
    }
    const message = await only()
    expect(message).toMatchObject({ status: 'failed', nextAttemptAt: null })
    expect(message.attempts).toHaveLength(11)
    expect(message.attempts.every(({ httpStatus }) => httpStatus === 500)).toBe(true)
    const hours = (ground.clock.now() - begin) / HOUR
    expect(hours).toBeGreaterThan(60)
    expect(hours).toBeLessThan(92)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(11)
    const alarms = await ground.db.manager.findBy(alarmEntity, { targetId: endpoint.id })
    expect(alarms).toMatchObject([{ kind: 'webhook_failed', resolvedAt: null }])
    expect(await ground.db.manager.count(jobEntity)).toBe(0)
  })

  test('a replay by hand sends it again under the same id, whatever became of it', async () => {
    await addWebhook(ground, acting, receiver.url)
    await publish()
    await drain()
    const first = await only()
    await replayWebhook(ground, acting, first.id)
    expect(await only()).toMatchObject({ status: 'pending' })
    ground.clock.advance(60_000)
    await drain()
    expect(receiver.received).toHaveLength(2)
    expect(receiver.received[1]?.headers['webhook-id']).toBe(first.id)
    expect(receiver.received[1]?.headers['webhook-timestamp']).not.toBe(
      receiver.received[0]?.headers['webhook-timestamp'],
    )
    const replayed = await only()
    expect(replayed.status).toBe('sent')
    expect(replayed.attempts).toHaveLength(2)
  })

  test('a replay while the next try is far away sends once, and the old job ends quietly', async () => {
    await addWebhook(ground, acting, receiver.url)
    receiver.answer = (response) => response.writeHead(500).end()
    await publish()
    await drain()
    receiver.answer = (response) => response.writeHead(200).end()
    await replayWebhook(ground, acting, (await only()).id)
    await drain()
    expect(receiver.received).toHaveLength(2)
    ground.clock.advance(4 * HOUR)
    await drain()
    expect(receiver.received).toHaveLength(2)
    expect(await ground.db.manager.count(jobEntity)).toBe(0)
  })

  test('a replay during a failing try is not forgotten', async () => {
    await addWebhook(ground, acting, receiver.url)
    await publish()
    const { id } = await only()
    receiver.answer = (response) => {
      receiver.answer = (next) => next.writeHead(200).end()
      replayWebhook(ground, acting, id).then(() => response.writeHead(500).end())
    }
    await drain()
    const message = await only()
    expect(message.status).toBe('sent')
    expect(message.attempts.map(({ httpStatus }) => httpStatus).sort()).toEqual([200, 500])
  })

  test('ten workers that hold a job for the same message send it once', async () => {
    await addWebhook(ground, acting, receiver.url)
    await publish()
    const { id } = await only()
    receiver.answer = (response) => setTimeout(() => response.writeHead(200).end(), 50)
    await ground.db.transaction(async (tx) => {
      const [job] = await tx.manager.find(jobEntity)
      for (let n = 0; job && n < 9; n++) await tx.manager.insert(jobEntity, { ...job, id: ground.ids.ulid() })
    })
    await Promise.all([drain(), drain()])
    expect(receiver.received).toHaveLength(1)
    expect((await only()).id).toBe(id)
  })

  test('a removed endpoint hears nothing more and its secret is gone', async () => {
    const { endpoint } = await addWebhook(ground, acting, receiver.url)
    await publish()
    await removeWebhook(ground, acting, endpoint.id)
    await drain()
    expect(receiver.received).toEqual([])
    expect(await only()).toMatchObject({ status: 'failed', nextAttemptAt: null })
    const row = await ground.db.manager.findOneByOrFail(webhookEndpointEntity, { id: endpoint.id })
    expect(row).toMatchObject({ isActive: false, secret: '' })
    expect(await ground.db.manager.countBy(alarmEntity, { targetId: endpoint.id })).toBe(0)
    await publish()
    expect(await messages()).toHaveLength(1)
  })

  test('private addresses are refused unless the setting allows them', async () => {
    await addWebhook(ground, acting, receiver.url)
    await publish()
    const strict = { ...ground, config: { ...ground.config, WEBHOOK_PRIVATE_HOSTS: false } }
    await drain(strict)
    expect(receiver.received).toEqual([])
    expect((await only()).attempts[0]?.problem).toBe('not a public address')
    await expect(addWebhook(strict, acting, 'http://169.254.169.254/')).rejects.toMatchObject({
      code: 'request.invalid',
    })
  })
})
