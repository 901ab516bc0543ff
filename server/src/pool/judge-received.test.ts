import { DEFAULT_RULES, RULES, type RuleSettings } from '@piaoma/shared/received-rules'
import { beforeEach, expect, test } from 'vitest'
import { RECEIVED_CHANGED_JOB } from '../capture/pool-row'
import { createWorker, enqueue, type Worker } from '../jobs'
import { jobEntity } from '../jobs/entity'
import { auditEntity } from '../merchants/entity'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { buildReceived, type NewReceived, nextNumber, PRINTED, received } from '../test/received'
import { saveAccount } from '../verification/account'
import { ASK_JOB } from '../verification/request-verification'
import { changeBooking, changeUse } from './change-standing'
import { poolJobs } from './judge-received'
import { loadRules, saveRules } from './rule-settings'
import { viewStanding } from './view-standing'

const OURS = { name: PRINTED.buyerName, taxpayerId: PRINTED.buyerTaxpayerId }

describeOnDatabases('rules, use and booking of received invoices', (open) => {
  let ground: TestGround
  let worker: Worker
  let merchantId: string
  let personId: string
  const acting = () => ({ merchantId, actor: `user:${personId}` })

  beforeEach(async () => {
    ground = createTestGround(await open())
    await ground.db.manager.clear(jobEntity)
    ;({ merchantId } = await buildMerchant(ground))
    personId = (await buildPerson(ground, merchantId, 'finance')).userId
    worker = createWorker(ground, poolJobs(ground))
  })

  const rules = (change: Partial<RuleSettings> = {}): RuleSettings => ({
    ...DEFAULT_RULES,
    titles: [OURS],
    ...change,
  })
  const build = (given: Partial<NewReceived> = {}) =>
    buildReceived(ground, merchantId, { personId, ...given })
  const changed = async (id: string) => {
    await ground.db.transaction((tx) => enqueue(ground, tx, RECEIVED_CHANGED_JOB, { merchantId, id }))
    await worker.drain()
    return received(ground, id)
  }
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (error: { code?: string }) => error.code ?? String(error),
    )

  test('without settings the sellers of the merchant are the titles', async () => {
    const { titles, levels } = await loadRules(ground.db.manager, merchantId)
    expect(titles).toHaveLength(1)
    expect(Object.keys(levels)).toEqual([...RULES])
    const row = await changed((await build()).id)
    expect(row.ruleHits.map(({ rule }) => rule)).toEqual(['buyer_title', 'buyer_taxpayer_id', 'not_verified'])
    expect(row.isBlocked).toBe(true)
  })

  test('new rules judge every invoice that is not booked anew, and say why in both languages', async () => {
    const { id } = await build()
    await changed(id)
    await saveRules(ground, acting(), rules())
    await worker.drain()
    expect(await received(ground, id)).toMatchObject({
      isBlocked: false,
      ruleHits: [{ rule: 'not_verified' }],
    })
    await saveRules(ground, acting(), rules({ blacklist: [PRINTED.sellerName] }))
    await worker.drain()
    const row = await received(ground, id)
    expect(row.isBlocked).toBe(true)
    const finance = { role: 'finance' as const }
    const [zh, en] = await Promise.all([
      viewStanding(ground, finance, row, 'zh-CN'),
      viewStanding(ground, finance, row, 'en'),
    ])
    expect(zh.rules[0]).toMatchObject({ rule: 'seller_blacklist', level: 'block' })
    expect(zh.rules[0]?.text).toContain(PRINTED.sellerName)
    expect(en.rules[0]?.text).toMatch(/not accepted/)
  })

  test('an invoice beside another one is told on both', async () => {
    await saveRules(ground, acting(), rules())
    const number = nextNumber()
    const first = await build({ values: { number } })
    await changed(first.id)
    const next = await build({ values: { number: String(BigInt(number) + BigInt(1)) } })
    await changed(next.id)
    for (const id of [first.id, next.id]) {
      expect((await received(ground, id)).ruleHits.map(({ rule }) => rule)).toContain('consecutive')
    }
  })

  test('what comes in complete is verified by itself; what is doubtful waits for a person', async () => {
    const account = { provider: 'bureau' as const, url: 'http://127.0.0.1:9', appKey: 'k', appSecret: 's' }
    await saveAccount(ground, acting(), account)
    const good = await changed((await build()).id)
    const doubtful = await changed((await build({ reading: { doubtful: ['number'] } })).id)
    const taxi = await changed((await build({ kind: 'taxi' })).id)
    expect([good, doubtful, taxi].map((row) => row.verificationStatus)).toEqual([
      'asking',
      'unverified',
      'not_possible',
    ])
    const asked = await ground.db.manager.findBy(jobEntity, { kind: ASK_JOB })
    expect(asked.map(({ payload }) => [payload.id, payload.reason])).toEqual([[good.id, 'first']])
  })

  test('use goes its allowed ways only, by its version, and who did it is written down', async () => {
    const { id } = await build({ kind: 'digital_special' })
    const use = async (action: Parameters<typeof changeUse>[3]['action'], version?: number) => {
      const row = await received(ground, id)
      return code(changeUse(ground, acting(), row, { version: version ?? row.version, action }))
    }
    expect(await use('deduct')).toBe('ok')
    expect(await use('refund')).toBe('resource.conflict')
    expect(await use('setAside', 1)).toBe('resource.conflict')
    expect(await use('clear')).toBe('ok')
    expect(await use('refund')).toBe('ok')
    expect(await use('clear')).toBe('resource.conflict')
    expect((await received(ground, id)).useStatus).toBe('refunded')
    const audits = await ground.db.manager.find(auditEntity, {
      where: { targetId: id },
      order: { id: 'ASC' },
    })
    expect(audits.map(({ action, actor }) => [action, actor])).toEqual(
      ['deduct', 'clear', 'refund'].map((action) => [`received.use.${action}`, `user:${personId}`]),
    )
  })

  test('nothing is deducted that carries no tax or was reversed, and nothing reversed is booked', async () => {
    const normal = await build()
    const reversed = await build({ kind: 'digital_special', row: { verificationStatus: 'reversed' } })
    const book = (row: typeof normal) =>
      code(changeBooking(ground, acting(), row, { version: 1, action: 'book' }, async () => {}))
    expect(await code(changeUse(ground, acting(), normal, { version: 1, action: 'deduct' }))).toBe(
      'received.not_deductible',
    )
    expect(await code(changeUse(ground, acting(), reversed, { version: 1, action: 'deduct' }))).toBe(
      'received.not_valid',
    )
    expect(await book(reversed)).toBe('received.not_valid')
    expect(await book(normal)).toBe('ok')
    expect(await book(normal)).toBe('resource.conflict')
  })
})
