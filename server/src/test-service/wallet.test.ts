import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { walletCardEntity } from '../delivery/wallet/entity'
import type { FaultInput } from '../simulators/wechat/core/faults'
import type { WalletCard } from '../simulators/wechat/mp/world'
import { describeOnDatabases } from '../test/databases'
import { MINIAPP, miniappEnv, openServiceAccount, startTestWechat, type TestWechat } from '../test/wechat'
import { clientOf } from './http-client'
import { eventually } from './programs'
import {
  apply,
  type GuestView,
  makeOrderCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
  untilFiled,
} from './service-scene'

const PERSON = 'lixiaoyu'

describeOnDatabases('an invoice on its way into the card wallet', (open) => {
  let wechat: TestWechat
  let service: TestService
  let shop: TestShop
  beforeAll(async () => {
    wechat = await startTestWechat({ isRunning: true })
    service = await startTestService(open, {
      env: { ...miniappEnv(wechat.mpUrl), CHANNEL_TIMEOUT_MS: '1500' },
    })
    shop = await openShop(service)
    const { ground, url } = service.service
    await openServiceAccount(ground, wechat, shop.merchantId, { serviceUrl: url, isSealed: true })
    await shop.owner('POST /api/v1/merchant/wechat/set-up', {})
  })
  beforeEach(async () => {
    await wechat.control.removeFaults()
    await wechat.control.clearJournal()
  })
  afterAll(async () => {
    await service.close()
    await wechat.close()
  })

  const guest = () => clientOf(service.url)
  const cardOf = (view: GuestView) => view.wallet?.cards[0]
  const walletOf = async (number: string) => {
    const { cards } = await wechat.control.call<{ cards: WalletCard[] }>('GET', `/mp/people/${PERSON}/wallet`)
    return cards.filter((card) => card.invoice.billing_no === number)
  }
  async function issuedInvoice() {
    const code = await makeOrderCode(shop)
    const { token } = await apply(service, [code.code], { email: 'guest@example.test' })
    const view = await untilFiled(service, token)
    return { token, number: view.invoices[0]?.number ?? '', view }
  }
  const offer = (token: string) =>
    guest()('POST /api/v1/applications/:token/wallet', { params: { token }, body: { source: 'web' } })
  const orderOf = async (number: string) => {
    const { manager } = service.service.ground.db
    const rows = (await manager.query(
      'SELECT w.`orderKey` FROM `wallet_card` w JOIN `invoice` i ON i.`id` = w.`invoiceId` WHERE i.`number` = ?',
      [number],
    )) as { orderKey: string }[]
    return { orderId: rows[0]?.orderKey ?? '' }
  }
  const expectNoSurprise = async () => expect((await wechat.control.journal()).unexpected).toEqual([])

  test('is authorised on WeChat’s page and lands in the wallet, with its code kept for a reversal', async () => {
    const { token, number, view } = await issuedInvoice()
    expect(view.wallet).toEqual({ canAdd: true, place: 'wechat', cards: [] })
    const { url } = await offer(token)
    expect(url).toMatch(/\/desk\/authorise\/[0-9a-f]{24}$/)
    expect(cardOf((await offer(token)) as unknown as GuestView)).toEqual({
      number,
      status: 'offered',
      isOtherWay: false,
    })
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    const end = await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    expect(end.wallet).toEqual({
      canAdd: false,
      place: 'wechat',
      cards: [{ number, status: 'inserted', isOtherWay: false }],
    })
    const [card, ...more] = await walletOf(number)
    expect(more).toEqual([])
    expect(card?.invoice).toMatchObject({
      fee: 12_800,
      billing_code: '',
      check_code: '',
      title: '上海示例贸易有限公司',
    })
    const row = await service.service.ground.db.manager.findOneByOrFail(walletCardEntity, {
      cardCode: card?.code ?? '',
    })
    expect(row).toMatchObject({ status: 'inserted', merchantId: shop.merchantId })
    await expectNoSurprise()
  })

  test('is not inserted when the guest declines, and can be offered again', async () => {
    const { token, number } = await issuedInvoice()
    await offer(token)
    await wechat.person(PERSON, 'decline', await orderOf(number))
    const declined = await until(service, token, (now) => cardOf(now)?.status === 'declined')
    expect(declined.status).toBe('issued')
    expect(declined.wallet?.canAdd).toBe(true)
    await offer(token)
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    expect(await walletOf(number)).toHaveLength(1)
    await expectNoSurprise()
  })

  const faults: FaultInput[] = [
    { kind: 'timeout', when: 'after', path: '/insert', times: 1 },
    { kind: 'reset', when: 'after', path: '/insert', times: 1 },
    { kind: 'garbage', when: 'after', path: '/insert', times: 1 },
    { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere', path: '/insert', times: 1 },
    { kind: 'timeout', when: 'after', path: '/setpdf', times: 1 },
    { kind: 'wrong_length', path: '/getauthdata', times: 1 },
    { kind: 'gzip', path: '/insert', times: 1 },
    { kind: 'timeout', when: 'before', path: '/insert', times: 1 },
    { kind: 'http_error', when: 'before', status: 503, path: '/insert', times: 1 },
    { kind: 'http_error', when: 'after', status: 502, path: '/insert', times: 1 },
    { kind: 'reset_mid_body', path: '/setpdf', times: 1 },
    { kind: 'slow_body', ms: 300, path: '/setpdf', times: 1 },
  ]
  test('is there exactly once whatever the wire does', async () => {
    const running = []
    for (const fault of faults) {
      const issued = await issuedInvoice()
      await offer(issued.token)
      running.push({ ...issued, fault })
    }
    // 72018 answers the question whether a lost insertion arrived.
    await wechat.control.expectRefusal({ path: '/insert', code: '72018', times: faults.length })
    for (const { number, fault } of running) {
      await wechat.control.addFault(fault)
      await wechat.person(PERSON, 'authorise', await orderOf(number))
      const path = fault.path ?? ''
      await eventually('the fault was met', async () => {
        const { entries } = await wechat.control.journal()
        return entries.some((entry) => entry.fault !== undefined && entry.path.endsWith(path)) && true
      })
      await wechat.control.removeFaults()
    }
    for (const { token, number } of running) {
      await until(service, token, (now) => cardOf(now)?.status === 'inserted')
      expect(await walletOf(number)).toHaveLength(1)
    }
    await expectNoSurprise()
  }, 60_000)

  test('never undoes the invoice: a definite no is said, and the file and the mail stay', async () => {
    await wechat.control.call('PUT', '/mp/profile', { numbers: 'pre-2024' })
    await wechat.control.expectRefusal({ path: '/insert', code: '72045' })
    const { token, number } = await issuedInvoice()
    await offer(token)
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    const failed = await until(service, token, (now) => cardOf(now)?.status === 'failed')
    await wechat.control.call('PUT', '/mp/profile', { numbers: 'current' })
    expect(failed.status).toBe('issued')
    expect(failed.wallet?.canAdd).toBe(false)
    expect(failed.invoices[0]?.files.pdf).not.toBeNull()
    await until(service, token, (now) => now.deliveries.some(({ status }) => status === 'sent'))
    await expect(offer(token)).rejects.toMatchObject({ problem: { code: 'wallet.not_possible' } })
    const { items } = await shop.owner('GET /api/v1/merchant/alarms', {})
    expect(items.some(({ kind, text }) => kind === 'wallet_failed' && text.includes(number))).toBe(true)
    await expectNoSurprise()
  })

  test('needs no event: an authorisation whose event was lost is asked for', async () => {
    await wechat.control.call('PUT', '/mp/push', { mode: 'drop' })
    const { token, number } = await issuedInvoice()
    await offer(token)
    await wechat.person(PERSON, 'authorise', await orderOf(number))
    await until(service, token, (now) => cardOf(now)?.status === 'inserted')
    await wechat.control.call('PUT', '/mp/push', { mode: 'normal' })
    expect(await walletOf(number)).toHaveLength(1)
  })

  test('says nothing of secrets and tokens in the log', () => {
    const log = service.logLines.join('\n')
    for (const secret of ['planted-', MINIAPP.secret, 'access_token=', 'session_key']) {
      expect(log).not.toContain(secret)
    }
  })
})
