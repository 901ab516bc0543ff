import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { applicationInput } from '@piaoma/shared/contract'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import type { ApplicationRow } from '../../applications/entity'
import { applicationEntity } from '../../applications/entity'
import { submitApplication } from '../../applications/submit-application'
import { codeEntity } from '../../codes/entity'
import { invoiceFileEntity } from '../../documents/entity'
import type { Ground } from '../../ground'
import { type InvoiceRow, invoiceEntity } from '../../issuing/entity'
import { enqueue } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { alarmEntity } from '../../merchants/entity'
import { codeOfPayment } from '../../payments/code-of-payment'
import { findPayment } from '../../payments/find-payment'
import { buildPayScene, PAYMENT_LINE, type PayScene } from '../../payments/test-scene'
import { createFolderStorage, type Storage } from '../../storage'
import { describeOnDatabases } from '../../test/databases'
import { TEST_NOW } from '../../test/ground'
import { applicationBody, buildOrderCode, taxNumber } from '../../test/shop'
import { pdfWithNumber, SIM_APPID, startTestWechat, type TestWechat } from '../../test/wechat-pay'
import { driveCard } from './drive-card'
import { type WalletCardRow, walletCardEntity } from './entity'
import { onFapiaoEvent } from './pay-events'
import { createPayRoute } from './pay-route'
import type { WalletInvoice } from './route'

const nobody = { cancel: async () => ({ outcome: 'cancelled' as const }) }
let count = 0

describeOnDatabases('cards by WeChat Pay', (open) => {
  let wechat: TestWechat
  beforeAll(async () => {
    wechat = await startTestWechat()
  })
  afterEach(async () => {
    expect((await wechat.control.journal()).unexpected).toEqual([])
    await wechat.control.call('DELETE', '/pay/profile')
    await wechat.control.clearJournal()
    await wechat.control.removeFaults()
  })
  afterAll(() => wechat.close())

  async function scene(options: Parameters<typeof buildPayScene>[2] = {}) {
    const made = await buildPayScene(await open(), wechat, options)
    return { ...made, route: createPayRoute(made.ground, made.accesses, nobody) }
  }

  test('a paid invoice goes in under its transaction, without asking, and is believed when a query shows it', async () => {
    const { route, ...made } = await scene()
    const { card, invoice, transactionId } = await paidInvoice(made, 12_800)
    expect(await route.offer(card, invoice, { source: 'web', returnUrl: 'https://x' })).toEqual({
      outcome: 'nothing_to_ask',
    })
    expect(await route.lookUp(card, invoice)).toMatchObject({ outcome: 'absent' })
    await wechat.control.clearJournal()
    const inserted = await insert(route, card, invoice)
    expect(inserted).toEqual({ outcome: 'accepted' })
    expect(await route.lookUp(card, invoice)).toEqual({ outcome: 'pending' })
    await wechat.control.advance(5_000)
    expect(await route.lookUp(card, invoice)).toMatchObject({ outcome: 'inserted', openid: 'openid-1' })
    expect(await wechat.control.wallet('openid-1')).toContainEqual(
      expect.objectContaining({ number: invoice.number, totalFen: 12_800, side: 'pay' }),
    )
    const access = await made.accesses.of(made.merchantId)
    if (!access) throw new Error('no pay account')
    await made.ground.db.transaction((tx) =>
      enqueue(made.ground, tx, 'wallet.drive', { cardId: card.id }, { subject: card.id, delayMs: 3_600_000 }),
    )
    await onFapiaoEvent(made.ground, access, transactionId)
    const job = await made.ground.db.manager.findOneByOrFail(jobEntity, { subject: card.id })
    expect(job.availableAt).toBe(made.ground.clock.now())
    await made.ground.db.manager.delete(jobEntity, { id: job.id })
  })

  test('an invoice without a payment asks for the title form first, under an id of the invoice', async () => {
    const { route, ...made } = await scene()
    const { card, invoice } = await plainInvoice(made)
    const visit = { source: 'web' as const, returnUrl: 'https://x' }
    expect(await route.offer(card, invoice, visit)).toEqual({ outcome: 'needs_openid', appId: SIM_APPID })
    const stranger = { ...visit, guest: { appId: 'wxbbbbbbbbbbbbbbbb', openid: 'o-b' } }
    expect(await route.offer(card, invoice, stranger)).toMatchObject({ outcome: 'needs_openid' })
    const guest = { ...visit, guest: { appId: SIM_APPID, openid: 'openid-2' } }
    expect(await route.offer(card, invoice, guest)).toMatchObject({ outcome: 'page' })
    // Nobody was shown the form: there is nothing to ask about.
    expect(await route.authorisation(card)).toEqual({ outcome: 'waiting' })
    const shown = { ...card, appId: SIM_APPID }
    await wechat.control.expectRefusal({ path: '/user-title' })
    expect(await route.authorisation(shown)).toEqual({ outcome: 'waiting' })
    await wechat.control.call('POST', '/user/openid-2/submit-title', {
      mchid: made.mchid,
      fapiaoApplyId: card.orderKey,
      title: { type: 'ORGANIZATION', name: '上海示例贸易有限公司', taxpayer_id: taxNumber(9_999_999) },
    })
    expect(await route.authorisation(shown)).toEqual({ outcome: 'authorised' })
    expect(await insert(route, card, invoice)).toEqual({ outcome: 'accepted' })
    await wechat.control.advance(5_000)
    expect(await route.lookUp(card, invoice)).toMatchObject({ outcome: 'inserted', openid: 'openid-2' })
  })

  test.each([
    ['stuck', { insert: 'stuck' }],
    ['silent about 20 digits', { digitalInvoices: 'silent' }],
  ])('an insert that is %s stays unknown and is never called inserted', async (_, profile) => {
    await wechat.control.call('POST', '/pay/profile', profile)
    const { route, ...made } = await scene()
    const { card, invoice } = await paidInvoice(made, 12_800)
    expect(await insert(route, card, invoice)).toEqual({ outcome: 'accepted' })
    await wechat.control.advance(86_400_000)
    expect(await route.lookUp(card, invoice)).toEqual({ outcome: 'pending' })
    expect(await wechat.control.wallet('openid-1')).not.toContainEqual(
      expect.objectContaining({ number: invoice.number }),
    )
  })

  test('where 数电票 are refused the route says no, so that another way is taken', async () => {
    await wechat.control.call('POST', '/pay/profile', { digitalInvoices: 'refused' })
    const { route, ...made } = await scene()
    const { card, invoice } = await paidInvoice(made, 12_800)
    await wechat.control.expectRefusal({ code: 'PARAM_ERROR' })
    expect(await insert(route, card, invoice)).toMatchObject({ outcome: 'refused' })
  })

  test('an insertion whose answer was lost is not sent under another id; the query shows it', async () => {
    const { route, ...made } = await scene()
    const { card, invoice } = await paidInvoice(made, 12_800)
    await wechat.control.addFault({ kind: 'reset', when: 'after', path: '/insert-cards', times: 1 })
    expect(await insert(route, card, invoice)).toMatchObject({ outcome: 'unknown' })
    await wechat.control.advance(5_000)
    expect(await route.lookUp(card, invoice)).toMatchObject({ outcome: 'inserted' })
    // Uploaded anew the content differs: WeChat keeps to the first, and so do we.
    await wechat.control.expectRefusal({ path: '/insert-cards', code: 'INVALID_REQUEST' })
    expect(await insert(route, card, invoice)).toMatchObject({ outcome: 'accepted' })
  })

  test('a sub-merchant of a service provider is named in every call', async () => {
    const subMchid = '1900009109'
    const { route, ...made } = await scene({ subMchid })
    await registerSub(made, subMchid)
    const { card, invoice } = await paidInvoice(made, 9_900)
    expect(await insert(route, card, invoice)).toEqual({ outcome: 'accepted' })
    await wechat.control.advance(5_000)
    expect(await route.lookUp(card, invoice)).toMatchObject({ outcome: 'inserted' })
  })

  test('a card is driven by its job; a stuck insert raises one alarm, blocks nothing, and may still arrive', async () => {
    const { route, ...made } = await scene()
    const { ground } = made
    await wechat.control.call('POST', '/pay/profile', { insert: 'stuck' })
    const { card, invoice } = await paidInvoice(made, 12_800)
    const storage = createFolderStorage(mkdtempSync(join(inject('tempFolder'), 'files-')))
    await storePdf(ground, storage, invoice)
    await ground.db.manager.update(walletCardEntity, { id: card.id }, { status: 'authorised' })
    const job = { id: 'j', kind: 'wallet.drive', payload: { cardId: card.id }, attempts: 0 }
    const drive = () =>
      driveCard({ ground, storage, routes: [route] }, { ...job, finish: async () => undefined })
    const status = async () =>
      (await ground.db.manager.findOneByOrFail(walletCardEntity, { id: card.id })).status
    expect(await drive()).toMatchObject({ retryInMs: expect.any(Number) })
    expect(await status()).toBe('unknown')
    await wechat.control.advance(31 * 60_000)
    await drive()
    await drive()
    const alarms = await ground.db.manager.findBy(alarmEntity, { targetId: card.id })
    expect(alarms.map(({ kind }) => kind)).toEqual(['wallet_stuck'])
    expect(await status()).toBe('unknown')
    const standing = await ground.db.manager.findOneByOrFail(invoiceEntity, { id: invoice.id })
    expect(standing.status).toBe('issued')
  })

  async function registerSub(made: PayScene, subMchid: string) {
    const { registerMerchant } = await import('../../test/wechat-pay')
    await registerMerchant(wechat.control, subMchid, { partner: made.mchid })
  }

  async function insert(
    route: ReturnType<typeof createPayRoute>,
    card: WalletCardRow,
    invoice: WalletInvoice,
  ) {
    const sent = await route.upload(card, invoice)
    if (sent.outcome !== 'uploaded') throw new Error(sent.cause)
    return route.insert({ ...card, mediaId: card.mediaId ?? sent.mediaId }, invoice)
  }
})

/** An invoice over a WeChat payment, and its card. */
async function paidInvoice(made: PayScene, totalFen: number) {
  const { ground, account } = made
  const { transactionId } = await made.pay({ totalFen, notifyUrl: null })
  const access = await made.accesses.of(made.merchantId)
  if (!access) throw new Error('no pay account')
  const found = await findPayment(ground, access, { transactionId })
  if (found.outcome !== 'paid') throw new Error(JSON.stringify(found))
  const code = await codeOfPayment(ground, found, { line: PAYMENT_LINE, storeId: undefined })
  if (!code) throw new Error(`no code at ${account.id}`)
  return { ...(await issued(ground, code.token, totalFen)), transactionId }
}

async function plainInvoice(made: PayScene) {
  const code = await buildOrderCode(made.ground, made)
  return issued(made.ground, code.token, 12_800)
}

/** As the pipeline would leave it: application and invoice issued, a card offered. */
async function issued(ground: Ground, token: string, totalFen: number) {
  count += 1
  const body = applicationInput.parse(applicationBody([token]))
  const { answer } = await submitApplication(ground, body, `wallet-key-${count}`)
  const application = await ground.db.manager.findOneByOrFail(applicationEntity, { id: answer.id })
  const number = `2631${String(Date.now()).padStart(13, '0')}${String(count).padStart(3, '0')}`
  const invoice = walletInvoice(application, number, totalFen)
  await ground.db.manager.insert(invoiceEntity, invoiceRow(application, invoice))
  const card = cardOf(application, invoice, ground)
  await ground.db.manager.insert(walletCardEntity, card)
  expect(await ground.db.manager.countBy(codeEntity, { token })).toBe(1)
  return { card, invoice }
}

function walletInvoice(application: ApplicationRow, number: string, totalFen: number): WalletInvoice {
  const taxFen = totalFen - Math.round(totalFen / 1.06)
  const amountFen = totalFen - taxFen
  const sums = { amountFen, taxFen, totalFen }
  const { merchantId, id: applicationId, buyer } = application
  const line = { name: '*餐饮服务*餐饮服务', taxRate: '0.06' as const, taxCode: '3070401000000000000' }
  return {
    id: `${applicationId.slice(0, 20)}${String(count).padStart(6, '0')}`,
    merchantId,
    applicationId,
    number,
    ...sums,
    issuedAt: TEST_NOW,
    pdf: pdfWithNumber(number),
    model: {
      number,
      kind: 'normal',
      issuedAt: TEST_NOW,
      seller: { name: '测试餐饮有限公司', taxpayerId: taxNumber(1), address: '测试路1号' },
      buyer,
      lines: [{ ...line, nature: 'plain', quantity: '3', ...sums }],
      ...sums,
      drawer: '张三',
    },
  }
}

function invoiceRow(application: ApplicationRow, invoice: WalletInvoice): InvoiceRow {
  const { storeId, taxpayerId, buyerName } = application
  const { pdf, ...rest } = invoice
  expect(pdf.byteLength).toBeGreaterThan(0)
  const more = { storeId, taxpayerId, buyerName, issueRequestId: invoice.id, createdAt: TEST_NOW }
  return { ...rest, ...more, status: 'issued', kind: 'normal' }
}

function cardOf(application: ApplicationRow, invoice: WalletInvoice, ground: Ground): WalletCardRow {
  const now = ground.clock.now()
  return {
    id: ground.ids.ulid(),
    merchantId: application.merchantId,
    applicationId: application.id,
    invoiceId: invoice.id,
    route: 'pay',
    orderKey: `P${invoice.id}`,
    status: 'offered',
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
}

async function storePdf(ground: Ground, storage: Storage, invoice: WalletInvoice): Promise<void> {
  const storageKey = `originals/${invoice.id}.pdf`
  await storage.put(storageKey, invoice.pdf)
  const { id: invoiceId, merchantId } = invoice
  await ground.db.manager.insert(invoiceFileEntity, {
    id: ground.ids.ulid(),
    merchantId,
    invoiceId,
    format: 'pdf',
    status: 'stored',
    sourceUrl: 'http://127.0.0.1:2/x.pdf',
    sha256: 'a'.repeat(64),
    size: invoice.pdf.byteLength,
    storageKey,
    problem: null,
    createdAt: TEST_NOW,
    storedAt: TEST_NOW,
  })
}
