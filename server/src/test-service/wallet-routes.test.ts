import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { walletCardEntity } from '../delivery/wallet/entity'
import { invoiceEntity } from '../issuing/entity'
import { hasten } from '../jobs'
import { jobEntity } from '../jobs/entity'
import { taxpayerEntity } from '../merchants'
import type { FaultInput } from '../simulators/wechat/core/faults'
import type { WalletCard } from '../simulators/wechat/mp/world'
import { describeOnDatabases } from '../test/databases'
import { miniappEnv, openServiceAccount, startTestWechat, type TestWechat } from '../test/wechat'
import { registerMerchant, SIM_APPID } from '../test/wechat-pay'
import { clientOf } from './http-client'
import { eventually } from './programs'
import {
  apply,
  type GuestView,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
  untilFiled,
  view,
} from './service-scene'

const PERSON = 'lixiaoyu'
const PAYER = 'openid-1'
const MCHID = '1900004444'

describeOnDatabases('two ways into the card wallet', (open) => {
  let wechat: TestWechat
  let service: TestService
  let shop: TestShop
  let account: { appid: string; secret: string }
  let product: { code: string }
  beforeAll(async () => {
    wechat = await startTestWechat({ isRunning: true })
    service = await startTestService(open, {
      env: { ...miniappEnv(wechat.mpUrl), WECHAT_PAY_URLS: wechat.payUrl, CHANNEL_TIMEOUT_MS: '1000' },
    })
    shop = await openShop(service)
    const { ground, url } = service.service
    account = await openServiceAccount(ground, wechat, shop.merchantId, { serviceUrl: url })
    await shop.owner('POST /api/v1/merchant/wechat/set-up', {})
    const { credentials } = await registerMerchant(wechat.control, MCHID)
    await shop.owner('PATCH /api/v1/merchant/wechat-pay', {
      body: { ...credentials, appId: SIM_APPID, line: null },
    })
    // Without it WeChat Pay takes no card.
    const { merchantId } = shop
    await ground.db.manager.update(taxpayerEntity, { merchantId }, { address: '上海市示例路1号' })
    product = await makeProductCode(shop)
  })
  beforeEach(async () => {
    await wechat.control.removeFaults()
    await wechat.control.clearJournal()
    await wechat.control.call('DELETE', '/pay/profile')
    await wechat.control.call('POST', '/pay/profile', { delayMs: 100 })
    await wechat.control.call('PUT', '/mp/profile', { numbers: 'current' })
    await grant(['invoice', 'platform'])
  })
  afterAll(async () => {
    await service.close()
    await wechat.close()
  })

  const guest = () => clientOf(service.url)
  const cardOf = (view: GuestView) => view.wallet?.cards[0]
  const routes = (walletRoutes: ('serviceAccount' | 'pay')[]) =>
    shop.owner('PATCH /api/v1/merchant/wechat', { body: { walletRoutes } })
  /** What the service account may do at WeChat. */
  const grant = (powers: ('invoice' | 'platform')[]) =>
    wechat.putAccount({
      appid: account.appid,
      secret: account.secret,
      type: 'service',
      name: '示例餐厅',
      powers,
    })
  /** As the nightly sweep does; the pauses between two looks grow. */
  async function askNow(number: string): Promise<void> {
    const { ground } = service.service
    const invoice = await ground.db.manager.findOneByOrFail(invoiceEntity, { number })
    for (const { id } of await ground.db.manager.findBy(walletCardEntity, { invoiceId: invoice.id })) {
      await eventually('the job to wait', async () => {
        if (!(await ground.db.manager.existsBy(jobEntity, { subject: id, status: 0 }))) return false
        await hasten(ground, 'wallet.drive', id)
        return true
      })
    }
  }
  const untilRefused = (code: string) =>
    eventually(`a refusal ${code}`, async () => {
      const { entries } = await wechat.control.journal()
      return entries.some((entry) => entry.code === code) && true
    })
  const expectNoSurprise = async () => expect((await wechat.control.journal()).unexpected).toEqual([])

  /** A guest paid by WeChat and holds the invoice over it. */
  async function paidInvoice(email = 'guest@example.test') {
    const { outTradeNo } = await wechat.control.call<{ outTradeNo: string }>('POST', `/user/${PAYER}/pay`, {
      mchid: MCHID,
      appid: SIM_APPID,
      totalFen: 12_800,
      notifyUrl: null,
    })
    const { code } = await guest()('POST /api/v1/codes/:code/payment', {
      params: { code: product.code },
      body: { outTradeNo },
    })
    const { token } = await apply(service, [code], { email })
    const number = (await untilFiled(service, token)).invoices[0]?.number ?? ''
    return { token, number }
  }
  const offer = (token: string) =>
    guest()('POST /api/v1/applications/:token/wallet', { params: { token }, body: { source: 'web' } })
  async function orderOf(number: string): Promise<{ orderId: string }> {
    const invoice = await service.service.ground.db.manager.findOneByOrFail(invoiceEntity, { number })
    return { orderId: `W${invoice.id}` }
  }
  async function wallets(number: string): Promise<{ pay: number; serviceAccount: number }> {
    const byPay = (await wechat.control.wallet(PAYER)) as { number: string; side: string }[]
    const { cards } = await wechat.control.call<{ cards: WalletCard[] }>('GET', `/mp/people/${PERSON}/wallet`)
    return {
      pay: byPay.filter((card) => card.number === number && card.side === 'pay').length,
      serviceAccount: cards.filter((card) => card.invoice.billing_no === number).length,
    }
  }
  const openAlarms = async (number: string) =>
    (await shop.owner('GET /api/v1/merchant/alarms', {})).items.filter(({ text }) => text.includes(number))

  test('a no of the service account after the guest’s yes: WeChat Pay takes it without asking again', async () => {
    await routes(['serviceAccount', 'pay'])
    await wechat.control.call('PUT', '/mp/profile', { numbers: 'pre-2024' })
    await wechat.control.expectRefusal({ path: '/insert', code: '72045' })
    const { token, number } = await paidInvoice()
    await offer(token)
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    const end = await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    expect(end.wallet).toEqual({
      canAdd: false,
      place: 'wechat',
      cards: [{ number, status: 'inserted', isOtherWay: true }],
    })
    expect(await wallets(number)).toEqual({ pay: 1, serviceAccount: 0 })
    expect(await openAlarms(number)).toEqual([])
    await expectNoSurprise()
  })

  test('a no of the service account when asked for its page: the same tap goes on by WeChat Pay', async () => {
    await routes(['serviceAccount', 'pay'])
    await grant(['platform'])
    await wechat.control.expectRefusal({ path: '/getauthurl', code: '48001' })
    const { token, number } = await paidInvoice()
    const { url } = await offer(token)
    expect(url).toBeUndefined()
    await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    expect(await wallets(number)).toEqual({ pay: 1, serviceAccount: 0 })
    await expectNoSurprise()
  })

  test('a no of WeChat Pay: the guest is asked once more, by the service account', async () => {
    await routes(['pay', 'serviceAccount'])
    await wechat.control.call('POST', '/pay/profile', { digitalInvoices: 'refused' })
    await wechat.control.expectRefusal({ path: '/insert-cards', code: 'PARAM_ERROR' })
    const { token, number } = await paidInvoice()
    expect((await offer(token)).url).toBeUndefined()
    const asked = await until(service, token, (now) => cardOf(now)?.isOtherWay === true)
    expect(asked.wallet).toMatchObject({ canAdd: true, cards: [{ status: 'offered' }] })
    expect((await offer(token)).url).toMatch(/\/desk\/authorise\//)
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    expect(await wallets(number)).toEqual({ pay: 0, serviceAccount: 1 })
    await expectNoSurprise()
  })

  test('a no of both: said plainly, no button is left, file and mail are there, the merchant sees both causes', async () => {
    await routes(['serviceAccount', 'pay'])
    await wechat.control.call('PUT', '/mp/profile', { numbers: 'pre-2024' })
    await wechat.control.call('POST', '/pay/profile', { digitalInvoices: 'refused' })
    await wechat.control.expectRefusal({ path: '/insert', code: '72045' })
    await wechat.control.expectRefusal({ path: '/insert-cards', code: 'PARAM_ERROR' })
    const { token, number } = await paidInvoice('both@example.test')
    await offer(token)
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    const end = await until(service, token, (now) => cardOf(now)?.status === 'failed')
    expect(end).toMatchObject({ status: 'issued', wallet: { canAdd: false } })
    expect(end.invoices[0]?.files.pdf).not.toBeNull()
    await until(service, token, (now) => now.deliveries.some(({ status }) => status === 'sent'))
    await expect(offer(token)).rejects.toMatchObject({ problem: { code: 'wallet.not_possible' } })
    const alarms = await openAlarms(number)
    expect(alarms.map(({ text }) => /\((\w+)\)/.exec(text)?.[1]).sort()).toEqual(['pay', 'serviceAccount'])
    await expectNoSurprise()
  })

  test('a route that is chosen but not set up is no way, and no button', async () => {
    const other = await openShop(service)
    await openServiceAccount(service.service.ground, wechat, other.merchantId, {
      serviceUrl: service.service.url,
    })
    await other.owner('PATCH /api/v1/merchant/wechat', { body: { walletRoutes: ['pay', 'serviceAccount'] } })
    const { code } = await other.till('POST /open/v1/order-codes', {
      body: {
        orderNo: 'N1',
        lines: [
          {
            name: '餐饮服务',
            quantity: 1,
            amountFen: 12_800,
            taxRate: '0.06',
            taxCode: '3070401000000000000',
          },
        ],
      },
      idempotencyKey: 'wallet-routes-not-ready',
    })
    const { token } = await apply(service, [code])
    expect((await untilFiled(service, token)).wallet).toBeUndefined()
    await expect(offer(token)).rejects.toMatchObject({ problem: { code: 'wechat.not_configured' } })
  })

  test('nobody knows is no no: WeChat Pay stays silent, and the service account is not asked', async () => {
    await routes(['pay', 'serviceAccount'])
    await wechat.control.call('POST', '/pay/profile', { digitalInvoices: 'silent' })
    const { token, number } = await paidInvoice()
    await offer(token)
    await until(service, token, (now) => cardOf(now)?.status === 'unknown')
    const again = await offer(token)
    expect(again).toMatchObject({ wallet: { canAdd: false, cards: [{ status: 'unknown' }] } })
    expect(again.url).toBeUndefined()
    // Even when WeChat Pay refuses to say anything at all.
    await registerMerchant(wechat.control, MCHID, { fapiao: 'closed' })
    await wechat.control.expectRefusal({ code: 'NO_AUTH', times: 9 })
    await untilRefused('NO_AUTH')
    await registerMerchant(wechat.control, MCHID)
    const { manager } = service.service.ground.db
    const invoice = await manager.findOneByOrFail(invoiceEntity, { number })
    const cards = await manager.findBy(walletCardEntity, { invoiceId: invoice.id })
    expect(cards.map(({ route, status }) => [route, status])).toEqual([['pay', 'unknown']])
  })

  test('a lost insertion of the service account stays unknown when the permission is gone, and is found later', async () => {
    await routes(['serviceAccount', 'pay'])
    const { token, number } = await paidInvoice()
    await offer(token)
    await wechat.control.addFault({ kind: 'reset', when: 'after', path: '/invoice/insert', times: 1 })
    // Until the permission is gone nothing more is learnt.
    await wechat.control.addFault({ kind: 'http_error', path: '/invoice/insert' })
    await wechat.control.expectRefusal({ path: '/insert', code: '48001', times: 9 })
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    await until(service, token, (now) => cardOf(now)?.status === 'unknown')
    await grant(['platform'])
    await wechat.control.removeFaults()
    await askNow(number)
    await untilRefused('48001')
    expect(cardOf(await view(service, token))).toEqual({ number, status: 'unknown', isOtherWay: false })
    await grant(['invoice', 'platform'])
    await wechat.control.expectRefusal({ path: '/insert', code: '72018' })
    await askNow(number)
    await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    expect(await wallets(number)).toEqual({ pay: 0, serviceAccount: 1 })
  })

  const faults: FaultInput[] = [
    { kind: 'timeout', when: 'before', path: '/insert-cards', times: 1 },
    { kind: 'timeout', when: 'after', path: '/insert-cards', times: 1 },
    { kind: 'reset', when: 'after', path: '/insert-cards', times: 1 },
    { kind: 'reset_mid_body', path: '/upload-fapiao-file', times: 1 },
    { kind: 'http_error', when: 'after', status: 502, path: '/insert-cards', times: 1 },
    { kind: 'http_error', when: 'before', status: 503, path: '/insert-cards', times: 1 },
    { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere', path: '/insert-cards', times: 1 },
    { kind: 'slow_body', ms: 300, path: '/upload-fapiao-file', times: 1 },
    { kind: 'gzip', path: '/upload-fapiao-file', times: 1 },
    { kind: 'wrong_length', path: '/upload-fapiao-file', times: 1 },
    { kind: 'garbage', when: 'after', path: '/insert-cards', times: 1 },
  ]
  test('by WeChat Pay too it is there exactly once whatever the wire does', async () => {
    await routes(['pay', 'serviceAccount'])
    // The answer to the question whether a lost insertion arrived.
    await wechat.control.expectRefusal({ code: 'RESOURCE_NOT_EXISTS', times: faults.length })
    const running = await Promise.all(faults.map(async (fault) => ({ ...(await paidInvoice()), fault })))
    for (const [index, { token, fault }] of running.entries()) {
      await wechat.control.addFault(fault)
      await offer(token)
      await eventually('the fault was met', async () => {
        const { entries } = await wechat.control.journal()
        return entries.filter((entry) => entry.fault !== undefined).length > index
      })
      await wechat.control.removeFaults()
    }
    for (const { token, number } of running) {
      await until(service, token, (now) => cardOf(now)?.status === 'inserted')
      expect(await wallets(number)).toEqual({ pay: 1, serviceAccount: 0 })
    }
    await expectNoSurprise()
  }, 60_000)
})
