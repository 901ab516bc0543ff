import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorker } from '../jobs'
import { jobEntity } from '../jobs/entity'
import { unconfiguredMailer } from '../mail'
import { alarmEntity } from '../merchants/entity'
import type { RunningSms } from '../simulators/sms'
import { createSms } from '../sms'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { smsEnv, startTestSms } from '../test/sms'
import { deliveryEntity } from './entity'
import { deliveryJobs } from './jobs'
import { planSms } from './plan-delivery'
import { buildApplication, buildContent, readerOf } from './test-deliveries'

const MOBILE = '13800138009'

describeOnDatabases('delivery by SMS', (open) => {
  let sms: RunningSms
  let ground: TestGround
  beforeAll(async () => {
    sms = await startTestSms(() => ground.clock.now())
  })
  afterAll(() => sms.close())
  beforeEach(async () => {
    ground = createTestGround(await open(), { env: { ...smsEnv(sms.url), CHANNEL_TIMEOUT_MS: '300' } })
    await ground.db.manager.clear(jobEntity)
    // Yesterday's messages count against no limit.
    ground.clock.advance(86_400_000 * (1 + sms.messages.length))
  })
  const drain = () => {
    const sender = createSms(ground.config, ground.clock.now)
    const invoices = readerOf(buildContent())
    const deps = { ground, mailer: unconfiguredMailer, sms: sender, invoices }
    return createWorker(ground, deliveryJobs(deps)).drain()
  }
  async function planned() {
    const application = await buildApplication(ground, { email: null, mobile: MOBILE })
    const plan = () => ground.db.transaction((tx) => planSms(ground, tx, application))
    await plan()
    await plan()
    const rows = await ground.db.manager.findBy(deliveryEntity, { applicationId: application.id })
    expect(rows).toHaveLength(1)
    return rows[0]?.id ?? ''
  }
  const read = (id: string) => ground.db.manager.findOneByOrFail(deliveryEntity, { id })

  test('tells once where the invoice is', async () => {
    const before = sms.messages.length
    const id = await planned()
    await drain()
    expect(await read(id)).toMatchObject({ channel: 'sms', status: 'sent', target: MOBILE })
    expect(sms.messages).toHaveLength(before + 1)
    expect(sms.messages.at(-1)).toMatchObject({ mobile: MOBILE, context: id })
    expect(sms.messages.at(-1)?.text).toContain('1285.00元')
  })

  test('what may have gone out is never sent again, under no id; a person is told, without the number', async () => {
    const before = sms.messages.length
    const id = await planned()
    sms.fail('silence_after')
    await drain()
    ground.clock.advance(86_400_000)
    await drain()
    expect(await read(id)).toMatchObject({ status: 'failed', attempts: 1 })
    expect(sms.messages).toHaveLength(before + 1)
    const [alarm] = await ground.db.manager.findBy(alarmEntity, { targetId: id })
    expect(alarm).toMatchObject({ kind: 'delivery_failed', text: expect.stringContaining('nobody knows') })
    expect(alarm?.text).not.toContain(MOBILE)
  })

  test('what was not taken waits and goes out', async () => {
    const id = await planned()
    sms.fail('busy')
    await drain()
    expect(await read(id)).toMatchObject({ status: 'pending', problem: 'RequestLimitExceeded' })
    ground.clock.advance(60_000)
    await drain()
    expect(await read(id)).toMatchObject({ status: 'sent', attempts: 2 })
  })

  test('without a number or without templates nothing is planned', async () => {
    const plan = async (mobile: string | null, on: TestGround) => {
      const application = await buildApplication(ground, { mobile })
      await on.db.transaction((tx) => planSms(on, tx, application))
      return on.db.manager.countBy(deliveryEntity, { applicationId: application.id })
    }
    expect(await plan(null, ground)).toBe(0)
    expect(await plan(MOBILE, createTestGround(await open()))).toBe(0)
  })
})
