import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { readConfig } from '../config'
import { type Database, migrate } from '../db'
import { jobEntity } from '../jobs/entity'
import { type MailSink, startMailSink } from '../simulators/mail'
import type { RunningSms } from '../simulators/sms'
import { bundleProgram } from '../test/bundle-program'
import { describeOnDatabases } from '../test/databases'
import { createTestClock, createTestGround, type TestGround } from '../test/ground'
import { smsEnv, startTestSms } from '../test/sms'
import { messageIdOf } from './deliver-invoice'
import { deliveryEntity, webhookMessageEntity } from './entity'
import { planSms } from './plan-delivery'
import { buildApplication, plan } from './test-deliveries'
import { addWebhook } from './webhooks/manage-webhooks'
import { publishEvent } from './webhooks/publish-event'
import { type Receiver, startReceiver } from './webhooks/test-receiver'

let script: string
let sink: MailSink
let receiver: Receiver
let sms: RunningSms
beforeAll(async () => {
  script = await bundleProgram(fileURLToPath(new URL('./crash-fixture.ts', import.meta.url)))
  sink = await startMailSink({ data: mkdtempSync(join(inject('tempFolder'), 'mail-')) })
  receiver = await startReceiver()
  sms = await startTestSms()
})
afterAll(async () => {
  rmSync(script, { force: true })
  await sink.close()
  await receiver.close()
  await sms.close()
})

const MINUTE = 60_000

describeOnDatabases('a worker killed while it delivers', (open) => {
  let ground: TestGround
  let database: string
  let db: Database
  beforeAll(async () => {
    database = await open.emptyUrl()
    db = await open.openUrl(database)
    await migrate(db)
  })
  beforeEach(async () => {
    ground = createTestGround(db, {
      clock: createTestClock(Date.now()),
      publicUrl: 'https://fp.example.test',
      env: { WEBHOOK_PRIVATE_HOSTS: 'on' },
    })
    await sink.store.clear()
    receiver.received.length = 0
  })

  /** Answers the signal or exit code that ended the process. */
  const work = (crashAt: string, aheadMs = 0): Promise<NodeJS.Signals | number | null> =>
    new Promise((resolve) => {
      const env = {
        ...process.env,
        DATABASE: database,
        SMTP: sink.smtpUrl,
        SMS: sms.url,
        KEY: '5e'.repeat(32),
        CLOCK_AHEAD_MS: String(aheadMs),
        PIAOMA_CRASH_AT: crashAt,
      }
      spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] }).once(
        'exit',
        (code, signal) => resolve(signal ?? code),
      )
    })

  test.each([
    ['delivery.before-send', 0, 1],
    ['delivery.after-send', 1, 2],
  ])('at %s: the mail goes out again under the same Message-ID', async (point, before, after) => {
    const delivery = await plan(ground, await buildApplication(ground))
    expect(await work(point)).toBe('SIGKILL')
    expect(sink.store.list()).toHaveLength(before)
    const half = await db.manager.findOneByOrFail(deliveryEntity, { id: delivery.id })
    expect(half).toMatchObject({ status: 'sending', attempts: 1 })

    expect(await work('', MINUTE)).toBe(0)
    const mails = sink.store.list()
    expect(mails).toHaveLength(after)
    expect(new Set(mails.map(({ messageId }) => messageId))).toEqual(
      new Set([messageIdOf(delivery.id, ground.publicUrl)]),
    )
    const done = await db.manager.findOneByOrFail(deliveryEntity, { id: delivery.id })
    expect(done).toMatchObject({ status: 'sent', attempts: 2 })
    expect(await db.manager.count(jobEntity)).toBe(0)
  })

  test.each([
    ['delivery.before-sms', 0],
    ['delivery.after-sms', 1],
  ])('at %s: no SMS goes out twice, and a person is told that nobody knows', async (point, sent) => {
    const before = sms.messages.length
    const on = { ...ground, config: readConfig(smsEnv(sms.url)) }
    const application = await buildApplication(ground, {
      mobile: `1380013${Date.now() % 10_000}`.padEnd(11, '0'),
    })
    await db.transaction((tx) => planSms(on, tx, application))
    expect(await work(point)).toBe('SIGKILL')
    expect(await work('', MINUTE)).toBe(0)
    expect(sms.messages).toHaveLength(before + sent)
    const [row] = await db.manager.findBy(deliveryEntity, { applicationId: application.id })
    expect(row).toMatchObject({ status: 'failed', attempts: 1 })
    expect(await db.manager.count(jobEntity)).toBe(0)
  })

  test('at webhook.after-send: the message goes out again under the same id', async () => {
    const merchantId = ground.ids.ulid()
    await addWebhook(ground, { merchantId, actor: 'system' }, receiver.url)
    await db.transaction((tx) =>
      publishEvent(ground, tx, { merchantId, event: 'invoice.issued', data: { number: '1' } }),
    )
    expect(await work('webhook.after-send')).toBe('SIGKILL')
    expect(await work('', MINUTE)).toBe(0)
    const [message, ...more] = await db.manager.findBy(webhookMessageEntity, { merchantId })
    expect(more).toEqual([])
    expect(message?.status).toBe('sent')
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([message?.id, message?.id])
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    expect(await db.manager.count(jobEntity)).toBe(0)
  })
})
