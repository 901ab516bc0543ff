import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { applicationEntity } from '../../applications/entity'
import { type Database, migrate } from '../../db'
import { invoiceFileEntity } from '../../documents/entity'
import { renderInvoicePdf } from '../../documents/render-pdf'
import { buildModel } from '../../documents/test-model'
import { invoiceEntity } from '../../issuing/entity'
import { setUpWechat } from '../../merchants/wechat/settings'
import type { WalletCard } from '../../simulators/wechat/mp/world'
import { createFolderStorage, type Storage } from '../../storage'
import { bundleProgram } from '../../test/bundle-program'
import { describeOnDatabases } from '../../test/databases'
import { createTestClock, createTestGround, type TestGround } from '../../test/ground'
import { buildShop } from '../../test/shop'
import { openServiceAccount, startTestWechat, type TestWechat } from '../../test/wechat'
import { createMpClient, type MpClient } from '../../wechat/mp'
import { buildApplication } from '../test-deliveries'
import { createServiceAccountRoute } from '.'
import { walletCardEntity } from './entity'
import { offerWallet } from './offer-wallet'

const MINUTE = 60_000
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

let invoices = 0

describeOnDatabases('a worker killed on the way into the wallet', (open) => {
  let ground: TestGround
  let database: string
  let db: Database
  let storage: Storage
  let folder: string
  let mp: MpClient
  let merchantId: string
  beforeAll(async () => {
    database = await open.emptyUrl()
    db = await open.openUrl(database)
    await migrate(db)
    ground = createTestGround(db, { clock: createTestClock(Date.now()) })
    folder = mkdtempSync(join(inject('tempFolder'), 'wallet-'))
    storage = createFolderStorage(folder)
    mp = createMpClient(ground, { baseUrl: wechat.mpUrl, timeoutMs: 3_000 })
    merchantId = (await buildShop(ground)).merchantId
    await openServiceAccount(ground, wechat, merchantId, { serviceUrl: 'http://127.0.0.1:1' })
    await setUpWechat(ground, mp, { merchantId, actor: 'system' })
  })

  /** Answers the signal or exit code that ended the process. */
  const work = (crashAt: string, aheadMs: number): Promise<NodeJS.Signals | number | null> =>
    new Promise((resolve) => {
      const env = {
        ...process.env,
        DATABASE: database,
        FILES: folder,
        WECHAT: wechat.mpUrl,
        KEY: '5e'.repeat(32),
        CLOCK_AHEAD_MS: String(aheadMs),
        PIAOMA_CRASH_AT: crashAt,
      }
      spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] }).once(
        'exit',
        (code, signal) => resolve(signal ?? code),
      )
    })

  async function authorisedCard(): Promise<{ id: string; number: string }> {
    invoices += 1
    const number = `2631200000000000${String(invoices).padStart(4, '0')}`
    const model = buildModel({ number })
    const application = await buildApplication(ground, { merchantId })
    const { id: applicationId, storeId, taxpayerId } = application
    const invoiceId = ground.ids.ulid()
    const { amountFen, taxFen, totalFen, kind, issuedAt } = model
    await db.manager.insert(invoiceEntity, {
      id: invoiceId,
      merchantId,
      storeId,
      taxpayerId,
      applicationId,
      issueRequestId: ground.ids.ulid(),
      number,
      status: 'issued',
      kind,
      buyerName: model.buyer.name,
      amountFen,
      taxFen,
      totalFen,
      issuedAt,
      model,
      createdAt: ground.clock.now(),
    })
    const bytes = await renderInvoicePdf(model)
    await storage.put(`${number}.pdf`, bytes)
    await db.manager.insert(invoiceFileEntity, {
      id: ground.ids.ulid(),
      merchantId,
      invoiceId,
      format: 'pdf',
      status: 'stored',
      sourceUrl: 'http://127.0.0.1:1/',
      sha256: '0'.repeat(64),
      size: bytes.length,
      storageKey: `${number}.pdf`,
      problem: null,
      createdAt: ground.clock.now(),
      storedAt: ground.clock.now(),
    })
    const row = await db.manager.findOneByOrFail(applicationEntity, { id: applicationId })
    const routes = [createServiceAccountRoute(ground, mp)]
    const visit = { source: 'web' as const, returnUrl: 'https://fp.example.test/a/x' }
    expect((await offerWallet({ ground, storage, routes }, row, visit)).next).toBe('page')
    await wechat.person('lixiaoyu', 'authorise', { orderId: `W${invoiceId}` })
    const card = await db.manager.findOneByOrFail(walletCardEntity, { invoiceId })
    return { id: card.id, number }
  }
  async function inWallet(number: string): Promise<number> {
    const { cards } = await wechat.control.call<{ cards: WalletCard[] }>('GET', '/mp/people/lixiaoyu/wallet')
    return cards.filter(({ invoice }) => invoice.billing_no === number).length
  }

  test.each([
    ['wallet.before-upload', 'uploading', 0],
    ['wallet.after-upload', 'uploading', 0],
    ['wallet.before-mark', 'inserting', 0],
    ['wallet.before-insert', 'inserting', 0],
    ['wallet.after-insert', 'inserting', 1],
  ])('at %s: one card in the end', async (point, status, before) => {
    const { id, number } = await authorisedCard()
    expect(await work(point, MINUTE)).toBe('SIGKILL')
    expect((await db.manager.findOneByOrFail(walletCardEntity, { id })).status).toBe(status)
    expect(await inWallet(number)).toBe(before)
    expect(await work('', 3 * MINUTE)).toBe(0)
    expect((await db.manager.findOneByOrFail(walletCardEntity, { id })).status).toBe('inserted')
    expect(await inWallet(number)).toBe(1)
  })
})
