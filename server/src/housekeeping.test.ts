import { expect, test } from 'vitest'
import { sweep } from './housekeeping'
import { idempotencyEntity } from './http/entity'
import { sessionEntity } from './merchants'
import { describeOnDatabases } from './test/databases'
import { createTestGround } from './test/ground'

describeOnDatabases('housekeeping', (open) => {
  test('removes answers after 30 days and sessions that have ended, nothing younger', async () => {
    const ground = createTestGround(await open())
    const { manager } = ground.db
    const now = ground.clock.now()
    const day = 86_400_000
    for (const [id, age] of [
      ['old', 31],
      ['young', 29],
    ] as const) {
      const createdAt = now - age * day
      await manager.insert(idempotencyEntity, {
        id,
        requestHash: 'h',
        httpStatus: 201,
        answer: {},
        createdAt,
      })
    }
    for (const [tokenHash, expiresAt] of [
      ['ended', now - 1],
      ['open', now + 1],
    ] as const) {
      const session = { kind: 'session' as const, userId: 'u', merchantId: 'm', createdAt: now }
      await manager.insert(sessionEntity, { ...session, tokenHash, expiresAt })
    }
    await sweep(ground)
    expect((await manager.find(idempotencyEntity)).map((row) => row.id)).toEqual(['young'])
    expect((await manager.find(sessionEntity)).map((row) => row.tokenHash)).toEqual(['open'])
  })
})
