import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../http'
import { auditEntity } from '../merchants/entity'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { deliveryEntity } from './entity'
import { sendAgain } from './send-again'
import { buildApplication, plan } from './test-deliveries'

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

describeOnDatabases('sending again', (open) => {
  let ground: TestGround
  beforeEach(async () => {
    ground = createTestGround(await open())
  })

  test('plans another delivery and writes down who asked', async () => {
    const application = await buildApplication(ground)
    const row = await sendAgain(ground, application, 'other@example.com', { actor: 'user:1' })
    expect(row).toMatchObject({ target: 'other@example.com', status: 'pending', channel: 'email' })
    const audits = await ground.db.manager.findBy(auditEntity, { targetId: application.id })
    expect(audits).toMatchObject([{ actor: 'user:1', action: 'delivery.send_again' }])
    expect(JSON.stringify(audits)).not.toContain('other@example.com')
  })

  test('answers the one that is on its way instead of a second one', async () => {
    const application = await buildApplication(ground)
    const first = await plan(ground, application)
    const again = await sendAgain(ground, application, 'guest@example.com')
    expect(again.id).toBe(first.id)
    expect(await ground.db.manager.countBy(deliveryEntity, { applicationId: application.id })).toBe(1)
  })

  test('refuses before anything is issued', async () => {
    const application = await buildApplication(ground, { status: 'issuing' })
    expect(await codeOf(sendAgain(ground, application, 'a@example.com'))).toBe('resource.conflict')
  })

  test('at most so many in 24 hours, also when all ask at once', async () => {
    const application = await buildApplication(ground)
    const asked = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        codeOf(sendAgain(ground, application, `a${n}@example.com`, { dailyLimit: 5 })),
      ),
    )
    expect(asked.filter((code) => code === 'ok')).toHaveLength(5)
    expect(asked.filter((code) => code === 'delivery.too_many')).toHaveLength(7)
    const other = await buildApplication(ground)
    expect(await codeOf(sendAgain(ground, other, 'a@example.com', { dailyLimit: 5 }))).toBe('ok')
    ground.clock.advance(24 * 3_600_000 + 1)
    expect(await codeOf(sendAgain(ground, application, 'a@example.com', { dailyLimit: 5 }))).toBe('ok')
  })

  test('a double click on one address makes one delivery', async () => {
    const application = await buildApplication(ground)
    const rows = await Promise.all(
      Array.from({ length: 8 }, () => sendAgain(ground, application, 'b@example.com')),
    )
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1)
  })
})
