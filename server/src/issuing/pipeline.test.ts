import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { applicationEntity } from '../applications/entity'
import { correctApplication } from '../applications/review-application'
import { codeEntity } from '../codes/entity'
import type { Database } from '../db'
import { invoiceFileEntity } from '../documents/entity'
import { readOriginal } from '../documents/read-files'
import { alarmEntity } from '../merchants'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import {
  buildApplication,
  buildIssuingShop,
  createPipeline,
  type Pipeline,
  startTestBureau,
  type TestBureau,
} from '../test/pipeline'
import { DINNER } from '../test/shop'
import { acceptParked } from './accept-parked'
import { invoiceEntity, issueRequestEntity } from './entity'

let bureau: TestBureau
beforeAll(async () => {
  bureau = await startTestBureau()
})
afterEach(() => bureau.control.removeFaults())
afterAll(() => bureau.close())

interface Scene {
  ground: TestGround
  pipeline: Pipeline
  shop: Awaited<ReturnType<typeof buildIssuingShop>>
}

async function scene(db: Database, env: Record<string, string> = {}): Promise<Scene> {
  const ground = createTestGround(db, { env: { CHANNEL_TIMEOUT_MS: '600', ...env } })
  return { ground, pipeline: createPipeline(ground), shop: await buildIssuingShop(ground, bureau) }
}

const statusOfCode = async ({ ground }: Scene, id: string) =>
  (await ground.db.manager.findOneByOrFail(codeEntity, { id })).status

/** What the bureau itself has on its books for this seller, and that its books are sound. */
async function ledgerOf({ shop }: Scene) {
  const { invoices, audit } = await bureau.control.ledger({ taxNum: shop.taxNum })
  expect([audit.duplicateSerials, audit.duplicateNumbers, audit.issuedWithoutInvoice]).toEqual([[], [], []])
  return invoices
}

/** Exactly one invoice here and at the bureau, the code spent. */
async function expectOneInvoice(s: Scene, application: { id: string; code: { id: string } }) {
  const [invoice, ...others] = await s.ground.db.manager.findBy(invoiceEntity, {
    applicationId: application.id,
  })
  expect(others).toEqual([])
  expect((await ledgerOf(s)).map((entry) => entry.number)).toEqual([invoice?.number])
  expect(await statusOfCode(s, application.code.id)).toBe('spent')
  return invoice
}

describeOnDatabases('the issuing pipeline', (open) => {
  test('an application becomes an invoice with three checked originals and one delivery', async () => {
    const s = await scene(await open())
    const application = await buildApplication(s.ground, s.shop)
    await s.pipeline.until(application.id, 'issued')
    const invoice = await expectOneInvoice(s, application)
    expect(invoice).toMatchObject({ totalFen: 12_800, taxFen: 725, amountFen: 12_075, status: 'issued' })
    await s.pipeline.run(async () => s.pipeline.ready.length > 0)
    expect(s.pipeline.ready).toEqual([application.id])
    for (const format of ['pdf', 'ofd', 'xml'] as const) {
      const file = await readOriginal(s.ground, s.pipeline.storage, invoice?.id ?? '', format)
      expect(file?.bytes.length).toBeGreaterThan(500)
    }
  })

  test.each([
    { kind: 'timeout_after_acceptance', times: 1 },
    { kind: 'timeout_before_acceptance', times: 1 },
    { kind: 'connection_reset', isAccepted: true, method: 'requestBillingNew', times: 1 },
    { kind: 'connection_reset', isAccepted: false, method: 'requestBillingNew', times: 1 },
    { kind: 'http_error', isAccepted: true, method: 'requestBillingNew', times: 1 },
    { kind: 'http_error', status: 503, method: 'queryInvoiceResult', times: 5 },
    { kind: 'duplicate_answer', times: 1 },
    { kind: 'late_result', ms: 0, queries: 4, times: 1 },
    { kind: 'out_of_order' },
    { kind: 'garbage', body: '<html>', times: 2 },
  ] as const)('one invoice whatever happens: $kind', async (fault) => {
    const s = await scene(await open())
    await bureau.control.addFault({ ...fault, taxNum: s.shop.taxNum })
    const application = await buildApplication(s.ground, s.shop)
    await s.pipeline.until(application.id, 'issued')
    await expectOneInvoice(s, application)
    const requests = await s.ground.db.manager.findBy(issueRequestEntity, { applicationId: application.id })
    expect(requests).toHaveLength(1)
  })

  test('while the outcome is unknown the code stays reserved and the serial is the same', async () => {
    const s = await scene(await open())
    await bureau.control.addFault({ kind: 'timeout_after_acceptance', taxNum: s.shop.taxNum, times: 1 })
    const blind = await bureau.control.addFault({
      kind: 'http_error',
      status: 500,
      method: 'queryInvoiceResult',
      taxNum: s.shop.taxNum,
    })
    const application = await buildApplication(s.ground, s.shop)
    await s.pipeline.run(async () => {
      const request = await s.ground.db.manager.findOneBy(issueRequestEntity, {
        applicationId: application.id,
      })
      return request?.status === 'unknown' && s.ground.clock.now() - request.createdAt > 60_000
    })
    expect(await statusOfCode(s, application.code.id)).toBe('reserved')
    const { serial } = await s.ground.db.manager.findOneByOrFail(issueRequestEntity, {
      applicationId: application.id,
    })
    await bureau.control.removeFaults(blind.id)
    await s.pipeline.until(application.id, 'issued')
    expect((await ledgerOf(s)).map((entry) => entry.serial)).toEqual([serial])
  })

  test('a definite refusal frees the code, tells why, and can be corrected and issued', async () => {
    const s = await scene(await open())
    await bureau.control.addFault({
      kind: 'refused',
      code: 'E9131',
      message: '税额误差超过0.06元',
      taxNum: s.shop.taxNum,
      times: 1,
    } as Parameters<typeof bureau.control.addFault>[0])
    const application = await buildApplication(s.ground, s.shop)
    const refused = await s.pipeline.until(application.id, 'refused')
    expect(refused.reasonCode).toMatch(/^refused_/)
    expect(await statusOfCode(s, application.code.id)).toBe('active')
    expect(await ledgerOf(s)).toEqual([])
    await correctApplication(s.ground, refused, { version: refused.version, actor: 'user:x' })
    await s.pipeline.until(application.id, 'issued')
    await expectOneInvoice(s, application)
  })

  test.each([
    { kind: 'quota_exhausted', reason: 'waiting_quota' },
    { kind: 'operator_identity_required', reason: 'waiting_operator' },
  ] as const)('$kind makes it wait and go on by itself', async ({ kind, reason }) => {
    const s = await scene(await open())
    const fault = await bureau.control.addFault({ kind, taxNum: s.shop.taxNum })
    const application = await buildApplication(s.ground, s.shop)
    const waiting = await s.pipeline.until(application.id, 'waiting')
    expect(waiting.reasonCode).toBe(reason)
    expect(await statusOfCode(s, application.code.id)).toBe('reserved')
    await bureau.control.removeFaults(fault.id)
    await s.pipeline.until(application.id, 'issued')
    await expectOneInvoice(s, application)
  })

  test('another amount than asked parks the invoice until a person accepts it', async () => {
    const s = await scene(await open())
    await bureau.control.addFault({
      kind: 'other_amount',
      deltaFen: 100,
      taxNum: s.shop.taxNum,
    } as Parameters<typeof bureau.control.addFault>[0])
    const application = await buildApplication(s.ground, s.shop)
    const waiting = await s.pipeline.until(application.id, 'waiting')
    expect(waiting.reasonCode).toBe('amount_mismatch')
    expect(await statusOfCode(s, application.code.id)).toBe('reserved')
    expect(
      await s.ground.db.manager.countBy(alarmEntity, { targetId: application.id, kind: 'amount_mismatch' }),
    ).toBe(1)
    await bureau.control.removeFaults()
    await acceptParked(s.pipeline.issuing, waiting, { version: waiting.version, actor: 'user:x' })
    expect(
      (await s.ground.db.manager.findOneByOrFail(applicationEntity, { id: application.id })).status,
    ).toBe('issued')
    expect(await statusOfCode(s, application.code.id)).toBe('spent')
  })

  test('a missing and a wrong file never undo the invoice and are fetched again', async () => {
    const s = await scene(await open())
    await bureau.control.addFault({
      kind: 'missing_file',
      format: 'ofd',
      taxNum: s.shop.taxNum,
      times: 2,
    } as Parameters<typeof bureau.control.addFault>[0])
    await bureau.control.addFault({
      kind: 'wrong_file',
      format: 'xml',
      taxNum: s.shop.taxNum,
      times: 1,
    } as Parameters<typeof bureau.control.addFault>[0])
    const application = await buildApplication(s.ground, s.shop)
    await s.pipeline.until(application.id, 'issued')
    const invoice = await expectOneInvoice(s, application)
    const stored = () =>
      s.ground.db.manager.countBy(invoiceFileEntity, { invoiceId: invoice?.id ?? '', status: 'stored' })
    await s.pipeline.run(async () => (await stored()) === 3)
    expect(s.pipeline.ready).toEqual([application.id])
  })

  test('an order over the channel’s rows is split in parts that add up', async () => {
    const s = await scene(await open())
    const lines = Array.from({ length: 2_100 }, (_, n) => ({
      ...DINNER,
      name: `菜${n}`,
      amountFen: 1_000 + n,
    }))
    const total = lines.reduce((sum, line) => sum + line.amountFen, 0)
    const { code, id } = await buildApplication(s.ground, s.shop, { order: { lines: lines.slice(0, 2000) } })
    await s.pipeline.until(id, 'issued')
    const invoices = await s.ground.db.manager.findBy(invoiceEntity, { applicationId: id })
    expect(invoices.length).toBeGreaterThan(1)
    expect(invoices.reduce((sum, each) => sum + each.totalFen, 0)).toBe(code.amountFen)
    expect(code.amountFen).toBeLessThan(total)
    expect(await ledgerOf(s)).toHaveLength(invoices.length)
  })
})
