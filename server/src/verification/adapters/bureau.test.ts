import { shanghaiDate } from '@piaoma/shared/invoice'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoiceEntity } from '../../issuing/entity'
import { taxpayerEntity } from '../../merchants/entity'
import { describeOnDatabases } from '../../test/databases'
import { createTestGround, type TestGround } from '../../test/ground'
import {
  buildApplication,
  buildIssuingShop,
  createPipeline,
  startTestBureau,
  type TestBureau,
} from '../../test/pipeline'
import type { Verifier } from '../verifier'
import { createBureauVerifier } from './bureau'

describeOnDatabases('the bureau’s own verification', (open) => {
  let ground: TestGround
  let bureau: TestBureau
  beforeAll(async () => {
    bureau = await startTestBureau()
    ground = createTestGround(await open(), { clock: { now: Date.now, advance() {}, set() {} } })
  })
  afterAll(() => bureau.close())

  const verifierOf = (appKey: string, appSecret = 'secret-of-the-app'): Verifier =>
    createBureauVerifier({
      url: bureau.url,
      appKey,
      appSecret,
      timeoutMs: 5_000,
      now: Date.now,
      tokenStore: { get: async () => undefined, set: async () => {} },
    })
  const shopWithVerifier = async () => {
    const shop = await buildIssuingShop(ground, bureau)
    const { appKey } = await ground.db.manager.findOneByOrFail(taxpayerEntity, {
      merchantId: shop.merchantId,
    })
    return { shop, appKey, verifier: verifierOf(appKey) }
  }

  test('what it issued is found by number, day and total; reversed later it says so; others are refused', async () => {
    const { shop, appKey, verifier } = await shopWithVerifier()
    const application = await buildApplication(ground, shop)
    await createPipeline(ground).until(application.id, 'issued')
    const invoice = await ground.db.manager.findOneByOrFail(invoiceEntity, { merchantId: shop.merchantId })
    const question = {
      kind: 'digital_normal' as const,
      number: invoice.number,
      issuedOn: shanghaiDate(invoice.issuedAt),
      totalFen: invoice.totalFen,
    }
    expect(await verifier.verify(question)).toMatchObject({
      outcome: 'found',
      checked: { totalFen: invoice.totalFen, sellerTaxpayerId: shop.taxNum },
    })
    expect(await verifier.verify({ ...question, totalFen: 1 })).toMatchObject({ outcome: 'mismatch' })
    await bureau.control.putInvoiceState({ number: invoice.number, state: 'reversed' })
    expect(await verifier.verify(question)).toMatchObject({ outcome: 'reversed' })
    expect(await verifierOf(appKey, 'wrong').verify(question)).toMatchObject({ outcome: 'denied' })
  })

  test('invoices of others that it was told of are found by their own rules, five times a day', async () => {
    const { verifier } = await shopWithVerifier()
    const fact = {
      kind: 'electronic_normal',
      code: '031002600111',
      number: String(10_000_000 + (Date.now() % 80_000_000)),
      issuedOn: '2026-11-01',
      amountFen: 9_434,
      taxFen: 566,
      totalFen: 10_000,
      checkCode: '12345678901234567890',
      buyerName: '上海示例贸易有限公司',
      sellerName: '杭州示例科技有限公司',
      sellerTaxpayerId: '91330100MA2TEST02Y',
    }
    await bureau.control.putKnownInvoices([fact])
    const { code, number, issuedOn } = fact
    const question = { kind: 'electronic_normal' as const, code, number, issuedOn, checkCode: '567890' }
    const outcomes: string[] = []
    for (let nth = 1; nth <= 6; nth++) outcomes.push((await verifier.verify(question)).outcome)
    expect(outcomes).toEqual([...Array(5).fill('found'), 'limit'])
  })
})
