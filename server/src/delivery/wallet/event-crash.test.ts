import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, migrate } from '../../db'
import { createWorker } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { wechatAccountOf } from '../../merchants/wechat/accounts'
import { wechatAccountEntity } from '../../merchants/wechat/entity'
import { EVENT_JOB, mountWechatEvents, wechatEventJob } from '../../merchants/wechat/events'
import { bundleProgram } from '../../test/bundle-program'
import { describeOnDatabases } from '../../test/databases'
import { createTestGround, type TestGround } from '../../test/ground'
import { buildMerchant } from '../../test/merchant'
import { ending, portOf } from '../../test/program'
import { startTestServer, type TestServer } from '../../test/server'
import { PUSH_TOKEN } from '../../test/wechat'
import { wechatEventEntity } from '../../wechat/mp/entity'
import { DRIVE_JOB } from './card-state'
import { type WalletCardRow, walletCardEntity } from './entity'
import { onAuthoriseInvoice } from './events'

const MINUTE = 60_000
let script: string
beforeAll(async () => {
  script = await bundleProgram(fileURLToPath(new URL('./event-crash-fixture.ts', import.meta.url)))
})
afterAll(() => rmSync(script, { force: true }))

describeOnDatabases('a process killed between WeChat’s event and what it leads to', (open) => {
  let ground: TestGround
  let database: string
  let db: Database
  let merchantId: string
  let eventKey: string
  let healthy: TestServer
  beforeAll(async () => {
    database = await open.emptyUrl()
    db = await open.openUrl(database)
    await migrate(db)
    ground = createTestGround(db)
    healthy = await startTestServer(ground, (_, limits, router) => mountWechatEvents(router, ground, limits))
  })
  beforeEach(async () => {
    merchantId = (await buildMerchant(ground)).merchantId
    eventKey = (await wechatAccountOf(ground, merchantId)).eventKey
    const pushToken = ground.secrets.seal(PUSH_TOKEN)
    await db.manager.update(wechatAccountEntity, { merchantId }, { pushToken })
  })
  afterAll(() => healthy.close())

  const start = (more: Record<string, string>) =>
    spawn(process.execPath, [script], {
      env: { ...process.env, DATABASE: database, CLOCK: String(ground.clock.now()), ...more },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  /** A worker started anew, when the lease of a dead one is over. */
  function workLater(): Promise<void> {
    ground.clock.advance(MINUTE)
    const handlers = {
      user_authorize_invoice: (id: string, event: Record<string, string>) =>
        onAuthoriseInvoice(ground, id, event),
    }
    return createWorker(ground, { [EVENT_JOB]: wechatEventJob(ground, handlers) }).drain()
  }
  /** WeChat tells that the guest authorised; the same however often it is told. */
  async function push(server: string, { orderKey }: WalletCardRow): Promise<number> {
    const [timestamp, nonce] = [String(Math.floor(ground.clock.now() / 1000)), '1514711492']
    const signature = createHash('sha1').update([PUSH_TOKEN, timestamp, nonce].sort().join('')).digest('hex')
    const query = new URLSearchParams({ signature, timestamp, nonce })
    const body = `<xml><FromUserName><![CDATA[o1]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType>event</MsgType><Event>user_authorize_invoice</Event><SuccOrderId><![CDATA[${orderKey}]]></SuccOrderId></xml>`
    const url = `${server}/wechat/events/${eventKey}?${query}`
    return (await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body })).status
  }
  /** A card that had lapsed: the event offers it again and has it driven. */
  async function lapsedCard(): Promise<WalletCardRow> {
    const invoiceId = ground.ids.ulid()
    const now = ground.clock.now()
    const row: WalletCardRow = {
      id: ground.ids.ulid(),
      merchantId,
      applicationId: ground.ids.ulid(),
      invoiceId,
      route: 'serviceAccount',
      orderKey: `W${invoiceId}`,
      status: 'declined',
      appId: null,
      openid: null,
      platformId: null,
      mediaId: null,
      cardId: null,
      cardCode: null,
      insertSentAt: null,
      attempts: 0,
      problem: null,
      createdAt: now,
      updatedAt: now,
    }
    await db.manager.insert(walletCardEntity, row)
    return row
  }
  const stateOf = async ({ id }: WalletCardRow) => ({
    card: (await db.manager.findOneByOrFail(walletCardEntity, { id })).status,
    drives: await db.manager.countBy(jobEntity, { kind: DRIVE_JOB, subject: id }),
  })
  const events = async () => {
    const rows = await db.manager.findBy(wechatEventEntity, { merchantId })
    return rows.map(({ handledAt }) => (handledAt === null ? 'open' : 'handled'))
  }
  /** Told twice more and worked on twice: what the event leads to is there once. */
  async function expectOnce(card: WalletCardRow): Promise<void> {
    for (let time = 0; time < 2; time++) {
      expect(await push(healthy.url, card)).toBe(200)
      await workLater()
      expect(await stateOf(card)).toEqual({ card: 'offered', drives: 1 })
      expect(await events()).toEqual(['handled'])
    }
  }

  test.each([
    ['wechat.event:before-commit', []],
    ['wechat.event:after-commit', ['open']],
  ])('at %s: WeChat, who got no answer, tells it again, and it leads to one thing', async (point, stored) => {
    const card = await lapsedCard()
    const doomed = start({ PIAOMA_CRASH_AT: point })
    const ended = ending(doomed)
    const url = `http://127.0.0.1:${await portOf(doomed)}`
    await expect(push(url, card)).rejects.toThrow(TypeError)
    expect(await ended).toBe('SIGKILL')
    expect(await events()).toEqual(stored)
    expect(await stateOf(card)).toEqual({ card: 'declined', drives: 0 })
    await expectOnce(card)
  })

  test.each([
    ['wechat.event:before-handling', { card: 'declined', drives: 0 }],
    ['wechat.event:after-handling', { card: 'offered', drives: 1 }],
  ])('at %s: what WeChat told is kept and leads to one thing', async (point, reached) => {
    const card = await lapsedCard()
    expect(await push(healthy.url, card)).toBe(200)
    expect(await ending(start({ WORK: 'on', PIAOMA_CRASH_AT: point }))).toBe('SIGKILL')
    expect(await events()).toEqual(['open'])
    expect(await stateOf(card)).toEqual(reached)
    await expectOnce(card)
  })
})
