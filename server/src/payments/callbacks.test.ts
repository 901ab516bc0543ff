import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { codeEntity } from '../codes/entity'
import { alarmEntity } from '../merchants/entity'
import { describeOnDatabases } from '../test/databases'
import { startTestWechat, type TestWechat } from '../test/wechat-pay'
import { payEventEntity, paymentEntity } from './entity'
import { buildPayScene } from './test-scene'

describeOnDatabases('callbacks of WeChat Pay', (open) => {
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

  const profile = (callbacks: Record<string, unknown>) =>
    wechat.control.call('POST', '/pay/profile', { callbacks })
  const statuses = async () =>
    (await wechat.control.journal()).entries.flatMap(({ direction, status, fault }) =>
      direction === 'out' ? [`${status}${fault ? ` ${fault}` : ''}`] : [],
    )

  test('a payment makes one order code, with the amount that was paid', async () => {
    const scene = await buildPayScene(await open(), wechat)
    const { transactionId, outTradeNo } = await scene.pay({ totalFen: 8_650 })
    await scene.worker.drain()
    const { manager } = scene.ground.db
    const payment = await manager.findOneByOrFail(paymentEntity, { transactionId })
    const code = await manager.findOneByOrFail(codeEntity, { id: payment.codeId ?? '' })
    expect(code).toMatchObject({ status: 'active', source: 'payment', amountFen: 8_650, orderNo: outTradeNo })
    expect(code.merchantId).toBe(scene.merchantId)
    expect(payment).toMatchObject({ totalFen: 8_650, refundedFen: 0, openid: 'openid-1' })
  })

  test.each(['certificate', 'public_key'])('callbacks are believed in %s mode', async (keyMode) => {
    const scene = await buildPayScene(await open(), wechat, { merchant: { keyMode } })
    await scene.pay()
    expect(await statuses()).toEqual(['204'])
  })

  test.each(['usual', 'empty', 'absent'])('associated data may be %s', async (associatedData) => {
    const scene = await buildPayScene(await open(), wechat)
    await profile({ associatedData, hasOriginalType: associatedData === 'usual' })
    await scene.pay()
    expect(await statuses()).toEqual(['204'])
  })

  test('fifteen deliveries shuffled, repeated, old, altered and probing have exactly one effect', async () => {
    const scene = await buildPayScene(await open(), wechat)
    const { manager } = scene.ground.db
    // Flawed ones are refused, and so sent again by the published schedule.
    for (const flaw of ['time', 'body', 'signature', 'serial', 'tag', 'aad']) {
      await profile({ flaw })
      const { transactionId } = await scene.pay()
      expect((await statuses()).at(-1)).toBe(`${['tag', 'aad'].includes(flaw) ? 400 : 401} ${flaw}`)
      expect(await manager.countBy(payEventEntity, { merchantId: scene.merchantId })).toBe(0)
      expect(await manager.countBy(paymentEntity, { transactionId })).toBe(0)
      // The next tries of this one are lost on their way.
      await profile({ isDropped: true })
      await wechat.control.advance(15_000)
      await profile({ isDropped: false })
      await wechat.control.clearJournal()
    }
    await profile({ flaw: 'none', isDropped: false, shuffle: 3, duplicates: 4, isProbed: true })
    const payments = [await scene.pay(), await scene.pay(), await scene.pay()]
    await wechat.clock.advance(100)
    const seen = await statuses()
    expect(seen.filter((each) => each === '204')).toHaveLength(15)
    expect(seen.filter((each) => each === '401 probe')).toHaveLength(3)
    await scene.worker.drain()
    expect(await manager.countBy(payEventEntity, { merchantId: scene.merchantId })).toBe(3)
    expect(await manager.countBy(codeEntity, { merchantId: scene.merchantId })).toBe(3)
    for (const { transactionId } of payments) {
      expect(await manager.countBy(paymentEntity, { transactionId })).toBe(1)
    }
  })

  test('what is refused comes again by the published schedule, under the same id, and then counts once', async () => {
    const scene = await buildPayScene(await open(), wechat)
    await profile({ flaw: 'time' })
    await scene.pay()
    await wechat.control.advance(30_000)
    expect(await statuses()).toEqual(['401 time', '401 time', '401 time'])
    await profile({ flaw: 'none', duplicates: 1 })
    await wechat.control.advance(30_000)
    expect((await statuses()).slice(3)).toEqual(['204', '204'])
    await wechat.control.advance(86_400_000)
    expect(await statuses()).toHaveLength(5)
    const events = await scene.ground.db.manager.findBy(payEventEntity, { merchantId: scene.merchantId })
    expect(events).toHaveLength(1)
  })

  test('unsigned, stale and foreign requests get 401 before anything is parsed, and are counted', async () => {
    const scene = await buildPayScene(await open(), wechat)
    const path = new URL(scene.callbackUrl).pathname
    const post = (body: string, headers: Record<string, string> = {}, at = path) =>
      scene.server.fetch(at, { method: 'POST', body, headers })
    for (const body of [
      '',
      '{',
      'null',
      '[1,2]',
      '<xml/>',
      '{"id":"x"}',
      randomBytes(300).toString('latin1'),
    ]) {
      expect((await post(body)).status).toBe(401)
    }
    const forged = {
      'wechatpay-timestamp': String(Math.floor(wechat.clock.now() / 1000)),
      'wechatpay-nonce': 'n',
      'wechatpay-serial': scene.account.platformKeys[0]?.id ?? '',
      'wechatpay-signature': Buffer.alloc(256).toString('base64'),
    }
    expect((await post('{}', forged)).status).toBe(401)
    expect((await post('{}', forged, '/callbacks/wechat-pay/nobody')).status).toBe(401)
    expect((await post('x'.repeat(70_000), forged)).status).toBe(413)
    const counted = scene.ground.logLines.filter((line) => line.includes('wechat_pay.not_believed'))
    expect(counted).toHaveLength(8)
    const { manager } = scene.ground.db
    expect(await manager.countBy(payEventEntity, { merchantId: scene.merchantId })).toBe(0)
  })

  test('a key that the merchant lacks refuses the callback and raises an alarm', async () => {
    const scene = await buildPayScene(await open(), wechat)
    await profile({ flaw: 'serial' })
    await scene.pay()
    const { manager } = scene.ground.db
    const kind = 'wechat_pay.unknown_key'
    await expect.poll(() => manager.countBy(alarmEntity, { merchantId: scene.merchantId, kind })).toBe(1)
  })

  test('an order of ours is marked paid, once, and only by its own amount', async () => {
    const scene = await buildPayScene(await open(), wechat, { line: null })
    const { buildOrderCode } = await import('../test/shop')
    const order = await buildOrderCode(scene.ground, scene, { orderNo: 'TABLE-0001', isPaid: false })
    const other = await buildOrderCode(scene.ground, scene, { orderNo: 'TABLE-0002', isPaid: false })
    await scene.pay({ outTradeNo: 'TABLE-0001' })
    await scene.pay({ outTradeNo: 'TABLE-0002', totalFen: 12_700 })
    await scene.worker.drain()
    const { manager } = scene.ground.db
    expect((await manager.findOneByOrFail(codeEntity, { id: order.id })).status).toBe('active')
    expect((await manager.findOneByOrFail(codeEntity, { id: other.id })).status).toBe('unpaid')
    const kind = 'payment.amount_differs'
    expect(await manager.countBy(alarmEntity, { merchantId: scene.merchantId, kind })).toBe(1)
  })

  test('a callback whose payment WeChat does not confirm has no effect', async () => {
    const scene = await buildPayScene(await open(), wechat)
    await wechat.control.addFault({ kind: 'http_error', status: 502, path: '/v3/pay/transactions', times: 1 })
    await scene.pay()
    await scene.worker.drain()
    const { manager } = scene.ground.db
    expect(await manager.countBy(codeEntity, { merchantId: scene.merchantId })).toBe(0)
    await wechat.control.advance(20_000)
    await scene.worker.drain()
    expect(await manager.countBy(codeEntity, { merchantId: scene.merchantId })).toBe(1)
  })
})
