import { expect, test } from 'vitest'
import { sweep } from './housekeeping'
import { idempotencyEntity } from './http/entity'
import { sessionEntity } from './merchants'
import { wechatTicketEntity, wechatTitleEntity } from './merchants/wechat/entity'
import { describeOnDatabases } from './test/databases'
import { createTestGround } from './test/ground'

describeOnDatabases('housekeeping', (open) => {
  test('removes answers after 30 days, picked titles after one, sessions and tickets that have ended', async () => {
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
      const ticket = { kind: 'guest' as const, identityId: 'i', createdAt: now }
      await manager.insert(wechatTicketEntity, { ...ticket, tokenHash, expiresAt })
    }
    for (const [ticket, createdAt] of [
      ['old', now - day - 1],
      ['young', now - day + 1],
    ] as const) {
      await manager.insert(wechatTitleEntity, { ticket, merchantId: 'm', title: null, createdAt })
    }
    await sweep(ground)
    expect((await manager.find(idempotencyEntity)).map((row) => row.id)).toEqual(['young'])
    expect((await manager.find(sessionEntity)).map((row) => row.tokenHash)).toEqual(['open'])
    expect((await manager.find(wechatTicketEntity)).map((row) => row.tokenHash)).toEqual(['open'])
    expect((await manager.find(wechatTitleEntity)).map((row) => row.ticket)).toEqual(['young'])
  })
})
