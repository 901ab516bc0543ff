import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureEntity } from '../../capture/entity'
import { newCapture } from '../../capture/take-in'
import { walletPickEntity } from '../../capture/wallet/entity'
import { migrate } from '../../db'
import { buildModel } from '../../documents/test-model'
import { createWorker } from '../../jobs'
import type { WalletCard } from '../../simulators/wechat/mp/world'
import { bundleProgram } from '../../test/bundle-program'
import { describeOnDatabases } from '../../test/databases'
import { createTestClock, createTestGround, type TestGround } from '../../test/ground'
import { buildMerchant, buildPerson } from '../../test/merchant'
import { ending } from '../../test/program'
import { buildReceived } from '../../test/received'
import { MINIAPP, miniappEnv, putIntoWallet, startTestWechat, type TestWechat } from '../../test/wechat'
import { createMpClient } from '../../wechat/mp'
import { claimJobs } from './drive-claim'
import { planClaims } from './plan-claims'

const MEMBER = 'wangjianguo'
/** Past the lease of the dead worker's job and past the trust in its call. */
const LATER_MS = 3 * 60_000

let script: string
let wechat: TestWechat
beforeAll(async () => {
  script = await bundleProgram(fileURLToPath(new URL('./crash-fixture.ts', import.meta.url)))
  wechat = await startTestWechat({ isRunning: true })
})
afterAll(async () => {
  rmSync(script, { force: true })
  await wechat.close()
})

describeOnDatabases('a worker killed while it tells WeChat of a claim', (open) => {
  let ground: TestGround
  let database: string
  let merchantId: string
  let personId: string
  let serial = 0

  beforeAll(async () => {
    database = await open.emptyUrl()
    const db = await open.openUrl(database)
    await migrate(db)
    ground = createTestGround(db, { env: miniappEnv(wechat.mpUrl), clock: createTestClock(Date.now()) })
    ;({ merchantId } = await buildMerchant(ground))
    personId = (await buildPerson(ground, merchantId, 'employee')).userId
  })

  /** An invoice of the pool that was picked from the wallet, on a sheet that has just been submitted. */
  async function claimed(): Promise<{ number: string; pickId: string }> {
    serial += 1
    const number = `2544${open.dialect === 'mysql' ? 1 : 2}0000000${String(serial).padStart(8, '0')}`
    await putIntoWallet(wechat, MEMBER, buildModel({ number }))
    const { invoices } = await wechat.person<{ invoices: { card_id: string; encrypt_code: string }[] }>(
      MEMBER,
      'choose-invoices',
      { appid: MINIAPP.appid },
    )
    const { openid } = await wechat.control.call<{ openid: string }>(
      'GET',
      `/mp/people/${MEMBER}?appid=${MINIAPP.appid}`,
    )
    const picked = invoices.at(-1)
    const row = await buildReceived(ground, merchantId, { personId, values: { number } })
    const bringing = { merchantId, personId, source: 'wallet' as const, uploadId: ground.ids.ulid() }
    const of = { fileId: ground.ids.ulid(), fileName: null }
    const capture = {
      ...newCapture(ground, bringing, of),
      status: 'read' as const,
      receivedInvoiceId: row.id,
    }
    await ground.db.manager.insert(captureEntity, capture)
    const pickId = ground.ids.ulid()
    const now = ground.clock.now()
    await ground.db.manager.insert(walletPickEntity, {
      id: pickId,
      merchantId,
      personId,
      openid,
      walletKey: `|${number}`,
      cardId: picked?.card_id ?? '',
      encryptCode: ground.secrets.seal(picked?.encrypt_code ?? ''),
      captureId: capture.id,
      status: 'free',
      wanted: 'free',
      claimId: null,
      movedAt: null,
      problem: null,
      createdAt: now,
      updatedAt: now,
    })
    await ground.db.transaction((tx) => planClaims(ground, tx, 'submit', [row]))
    return { number, pickId }
  }
  const atWechat = async (number: string) => {
    const path = `/mp/people/${MEMBER}/wallet`
    const { cards } = await wechat.control.call<{ cards: WalletCard[] }>('GET', path)
    return cards.find(({ invoice }) => invoice.billing_no === number)?.status
  }
  const statusOf = async (id: string) =>
    (await ground.db.manager.findOneByOrFail(walletPickEntity, { id })).status

  test.each([
    ['wallet.claim:before-call', 'INVOICE_REIMBURSE_INIT'],
    ['wallet.claim:after-call', 'INVOICE_REIMBURSE_LOCK'],
  ])('at %s: asked about, and locked once', async (point, before) => {
    const { number, pickId } = await claimed()
    const env = {
      DATABASE: database,
      CLOCK: String(ground.clock.now()),
      WECHAT: wechat.mpUrl,
      PIAOMA_CRASH_AT: point,
    }
    const doomed = spawn(process.execPath, [script], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    expect(await ending(doomed)).toBe('SIGKILL')
    expect(await statusOf(pickId)).toBe('locking')
    expect(await atWechat(number)).toBe(before)
    ground.clock.advance(LATER_MS)
    const mp = createMpClient(ground, { baseUrl: wechat.mpUrl, timeoutMs: 3_000 })
    await createWorker(ground, claimJobs({ ground, mp })).drain()
    expect(await statusOf(pickId)).toBe('locked')
    expect(await atWechat(number)).toBe('INVOICE_REIMBURSE_LOCK')
    expect((await wechat.control.journal()).unexpected).toEqual([])
  })
})
