import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChannels } from '../channels/channels'
import { lookAtQuotas, tellLowQuota } from '../compose-wechat'
import { cancelWalletCards } from '../delivery/wallet'
import { walletCardEntity } from '../delivery/wallet/entity'
import { invoiceEntity } from '../issuing/entity'
import { createQuotaWatch } from '../issuing/quota-watch'
import { membershipEntity, userEntity } from '../merchants'
import { createSignInLink } from '../merchants/sign-in-link'
import { wechatAccountOf } from '../merchants/wechat/accounts'
import type { RunningSms } from '../simulators/sms'
import type { SentMessage, WalletCard } from '../simulators/wechat/mp/world'
import { describeOnDatabases } from '../test/databases'
import { buildPerson } from '../test/merchant'
import { smsEnv, startTestSms } from '../test/sms'
import {
  MINIAPP,
  miniappEnv,
  openServiceAccount,
  PUSH_TOKEN,
  startTestWechat,
  type TestWechat,
} from '../test/wechat'
import { wechatEventEntity } from '../wechat/mp/entity'
import { clientOf } from './http-client'
import { eventually } from './programs'
import {
  apply,
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
  untilFiled,
} from './service-scene'

describeOnDatabases('WeChat and its people', (open) => {
  let wechat: TestWechat
  let sms: RunningSms
  let service: TestService
  let shop: TestShop
  let account: { appid: string; secret: string; eventKey: string }
  beforeAll(async () => {
    wechat = await startTestWechat({ isRunning: true })
    sms = await startTestSms()
    service = await startTestService(open, {
      env: {
        ...miniappEnv(wechat.mpUrl),
        ...smsEnv(sms.url),
        WECHAT_VERIFY_FILE: 'WW_verify_1.txt=abc',
      },
    })
    shop = await openShop(service)
    const { ground, url } = service.service
    account = await openServiceAccount(ground, wechat, shop.merchantId, { serviceUrl: url })
    await shop.owner('POST /api/v1/merchant/wechat/set-up', {})
  })
  afterAll(async () => {
    await service.close()
    await wechat.close()
    await sms.close()
  })
  const guest = () => clientOf(service.url)
  const code = async (kind: 'login' | 'phone' | 'oauth', person: string, isSnapshot?: boolean) => {
    const appid = kind === 'oauth' ? account.appid : MINIAPP.appid
    const answer = await wechat.person<{ code: string }>(person, `${kind}-code`, { appid, isSnapshot })
    return answer.code
  }
  const signIn = async (person: string) =>
    guest()('POST /api/v1/wechat/sign-in', { body: { code: await code('login', person) } })

  test('a member binds by the phone number that WeChat vouches for, and is signed in by it from then on', async () => {
    const { ground } = service.service
    const { userId } = await buildPerson(ground, shop.merchantId, 'reviewer')
    await ground.db.manager.update(userEntity, { id: userId }, { login: '13800138001' })
    const first = await signIn('lixiaoyu')
    expect(first.session).toBeNull()
    const body = { ticket: first.ticket ?? '', phoneCode: await code('phone', 'lixiaoyu') }
    const bound = await guest()('POST /api/v1/wechat/bind', { body })
    expect(bound.user.id).toBe(userId)
    expect(JSON.stringify(bound)).not.toContain('session_key')
    await expect(guest()('POST /api/v1/wechat/bind', { body })).rejects.toMatchObject({
      problem: { code: 'wechat.code_invalid' },
    })
    const again = await signIn('lixiaoyu')
    expect(again.session?.user.id).toBe(userId)
    // Who left is let in no more.
    await ground.db.manager.update(membershipEntity, { userId }, { isActive: false })
    expect((await signIn('lixiaoyu')).session).toBeNull()
    await ground.db.manager.update(membershipEntity, { userId }, { isActive: true })
  })

  test('a stranger’s number binds nothing; an invitation does; codes work once', async () => {
    const { ground } = service.service
    const stranger = await signIn('wangjianguo')
    const byPhone = { ticket: stranger.ticket ?? '', phoneCode: await code('phone', 'wangjianguo') }
    await expect(guest()('POST /api/v1/wechat/bind', { body: byPhone })).rejects.toMatchObject({
      problem: { code: 'wechat.not_a_member' },
    })
    const { userId } = await buildPerson(ground, shop.merchantId, 'cashier')
    const linkToken = await createSignInLink(ground, { userId, merchantId: shop.merchantId, ttlMs: 60_000 })
    const body = { ticket: stranger.ticket ?? '', linkToken }
    expect((await guest()('POST /api/v1/wechat/bind', { body })).user.id).toBe(userId)
    const used = await code('login', 'wangjianguo')
    await guest()('POST /api/v1/wechat/sign-in', { body: { code: used } })
    await expect(guest()('POST /api/v1/wechat/sign-in', { body: { code: used } })).rejects.toMatchObject({
      problem: { code: 'wechat.code_invalid' },
    })
  })

  test('OAuth sets a guest cookie; a snapshot page and a foreign state do not', async () => {
    const { code: orderCode } = await makeOrderCode(shop)
    const { token } = await apply(service, [orderCode])
    const start = async () => {
      const answer = await fetch(
        `${service.url}/wechat/oauth/start?application=${token}&app=${account.appid}`,
        { redirect: 'manual' },
      )
      const target = new URL(answer.headers.get('location') ?? '')
      expect(target.searchParams.get('scope')).toBe('snsapi_base')
      expect(target.hash).toBe('#wechat_redirect')
      return {
        state: target.searchParams.get('state') ?? '',
        cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
      }
    }
    const back = async (isSnapshot: boolean, mix: Partial<{ state: string }> = {}) => {
      const { state, cookie } = { ...(await start()), ...mix }
      const query = new URLSearchParams({ code: await code('oauth', 'lixiaoyu', isSnapshot), state })
      return fetch(`${service.url}/wechat/oauth/back?${query}`, { headers: { cookie }, redirect: 'manual' })
    }
    const good = await back(false)
    expect(good.headers.get('location')).toBe(`/a/${token}?wallet=go`)
    expect(good.headers.get('set-cookie')).toContain('piaoma_wechat=')
    const snapshot = await back(true)
    expect(snapshot.headers.get('location')).toBe(`/a/${token}?wallet=snapshot`)
    expect(snapshot.headers.get('set-cookie')).not.toMatch(/piaoma_wechat=[\w-]/)
    expect((await back(false, { state: 'somebody-elses' })).status).toBe(404)
  })

  const pushUrl = (over: Record<string, string> = {}, key = account.eventKey) => {
    const timestamp = over.timestamp ?? String(Math.floor(Date.now() / 1000))
    const nonce = over.nonce ?? '1514711492'
    const signature = createHash('sha1').update([PUSH_TOKEN, timestamp, nonce].sort().join('')).digest('hex')
    return `${service.url}/wechat/events/${key}?${new URLSearchParams({ signature, timestamp, nonce, ...over })}`
  }
  const push = async (url: string, body: string) =>
    (await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body })).status
  const event = (time: number, order = 'Wnobody') =>
    `<xml><FromUserName><![CDATA[o1]]></FromUserName><CreateTime>${time}</CreateTime><MsgType>event</MsgType><Event>user_authorize_invoice</Event><SuccOrderId><![CDATA[${order}]]></SuccOrderId></xml>`

  test('15 deliveries of five events, shuffled, doubled, with old time, changed, probed: each once', async () => {
    const { manager } = service.service.ground.db
    const before = await manager.count(wechatEventEntity)
    const times = [5, 3, 5, 1, 4, 2, 1, 2, 3, 4]
    const statuses = []
    for (const time of times) statuses.push(await push(pushUrl(), event(1_700_000_000 + time)))
    expect(statuses).toEqual(times.map(() => 200))
    const bad = [
      await push(pushUrl({ timestamp: String(Math.floor(Date.now() / 1000) - 301) }), event(1)),
      await push(pushUrl({ signature: 'WECHATPAY/SIGNTEST/x' }), event(2)),
      await push(pushUrl({}, 'a'.repeat(32)), event(3)),
      await push(pushUrl(), `<!DOCTYPE x [<!ENTITY e "e">]>${event(4)}`),
      await push(pushUrl(), 'no xml'),
    ]
    expect(bad).toEqual([401, 401, 401, 401, 401])
    expect(await manager.count(wechatEventEntity)).toBe(before + 5)
    const verify = await fetch(`${pushUrl()}&echostr=123456`)
    expect(await verify.text()).toBe('123456')
    const metrics = await (await fetch(`${service.url}/metrics`)).text()
    expect(metrics).toMatch(
      /piaoma_http_request_seconds_count\{[^}]*wechat\/events[^}]*status="401"[^}]*\} 4|piaoma_http_request_seconds_count\{[^}]*wechat\/events[^}]*status="401"[^}]*\} 5/,
    )
  })

  test('a guest and a reviewer who agreed are told once, in fields that WeChat takes', async () => {
    const person = 'chenchen'
    for (const templateId of ['T_issued', 'T_review']) {
      await wechat.person(person, 'consent', { appid: MINIAPP.appid, templateId })
      await wechat.person('lixiaoyu', 'consent', { appid: MINIAPP.appid, templateId })
    }
    const { guestToken } = await guest()('POST /api/v1/wechat/guest', {
      body: { code: await code('login', person) },
    })
    const product = await makeProductCode(shop)
    const reviewer = await signIn('lixiaoyu')
    await clientOf(service.url, reviewer.session?.token)('POST /api/v1/sessions/current/wechat-consents', {
      body: { accepted: ['review_waiting'] },
    })
    const { token, id } = await apply(service, [product.code], { amountFen: 8_800 })
    const body = { guestToken, applicationToken: token, accepted: ['issued', 'quota_low'] as const }
    await guest()('POST /api/v1/wechat/consents', { body: { ...body, accepted: [...body.accepted] } })
    await shop.owner('POST /api/v1/merchant/applications/:id/approve', {
      params: { id },
      body: { version: 1 },
    })
    const view = await untilFiled(service, token)
    const messages = await eventually('both messages', async () => {
      const answer = await wechat.control.call<{ messages: SentMessage[] }>('GET', '/mp/messages')
      return answer.messages.length >= 2 && answer.messages
    })
    expect(messages.map(({ templateId, person: to }) => [templateId, to])).toEqual([
      ['T_review', 'lixiaoyu'],
      ['T_issued', person],
    ])
    expect(messages[1]?.data).toMatchObject({
      amount2: '¥88.00',
      character_string3: view.invoices[0]?.number,
    })
    expect(messages[1]?.page).toBe(`guest/track/index?token=${token}`)
  })

  /** Turned down after the guest agreed here to be told and withdrew it at WeChat. */
  async function rejectUnheard(address: { email?: string; mobile?: string }): Promise<string> {
    const { guestToken } = await guest()('POST /api/v1/wechat/guest', {
      body: { code: await code('login', 'chenchen') },
    })
    const product = await makeProductCode(shop)
    const { token, id } = await apply(service, [product.code], { amountFen: 8_800, ...address })
    await guest()('POST /api/v1/wechat/consents', {
      body: { guestToken, applicationToken: token, accepted: ['rejected'] },
    })
    await wechat.control.expectRefusal({ path: '/send', code: '43101' })
    await shop.owner('POST /api/v1/merchant/applications/:id/reject', {
      params: { id },
      body: { version: 1, reason: '金额不符' },
    })
    return token
  }

  test('who withdrew his agreement at WeChat is told by e-mail, and by SMS when he left only a number', async () => {
    const token = await rejectUnheard({ mobile: '13800138029' })
    const text = await eventually('the SMS', async () => {
      return sms.messages.find(({ mobile }) => mobile === '13800138029')?.text
    })
    expect(text).toContain(`https://fp.example.test/a/${token}`)
    await rejectUnheard({ email: 'fallback@example.test', mobile: '13800138028' })
    await eventually('the mail', async () => {
      const mails = service.mail.store.list().filter(({ to }) => to.includes('fallback@example.test'))
      return mails.some(({ subject }) => subject.includes('开票申请未通过')) && true
    })
    expect(sms.messages.filter(({ mobile }) => mobile === '13800138028')).toEqual([])
  })

  test('a quota that runs low is told though nobody opens the console, once; by SMS to whom WeChat closed', async () => {
    const { ground } = service.service
    const { taxNum } = shop
    const setQuota = (quotaFen: number) => service.bureau.control.putTaxpayer({ taxNum, quotaFen })
    await setQuota(100)
    const member = await signIn('lixiaoyu')
    const agree = () =>
      clientOf(service.url, member.session?.token)('POST /api/v1/sessions/current/wechat-consents', {
        body: { accepted: ['quota_low'] },
      })
    /** What each process of the service does every hour. */
    const look = () =>
      lookAtQuotas(ground, createQuotaWatch(ground, createChannels(ground), tellLowQuota(ground)))
    const told = async () => {
      const { messages } = await wechat.control.call<{ messages: SentMessage[] }>('GET', '/mp/messages')
      return messages.filter(({ templateId }) => templateId === 'T_quota')
    }
    await look()
    await agree()
    await wechat.person('lixiaoyu', 'consent', { appid: MINIAPP.appid, templateId: 'T_quota' })
    await Promise.all([look(), look()])
    const [message] = await eventually('the message', async () => {
      const sent = await told()
      return sent.length > 0 && sent
    })
    expect(message).toMatchObject({
      person: 'lixiaoyu',
      page: 'merchant/home/index',
      data: { amount2: '¥0.00' },
    })
    await agree()
    await wechat.control.expectRefusal({ path: '/send', code: '43101' })
    await look()
    const text = await eventually('the SMS', async () => {
      return sms.messages.find(({ mobile }) => mobile === '13800138001')?.text
    })
    expect(text).toContain('开票额度只剩0.00元')
    expect(await told()).toHaveLength(1)
    await setQuota(100_000_000)
  })

  test('codes, titles, JS-SDK and the verification file', async () => {
    const { code: token } = await makeOrderCode(shop)
    const picture = await fetch(`${service.url}/api/v1/codes/${token}/wxacode.png`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    const { ticket, url } = await guest()('POST /api/v1/codes/:code/wechat-title', {
      params: { code: token },
    })
    const read = () => guest()('GET /api/v1/wechat/titles/:ticket', { params: { ticket } })
    expect((await read()).title).toBeNull()
    await wechat.person('lixiaoyu', 'pick-title', { key: url.split('/').at(-1) })
    const { title } = await eventually('the title', async () => {
      const now = await read()
      return now.title !== null && now
    })
    expect(title).toMatchObject({
      type: 'company',
      name: '上海示例贸易有限公司',
      taxpayerId: '91310115MA1K4A2B3A',
    })
    const config = await guest()('GET /api/v1/wechat/js-config', {
      query: { url: `https://fp.example.test/s/${token}`, code: token },
    })
    expect(config).toMatchObject({ appId: account.appid, signature: expect.stringMatching(/^[0-9a-f]{40}$/) })
    const foreign = guest()('GET /api/v1/wechat/js-config', {
      query: { url: 'https://evil.example/', code: token },
    })
    await expect(foreign).rejects.toMatchObject({ problem: { code: 'request.invalid' } })
    expect(await (await fetch(`${service.url}/s/WW_verify_1.txt`)).text()).toBe('abc')
  })

  test('an inserted card is voided after a reversal, and can be locked and closed by its owner before', async () => {
    const { ground } = service.service
    const { code: orderCode } = await makeOrderCode(shop)
    const { token } = await apply(service, [orderCode])
    const number = (await untilFiled(service, token)).invoices[0]?.number ?? ''
    await guest()('POST /api/v1/applications/:token/wallet', {
      params: { token },
      body: { source: 'miniapp' },
    })
    const invoice = await ground.db.manager.findOneByOrFail(invoiceEntity, { number })
    await wechat.person('wangjianguo', 'authorise', { orderId: `W${invoice.id}` })
    await until(service, token, ({ wallet }) => wallet?.cards[0]?.status === 'inserted')
    const { invoices: picks } = await wechat.person<{
      invoices: { card_id: string; encrypt_code: string }[]
    }>('wangjianguo', 'choose-invoices', { appid: MINIAPP.appid })
    const items = picks.map((pick) => ({ cardId: pick.card_id, encryptCode: pick.encrypt_code }))
    const told = await shop.owner('POST /api/v1/merchant/wechat/picked-invoices', { body: { items } })
    expect(told.items.map((item) => [item.number, item.totalFen])).toEqual([[number, 12_800]])
    expect(told.items[0]?.isTaken).toBe(true)
    const params = { id: told.uploadId ?? '' }
    await eventually('the invoice and its PDF to be read', async () => {
      const { captures } = await shop.owner('GET /api/v1/merchant/uploads/:id', { params })
      return captures.length === 2 && captures.every((capture) => capture.invoice?.number === number)
    })

    await ground.db.transaction((tx) => cancelWalletCards(ground, tx, invoice))
    await eventually('the card to be void', async () => {
      const row = await ground.db.manager.findOneByOrFail(walletCardEntity, { invoiceId: invoice.id })
      return row.status === 'cancelled'
    })
    const { cards } = await wechat.control.call<{ cards: WalletCard[] }>(
      'GET',
      '/mp/people/wangjianguo/wallet',
    )
    expect(cards.find((card) => card.invoice.billing_no === number)?.status).toBe('INVOICE_REIMBURSE_CANCEL')
  })

  test('secrets go in and never come out', async () => {
    const shown = await shop.owner('PATCH /api/v1/merchant/wechat', {
      body: { pushToken: 'Planted0Push0Token' },
    })
    expect(JSON.stringify(shown)).not.toContain('Planted0Push0Token')
    const row = await wechatAccountOf(service.service.ground, shop.merchantId)
    expect(row.pushToken).not.toContain('Planted0Push0Token')
    const log = service.logLines.join('\n')
    for (const secret of [
      'planted-',
      'Planted0Push0Token',
      'AKIDtestsmsid',
      '1380013800',
      '1380013802',
      'access_token=',
      'session_key',
    ]) {
      expect(log).not.toContain(secret)
    }
    expect((await wechat.control.journal()).unexpected.map(({ path, code: why }) => [path, why])).toEqual([
      ['/sns/jscode2session', '40163'],
    ])
  })
})
