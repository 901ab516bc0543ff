import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { createWorker, enqueue } from '../jobs'
import { jobEntity } from '../jobs/entity'
import { createSmtpMailer, type Mailer } from '../mail'
import { alarmEntity } from '../merchants/entity'
import { type MailSink, startMailSink } from '../simulators/mail'
import { unconfiguredSms } from '../sms'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { messageIdOf } from './deliver-invoice'
import { deliveryEntity } from './entity'
import type { InvoiceReader } from './invoice-reader'
import { deliveryJobs } from './jobs'
import { planDelivery } from './plan-delivery'
import { sendAgain } from './send-again'
import { buildApplication, buildContent, OFD, PDF, plan, readerOf, XML } from './test-deliveries'

let sink: MailSink
beforeAll(async () => {
  sink = await startMailSink({ data: mkdtempSync(join(inject('tempFolder'), 'mail-')) })
})
afterAll(() => sink.close())

const HOUR = 3_600_000

describeOnDatabases('delivery by mail', (open) => {
  let ground: TestGround
  let mailer: Mailer
  beforeEach(async () => {
    ground = createTestGround(await open())
    mailer = createSmtpMailer({ url: sink.smtpUrl, from: '票码 <invoice@fp.example.test>' })
    sink.faults.set([])
    await sink.store.clear()
    await ground.db.manager.clear(jobEntity)
  })
  afterEach(() => mailer.close())

  const drain = (invoices: InvoiceReader = readerOf(buildContent())) =>
    createWorker(ground, deliveryJobs({ ground, mailer, sms: unconfiguredSms, invoices })).drain()
  const read = (id: string) => ground.db.manager.findOneByOrFail(deliveryEntity, { id })
  const alarmsOf = (targetId: string) => ground.db.manager.findBy(alarmEntity, { targetId })

  test('brings the originals byte for byte and tells the page', async () => {
    const application = await buildApplication(ground)
    const delivery = await plan(ground, application)
    let changes = 0
    ground.signals.on(`application:${application.id}`, () => changes++)
    await drain()

    expect(await read(delivery.id)).toMatchObject({ status: 'sent', attempts: 1, problem: null })
    expect(changes).toBeGreaterThanOrEqual(2)
    expect(await ground.db.manager.count(jobEntity)).toBe(0)
    const [summary] = sink.store.list()
    const mail = await sink.store.open(summary?.id ?? '')
    expect(mail.messageId).toBe(messageIdOf(delivery.id, ground.publicUrl))
    expect(mail.to).toEqual(['guest@example.com'])
    const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(mail.attachments.map(({ sha256 }) => sha256)).toEqual([PDF, OFD, XML].map(digest))
  })

  test('exists only if the transaction of its cause commits', async () => {
    const { id: applicationId, merchantId } = await buildApplication(ground)
    const undone = ground.db.transaction(async (tx) => {
      await planDelivery(ground, tx, { merchantId, applicationId, channel: 'email', target: 'a@example.com' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await drain()
    expect(sink.store.list()).toHaveLength(0)
    expect(await ground.db.manager.countBy(deliveryEntity, { applicationId })).toBe(0)
  })

  test('waits after a passing failure and sends under the same Message-ID', async () => {
    const delivery = await plan(ground, await buildApplication(ground))
    sink.faults.set([{ kind: 'drop_after', times: 1 }])
    await drain()
    expect(await read(delivery.id)).toMatchObject({ status: 'pending', attempts: 1 })
    await drain()
    expect((await read(delivery.id)).attempts).toBe(1)

    ground.clock.advance(40_000)
    await drain()
    expect(await read(delivery.id)).toMatchObject({ status: 'sent', attempts: 2, problem: null })
    // The server had taken the first one, too: twins by Message-ID, of which a mailbox shows one.
    const mails = sink.store.list()
    expect(mails).toHaveLength(2)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
  })

  test('gives up after about a day of passing failures, with an alarm', async () => {
    const delivery = await plan(ground, await buildApplication(ground))
    sink.faults.set([{ kind: 'defer' }])
    const begin = ground.clock.now()
    let hours = 0
    while ((await read(delivery.id)).status !== 'failed' && hours < 40) {
      await drain()
      ground.clock.advance(HOUR / 4)
      hours = (ground.clock.now() - begin) / HOUR
    }
    const failed = await read(delivery.id)
    expect(failed).toMatchObject({ status: 'failed', attempts: 11 })
    expect(failed.problem).toMatch(/^451 4\.7\.1/)
    expect(hours).toBeGreaterThan(18)
    expect(hours).toBeLessThan(32)
    expect(await alarmsOf(delivery.id)).toMatchObject([{ kind: 'delivery_failed', resolvedAt: null }])
    expect(await ground.db.manager.count(jobEntity)).toBe(0)
  })

  test('a refusal for good fails at once, alarms, and repeats no address', async () => {
    const mailerOf = (problem: string): Mailer => ({
      send: async () => ({ outcome: 'refused', problem }),
      close: () => {},
    })
    const application = await buildApplication(ground)
    const delivery = await plan(ground, application)
    const refusing = mailerOf('550 5.1.1 <guest@example.com>: no such user')
    await createWorker(
      ground,
      deliveryJobs({ ground, mailer: refusing, sms: unconfiguredSms, invoices: readerOf(buildContent()) }),
    ).drain()
    const failed = await read(delivery.id)
    expect(failed).toMatchObject({ status: 'failed', attempts: 1 })
    expect(failed.problem).toBe('550 5.1.1 <g***@example.com>: no such user')
    const [alarm] = await alarmsOf(delivery.id)
    expect(alarm?.text).not.toContain('guest@example.com')
    expect(ground.logLines.join('\n')).not.toContain('guest@example.com')
  })

  test('a failed one goes out again by hand, and its alarm is settled by that', async () => {
    const application = await buildApplication(ground)
    const delivery = await plan(ground, application)
    sink.faults.set([{ kind: 'refuse', times: 1 }])
    await drain()
    expect((await read(delivery.id)).status).toBe('failed')

    const again = await sendAgain(ground, application, 'guest@example.com')
    expect(again).toMatchObject({ id: delivery.id, status: 'pending', attempts: 0 })
    await drain()
    expect((await read(delivery.id)).status).toBe('sent')
    expect((await alarmsOf(delivery.id))[0]?.resolvedAt).toBe(ground.clock.now())
  })

  test('an application without a standing invoice fails visibly and mails nothing', async () => {
    const delivery = await plan(ground, await buildApplication(ground))
    await drain(readerOf(undefined))
    expect(await read(delivery.id)).toMatchObject({ status: 'failed' })
    expect(sink.store.list()).toHaveLength(0)
  })

  test('a file store that is away for a moment costs no try', async () => {
    const delivery = await plan(ground, await buildApplication(ground))
    let isAway = true
    const reader: InvoiceReader = {
      load: async () => {
        if (isAway) throw new Error('store away')
        return buildContent()
      },
    }
    await drain(reader)
    expect(await read(delivery.id)).toMatchObject({ status: 'pending', attempts: 0 })
    isAway = false
    ground.clock.advance(10_000)
    await drain(reader)
    expect(await read(delivery.id)).toMatchObject({ status: 'sent', attempts: 1 })
  })

  test('a delivery that is done is not done again by a job that comes late', async () => {
    const delivery = await plan(ground, await buildApplication(ground))
    await drain()
    await ground.db.transaction((tx) => enqueue(ground, tx, 'deliver', { deliveryId: delivery.id }))
    await drain()
    expect(sink.store.list()).toHaveLength(1)
  })
})

describe('Message-ID', () => {
  test.each([
    ['https://fp.example.cn', '<01A@fp.example.cn>'],
    ['http://localhost:3000', '<01A@localhost>'],
    ['http://[::1]:3000', '<01A@---1->'],
    ['https://票码.example.cn', '<01A@xn--g2xu0bo94b.example.cn>'],
  ])('at %s', (publicUrl, expected) => {
    expect(messageIdOf('01A', publicUrl)).toMatch(/^<01A@[A-Za-z0-9.-]+>$/)
    if (!publicUrl.includes('票码')) expect(messageIdOf('01A', publicUrl)).toBe(expected)
  })
})
