import { applicationInput } from '@piaoma/shared/contract'
import { expect, test } from 'vitest'
import { codeEntity, codeUseEntity } from '../codes/entity'
import { AppError } from '../http'
import { describeOnDatabases } from '../test/databases'
import { createTestGround } from '../test/ground'
import { applicationBody, buildOrderCode, buildShop } from '../test/shop'
import { applicationEntity } from './entity'
import { submitApplication } from './submit-application'

const parse = (body: unknown) => applicationInput.parse(body)
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

describeOnDatabases('submitApplication', (open) => {
  test('of 100 parallel applications on one order code exactly one wins, 50 rounds', {
    timeout: 240_000,
  }, async () => {
    const ground = createTestGround(await open())
    const shop = await buildShop(ground)
    for (let round = 0; round < 50; round++) {
      const code = await buildOrderCode(ground, shop)
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, (_, n) =>
          submitApplication(ground, parse(applicationBody([code.token])), `race-${round}-${n}-key`),
        ),
      )
      const refusals = results.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []))
      expect(refusals).toEqual(Array.from({ length: 99 }, () => 'code.spent'))
      const uses = await ground.db.manager.countBy(codeUseEntity, { codeId: code.id })
      expect(uses).toBe(1)
    }
    expect(await ground.db.manager.count(applicationEntity)).toBe(50)
  })

  test('twenty twins of one request with one key get one answer', async () => {
    const ground = createTestGround(await open())
    const code = await buildOrderCode(ground, await buildShop(ground))
    const request = parse(applicationBody([code.token]))
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => submitApplication(ground, request, 'one-and-the-same-key')),
    )
    expect(new Set(answers.map(({ answer }) => answer.token)).size).toBe(1)
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1)
    expect(
      await ground.db.manager.countBy(applicationEntity, {
        buyerName: request.buyer.name,
        merchantId: code.merchantId,
      }),
    ).toBe(1)
  })

  test('the same key with other content is refused', async () => {
    const ground = createTestGround(await open())
    const code = await buildOrderCode(ground, await buildShop(ground))
    await submitApplication(ground, parse(applicationBody([code.token])), 'reused-key-1')
    const other = submitApplication(
      ground,
      parse(applicationBody([code.token], { kind: 'special' })),
      'reused-key-1',
    )
    await expect(other).rejects.toMatchObject({ code: 'idempotency.key_reused' })
  })

  test('merging reserves all codes or none', async () => {
    const ground = createTestGround(await open())
    const shop = await buildShop(ground)
    const [a, b] = [
      await buildOrderCode(ground, shop),
      await buildOrderCode(ground, shop, { storeId: shop.storeIds[1] }),
    ]
    await submitApplication(ground, parse(applicationBody([b.token])), 'takes-b-first')
    const merged = submitApplication(ground, parse(applicationBody([a.token, b.token])), 'wants-both-1')
    await expect(merged).rejects.toMatchObject({ code: 'code.spent' })
    expect((await ground.db.manager.findOneByOrFail(codeEntity, { id: a.id })).status).toBe('active')
    const alone = await submitApplication(ground, parse(applicationBody([a.token])), 'takes-a-then')
    expect(alone.answer.status).toBe('submitted')
  })

  test('two merges of the same codes in opposite order: one wins, nobody hangs', async () => {
    const ground = createTestGround(await open())
    const shop = await buildShop(ground)
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await buildOrderCode(ground, shop), await buildOrderCode(ground, shop)]
      const results = await Promise.allSettled([
        submitApplication(ground, parse(applicationBody([a.token, b.token])), `merge-ab-${round}`),
        submitApplication(ground, parse(applicationBody([b.token, a.token])), `merge-ba-${round}`),
      ])
      expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    }
  })

  test('codes of different sellers do not merge, and a code counts once', async () => {
    const ground = createTestGround(await open())
    const [a, b] = [
      await buildOrderCode(ground, await buildShop(ground)),
      await buildOrderCode(ground, await buildShop(ground)),
    ]
    await expect(
      submitApplication(ground, parse(applicationBody([a.token, b.token])), 'other-sellers'),
    ).rejects.toMatchObject({
      code: 'code.not_mergeable',
    })
    await expect(
      submitApplication(ground, parse(applicationBody([a.token, a.token])), 'twice-the-same'),
    ).rejects.toMatchObject({
      code: 'request.invalid',
      fields: [{ path: 'codes.1', code: 'code.repeated' }],
    })
  })

  test('an order code that expires meanwhile, is unpaid or not yet valid is refused by its own word', async () => {
    const ground = createTestGround(await open())
    const shop = await buildShop(ground)
    const now = ground.clock.now()
    const submit = (token: string) =>
      submitApplication(ground, parse(applicationBody([token])), `key-of-${token}`)
    const expiring = await buildOrderCode(ground, shop, { validUntil: now + 1000 })
    const unpaid = await buildOrderCode(ground, shop, { isPaid: false })
    const early = await buildOrderCode(ground, shop, { validFrom: now + 60_000, validUntil: now + 120_000 })
    ground.clock.advance(1001)
    await expect(submit(expiring.token)).rejects.toMatchObject({ code: 'code.expired' })
    await expect(submit(unpaid.token)).rejects.toMatchObject({ code: 'code.unpaid' })
    await expect(submit(early.token)).rejects.toMatchObject({ code: 'code.not_started' })
  })

  test('an order over the merchant’s limit waits for review', async () => {
    const ground = createTestGround(await open())
    const shop = await buildShop(ground, { reviewAboveFen: 12_799 })
    const code = await buildOrderCode(ground, shop)
    const { answer } = await submitApplication(ground, parse(applicationBody([code.token])), 'over-the-limit')
    expect(answer.status).toBe('reviewing')
  })
})
