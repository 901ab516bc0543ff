import { applicationInput } from '@piaoma/shared/contract'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { applyFromBill } from '../applications/apply-from-bill'
import { applicationEntity } from '../applications/entity'
import { submitApplication } from '../applications/submit-application'
import { codeEntity } from '../codes/entity'
import { createProductCode } from '../codes/product-codes'
import { alarmEntity } from '../merchants/entity'
import { describeOnDatabases } from '../test/databases'
import { signInAs } from '../test/merchant'
import { applicationBody, buildOrderCode, taxNumber } from '../test/shop'
import { registerMerchant, startTestWechat, type TestWechat } from '../test/wechat-pay'
import { paymentEntity } from './entity'
import { sweepPayments } from './sweep-payments'
import { buildPayScene, PAYMENT_LINE, type PayScene } from './test-scene'

describeOnDatabases('payments as proof', (open) => {
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
  const silent = { notifyUrl: null }

  async function atProduct(options: Parameters<typeof buildPayScene>[2] = {}) {
    const scene = await buildPayScene(await open(), wechat, { line: null, ...options })
    const { ground, merchantId } = scene
    const product = await ground.db.transaction((tx) =>
      createProductCode(ground, tx, { merchantId, actor: 'system', title: '堂食', line: PAYMENT_LINE }),
    )
    const claim = (body: object) =>
      scene.server.fetch(`/api/v1/codes/${product.token}/payment`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const refusal = async (body: object) => ((await (await claim(body)).json()) as { code: string }).code
    return { ...scene, claim, refusal }
  }
  const codeOf = (scene: PayScene, token: string) =>
    scene.ground.db.manager.findOneByOrFail(codeEntity, { token })

  test('at a product code the amount comes from the payment, by either of its numbers', async () => {
    const { claim, pay, ...scene } = await atProduct()
    const { transactionId, outTradeNo } = await pay({ ...silent, totalFen: 4_321 })
    const first = (await (await claim({ transactionId })).json()) as { code: string }
    expect(first).toMatchObject({ amountFen: 4_321, paidAt: '2026-11-23T04:00:00.000Z' })
    expect(await (await claim({ outTradeNo })).json()).toEqual(first)
    expect(await codeOf(scene as unknown as PayScene, first.code)).toMatchObject({
      status: 'active',
      amountFen: 4_321,
    })
  })

  test('unknown, unpaid, closed, foreign and invoiced payments are told apart in plain words', async () => {
    const { refusal, claim, pay, ground, merchantId } = await atProduct()
    await wechat.control.expectRefusal({ code: 'ORDER_NOT_EXIST' })
    expect(await refusal({ transactionId: '4200000000000001' })).toBe('payment.not_found')
    for (const state of ['NOTPAY', 'CLOSED', 'PAYERROR']) {
      const { outTradeNo } = await pay({ ...silent, state })
      expect(await refusal({ outTradeNo })).toBe('payment.unpaid')
    }
    await registerMerchant(wechat.control, '1900008888')
    const foreign = await pay({ ...silent, mchid: '1900008888' })
    await wechat.control.expectRefusal({ code: 'NO_AUTH' })
    expect(await refusal({ transactionId: foreign.transactionId })).toBe('payment.not_found')
    expect(await refusal({ transactionId: '12' })).toBe('request.invalid')
    const { transactionId } = await pay(silent)
    const { code } = (await (await claim({ transactionId })).json()) as { code: string }
    await submitApplication(ground, applicationInput.parse(applicationBody([code])), 'first-application')
    expect(await refusal({ transactionId })).toBe('code.spent')
    expect(await ground.db.manager.countBy(applicationEntity, { merchantId })).toBe(1)
    await wechat.control.addFault({ kind: 'timeout', path: '/v3/pay', times: 1 })
    expect(await refusal({ transactionId })).toBe('wechat.unavailable')
  })

  test('of thirty guests with one payment all get one code and one invoice is asked for', async () => {
    const { claim, pay, ground, merchantId } = await atProduct()
    const { transactionId } = await pay(silent)
    const answers = await Promise.all(Array.from({ length: 30 }, () => claim({ transactionId })))
    const tokens = await Promise.all(
      answers.map(async (each) => ((await each.json()) as { code: string }).code),
    )
    expect(new Set(tokens).size).toBe(1)
    expect(await ground.db.manager.countBy(codeEntity, { merchantId, kind: 'order' })).toBe(1)
    expect(await ground.db.manager.countBy(paymentEntity, { merchantId })).toBe(1)
    const results = await Promise.allSettled(
      tokens.map((token, n) =>
        submitApplication(ground, applicationInput.parse(applicationBody([token])), `pay-race-${n}`),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a refund lessens a free code, voids an empty one, and tells the merchant about an invoiced one', async () => {
    const { claim, pay, refund, worker, ground, merchantId, refusal } = await atProduct()
    const tokenOf = async (transactionId: string) =>
      ((await (await claim({ transactionId })).json()) as { code: string }).code
    const part = await pay(silent)
    const whole = await pay(silent)
    const issued = await pay(silent)
    const tokens = [
      await tokenOf(part.transactionId),
      await tokenOf(whole.transactionId),
      await tokenOf(issued.transactionId),
    ]
    const last = tokens[2] ?? ''
    await submitApplication(ground, applicationInput.parse(applicationBody([last])), 'refund-application')
    await refund(part.transactionId, 2_800, { outRefundNo: 'R-part' })
    await refund(part.transactionId, 1_000, { outRefundNo: 'R-part-2' })
    await refund(whole.transactionId, 12_800)
    await refund(issued.transactionId, 12_800)
    await worker.drain()
    const codes = await Promise.all(
      tokens.map((token) => ground.db.manager.findOneByOrFail(codeEntity, { token })),
    )
    expect(codes.map(({ status, amountFen }) => [status, amountFen])).toEqual([
      ['active', 9_000],
      ['void', 12_800],
      ['reserved', 12_800],
    ])
    expect(codes[0]?.lines).toMatchObject([{ amountFen: 9_000 }])
    const alarms = await ground.db.manager.findBy(alarmEntity, { merchantId })
    expect(alarms.map(({ kind, targetId }) => [kind, targetId])).toEqual([
      ['payment.refunded_after_invoice', codes[2]?.id],
    ])
    expect(await refusal({ transactionId: whole.transactionId })).toBe('code.inactive')
  })

  test('a refund that nobody told us of keeps the payment from being invoiced', async () => {
    const { pay, refund, refusal, worker } = await atProduct()
    const { transactionId } = await pay(silent)
    await refund(transactionId, 100, silent)
    expect(await refusal({ transactionId })).toBe('payment.refunded')
    await worker.drain()
  })

  test('the sweep finds what callbacks lost: payments of unpaid orders, and refunds', async () => {
    const { pay, refund, ground, accesses, claim, merchantId, ...scene } = await atProduct()
    const order = await buildOrderCode(ground, { merchantId }, { orderNo: 'LOST-00001', isPaid: false })
    const open = await buildOrderCode(ground, { merchantId }, { orderNo: 'OPEN-00001', isPaid: false })
    await pay({ ...silent, outTradeNo: 'LOST-00001' })
    const paid = await pay(silent)
    const { code } = (await (await claim({ transactionId: paid.transactionId })).json()) as { code: string }
    await refund(paid.transactionId, 12_800, silent)
    await wechat.control.advance(13 * 3_600_000)
    await wechat.control.expectRefusal({ code: 'ORDER_NOT_EXIST', times: 100 })
    await sweepPayments(ground, accesses)
    await sweepPayments(ground, accesses)
    const status = async (id: string) => (await ground.db.manager.findOneByOrFail(codeEntity, { id })).status
    expect([await status(order.id), await status(open.id)]).toEqual(['active', 'unpaid'])
    const held = await ground.db.manager.findOneByOrFail(codeEntity, { token: code })
    expect(held.status).toBe('inactive')
    expect(
      await ground.db.manager.countBy(alarmEntity, { targetId: held.id, kind: 'payment.refund_unclear' }),
    ).toBe(1)
    expect(scene.mchid).toMatch(/^\d+$/)
  })

  test('who asks for an invoice on WeChat’s bill gets one application, with the title he left there', async () => {
    const told: string[] = []
    const { pay, ground, merchantId, worker, callbackUrl, mchid, ...scene } = await buildPayScene(
      await open(),
      wechat,
      {
        listeners: (own) => ({
          onUserApplied: (access, transactionId) =>
            applyFromBill(
              own,
              access,
              transactionId,
              async (_, application) => void told.push(application.id),
            ),
        }),
      },
    )
    const access = await scene.accesses.of(merchantId)
    expect(await access?.calls.setCallback({ callbackUrl, showFapiaoCell: true })).toMatchObject({
      outcome: 'done',
    })
    const { transactionId } = await pay({ ...silent, totalFen: 6_600 })
    const title = {
      type: 'ORGANIZATION',
      name: '上海示例贸易有限公司',
      taxpayer_id: taxNumber(9_999_999),
      phone: '13800000000',
      email: 'buyer@example.test',
    }
    await wechat.control.call('POST', '/pay/profile', { callbacks: { duplicates: 3 } })
    for (let again = 0; again < 2; again++) {
      await wechat.control.call('POST', '/user/openid-1/apply-fapiao', { transactionId, title })
      await worker.drain()
    }
    const applications = await ground.db.manager.findBy(applicationEntity, { merchantId })
    expect(applications).toHaveLength(1)
    expect(applications[0]).toMatchObject({
      buyerName: title.name,
      amountFen: 6_600,
      email: 'buyer@example.test',
      mobile: '13800000000',
      status: 'submitted',
    })
    expect(told).toEqual([applications[0]?.id])
    for (const secret of ['13800000000', 'buyer@example.test', title.name]) {
      expect(ground.logLines.join('\n')).not.toContain(secret)
    }
    expect(mchid).toMatch(/^\d+$/)
  })

  test('settings are sealed, checked as a whole, changed in part, and never shown or logged', async () => {
    const { ground, merchantId, account, server, mchid } = await buildPayScene(await open(), wechat)
    const { credentials } = await registerMerchant(wechat.control, mchid)
    const person = (await ground.db.manager.query('SELECT userId FROM membership WHERE merchantId = ?', [
      merchantId,
    ])) as {
      userId: string
    }[]
    const api = server.client(await signInAs(ground, person[0]?.userId ?? '', merchantId))
    const shown = await api('GET /api/v1/merchant/wechat-pay', {})
    expect(shown).toMatchObject({
      isSetUp: true,
      mchid,
      subMchid: null,
      certificateSerial: account.certificateSerial,
    })
    const changed = await api('PATCH /api/v1/merchant/wechat-pay', {
      body: { subMchid: '1900007777', line: null },
    })
    expect(changed).toMatchObject({ subMchid: '1900007777', line: null, mchid })
    const bad = api('PATCH /api/v1/merchant/wechat-pay', {
      body: {
        certificate: 'x',
        privateKey: 'y',
        apiV3Key: 'short',
        platformKeys: [{ id: 'PUB_KEY_ID_01', pem: 'z' }],
      },
    })
    await expect(bad).rejects.toMatchObject({
      problem: { fields: expect.arrayContaining([expect.objectContaining({ path: 'apiV3Key' })]) },
    })
    await api('PATCH /api/v1/merchant/wechat-pay', { body: { subMchid: null } })
    expect(await api('POST /api/v1/merchant/wechat-pay/check', {})).toEqual({ outcome: 'ready' })
    const outside = JSON.stringify([shown, changed]) + ground.logLines.join('\n') + JSON.stringify(account)
    for (const secret of [credentials.apiV3Key, credentials.privateKey.split('\n')[1] ?? '']) {
      expect(outside).not.toContain(secret)
    }
  })
})
