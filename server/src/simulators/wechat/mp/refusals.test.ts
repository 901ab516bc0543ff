import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderInvoicePdf } from '../../../documents/render-pdf'
import { buildModel } from '../../../documents/test-model'
import { putIntoWallet, startTestWechat, type TestWechat } from '../../../test/wechat'

const START = Date.parse('2026-11-23T04:00:00Z')
const DAY = 86_400_000
const NUMBER = '26312000000000000042'

interface Answer {
  errcode: number
  [key: string]: unknown
}
const SHOP = { appid: 'wxshop00000001', secret: 'secret-of-the-shop' }
const APP = { appid: 'wxapp000000001', secret: 'secret-of-the-app' }

let wechat: TestWechat
let pdf: Buffer

async function call(
  path: string,
  options: { token?: string; body?: unknown; query?: Record<string, string> } = {},
): Promise<Answer> {
  const url = new URL(wechat.mpUrl + path)
  if (options.token) url.searchParams.set('access_token', options.token)
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value)
  const answer = await fetch(
    url,
    options.body === undefined ? {} : { method: 'POST', body: JSON.stringify(options.body) },
  )
  const text = await answer.text()
  return text.startsWith('{') ? (JSON.parse(text) as Answer) : { errcode: 0, picture: text.length }
}
async function tokenOf(account: { appid: string; secret: string }): Promise<string> {
  const body = { grant_type: 'client_credential', ...account, force_refresh: false }
  return String((await call('/cgi-bin/stable_token', { body })).access_token)
}
async function upload(token: string, bytes: Buffer, field = 'pdf'): Promise<Answer> {
  const form = new FormData()
  form.set(field, new Blob([Uint8Array.from(bytes)]), 'a.pdf')
  const url = `${wechat.mpUrl}/card/invoice/platform/setpdf?access_token=${token}`
  return (await (await fetch(url, { method: 'POST', body: form })).json()) as Answer
}
const user = <T = Answer>(act: string, body: object, person = 'lixiaoyu') =>
  wechat.person<T>(person, act, body)
const control = (method: string, path: string, body?: unknown) => wechat.control.call(method, path, body)

beforeAll(async () => {
  wechat = await startTestWechat({ startAt: START })
  pdf = Buffer.from(await renderInvoicePdf(buildModel({ number: NUMBER })))
  await putShop()
  await wechat.putAccount({
    ...APP,
    type: 'miniapp',
    pages: ['p/one'],
    templates: [
      {
        id: 'T1',
        title: 't',
        fields: ['thing1', 'amount2', 'time3', 'phrase4', 'character_string5', 'number6'],
      },
    ],
  })
})
afterAll(() => wechat.close())

async function putShop(over: object = {}): Promise<string> {
  const account = {
    ...SHOP,
    type: 'service' as const,
    powers: ['invoice' as const, 'platform' as const],
    ...over,
  }
  return (await wechat.putAccount(account)).platformId
}

describe('tokens', () => {
  const credential = (over: object) => ({ body: { grant_type: 'client_credential', ...SHOP, ...over } })
  test('know the account and its secret', async () => {
    expect((await call('/cgi-bin/stable_token', credential({ appid: 'wxnobody0000' }))).errcode).toBe(40_013)
    expect((await call('/cgi-bin/stable_token', credential({ secret: 'wrong' }))).errcode).toBe(40_001)
    expect((await call('/cgi-bin/stable_token', credential({}))).errcode).toBe(0)
  })
  test('are missing, wrong, superseded by /cgi-bin/token, expired', async () => {
    const seturl = (token?: string) => call('/card/invoice/seturl', { body: {}, ...(token ? { token } : {}) })
    expect((await seturl()).errcode).toBe(41_001)
    expect((await seturl('nonsense')).errcode).toBe(40_001)
    const plain = async () =>
      String(
        (await call('/cgi-bin/token', { query: { grant_type: 'client_credential', ...SHOP } })).access_token,
      )
    const first = await plain()
    const second = await plain()
    expect((await seturl(first)).errcode).toBe(40_001)
    expect((await seturl(second)).errcode).toBe(0)
    expect((await seturl(await tokenOf(SHOP))).errcode).toBe(0)
    await wechat.control.advance(7_200_000)
    expect((await seturl(second)).errcode).toBe(42_001)
  })
  test('stable ones stay the same until five minutes before their end; forcing is counted', async () => {
    const first = await tokenOf(SHOP)
    expect(await tokenOf(SHOP)).toBe(first)
    await wechat.control.advance(7_200_000 - 299_000)
    expect(await tokenOf(SHOP)).not.toBe(first)
    const forced = () => call('/cgi-bin/stable_token', credential({ force_refresh: true }))
    expect((await forced()).errcode).toBe(0)
    expect((await forced()).errcode).toBe(45_011)
    for (let n = 1; n < 20; n++) {
      await wechat.control.advance(31_000)
      await forced()
    }
    await wechat.control.advance(31_000)
    expect((await forced()).errcode).toBe(45_009)
    await wechat.control.advance(DAY)
  })
})

describe('permissions', () => {
  const cases: [string, object, string, number][] = [
    ['a mini-program', { ...APP, type: 'miniapp' }, '/card/invoice/seturl', 48_001],
    ['an unverified service account', { ...SHOP, isVerified: false }, '/card/invoice/seturl', 48_001],
    ['a service account without the plug-in', { ...SHOP, powers: [] }, '/card/invoice/seturl', 48_001],
    [
      'a service account that is no platform',
      { ...SHOP, powers: ['invoice'] },
      '/card/invoice/insert',
      72_015,
    ],
    ['a component', { ...SHOP, type: 'component' }, '/card/invoice/seturl', 61_007],
    ['a service account at a mini-program’s call', SHOP, '/cgi-bin/message/subscribe/send', 48_001],
    [
      'an unverified mini-program',
      { ...APP, type: 'miniapp', isVerified: false },
      '/wxa/business/getuserphonenumber',
      48_001,
    ],
  ]
  test.each(cases)('%s', async (_, account, path, errcode) => {
    const whole = {
      type: 'service' as const,
      powers: ['invoice' as const, 'platform' as const],
      ...SHOP,
      ...account,
      appid: `wxperm${errcode}${path.length}`,
    }
    await wechat.putAccount(whole)
    expect((await call(path, { token: await tokenOf(whole), body: {} })).errcode).toBe(errcode)
  })
  test('the method, the body and its form', async () => {
    const token = await tokenOf(SHOP)
    expect((await call('/card/invoice/seturl', { token })).errcode).toBe(43_002)
    const post = async (body: string) => {
      const answer = await fetch(`${wechat.mpUrl}/card/invoice/seturl?access_token=${token}`, {
        method: 'POST',
        body,
      })
      return ((await answer.json()) as Answer).errcode
    }
    expect(await post('')).toBe(44_002)
    expect(await post('{broken')).toBe(47_001)
    expect(await post('{}')).toBe(0)
  })
})

interface Shop {
  token: string
  platformId: string
  ticket: string
  cardId: string
}
async function openShop(): Promise<Shop> {
  const platformId = await putShop()
  const token = await tokenOf(SHOP)
  const attr = (action: string, body: object) =>
    call('/card/invoice/setbizattr', { token, query: { action }, body })
  await attr('set_contact', { contact: { phone: '021', time_out: 1 } })
  await attr('set_auth_field', { auth_field: { user_field: {}, biz_field: {} } })
  const ticket = String(
    (await call('/cgi-bin/ticket/getticket', { token, query: { type: 'wx_card' } })).ticket,
  )
  const info = { base_info: { logo_url: 'https://a/b', title: '小馆' }, payee: '小馆', type: '发票' }
  const cardId = String(
    (await call('/card/invoice/platform/createcard', { token, body: { invoice_info: info } })).card_id,
  )
  return { token, platformId, ticket, cardId }
}
const orderBody = (shop: Shop, orderId: string, over: object = {}) => ({
  s_pappid: shop.platformId,
  order_id: orderId,
  money: 12_800,
  timestamp: 1_700_000_000,
  source: 'web',
  redirect_url: 'https://fp.example.test/a/x',
  ticket: shop.ticket,
  type: 2,
  ...over,
})
const getAuthUrl = (shop: Shop, orderId: string, over: object = {}) =>
  call('/card/invoice/getauthurl', { token: shop.token, body: orderBody(shop, orderId, over) })

describe('the order machine', () => {
  test('contact, then fields, then ticket', async () => {
    const account = {
      appid: 'wxorder0000001',
      secret: 'secret-of-orders',
      type: 'service' as const,
      powers: ['invoice' as const, 'platform' as const],
    }
    const { platformId } = await wechat.putAccount(account)
    const token = await tokenOf(account)
    const ask = async (ticket: string) =>
      (
        await call('/card/invoice/getauthurl', {
          token,
          body: orderBody({ token, platformId, ticket, cardId: '' }, 'O1'),
        })
      ).errcode
    const attr = (action: string, body: object) =>
      call('/card/invoice/setbizattr', { token, query: { action }, body })
    expect((await attr('get_contact', {})).errcode).toBe(72_063)
    expect(await ask('x')).toBe(72_063)
    await attr('set_contact', { contact: { phone: '021', time_out: 1 } })
    expect((await attr('get_auth_field', {})).errcode).toBe(72_029)
    expect(await ask('x')).toBe(72_029)
    await attr('set_auth_field', { auth_field: { user_field: {}, biz_field: {} } })
    expect(await ask('x')).toBe(72_025)
    expect((await attr('get_pay_mch', {})).errcode).toBe(72_028)
    expect((await attr('set_pay_mch', { paymch_info: { mchid: 'no', s_pappid: 'x' } })).errcode).toBe(72_030)
    const { ticket } = await call('/cgi-bin/ticket/getticket', { token, query: { type: 'wx_card' } })
    expect(await ask(String(ticket))).toBe(0)
    const jsapi = await call('/cgi-bin/ticket/getticket', { token, query: { type: 'jsapi' } })
    expect(jsapi.ticket).not.toBe(ticket)
    await wechat.control.advance(7_200_000)
    expect((await call('/card/invoice/seturl', { token, body: {} })).errcode).toBe(42_001)
  })

  test.each([
    ['money is a string', { money: '12800' }, 72_031],
    ['money is zero', { money: 0 }, 72_031],
    ['the time is in milliseconds', { timestamp: 1_700_000_000_000 }, 72_031],
    ['the source is unknown', { source: 'h5' }, 72_031],
    ['the page to return to is missing', { redirect_url: '' }, 72_031],
    ['nobody is that platform', { s_pappid: 'else' }, 72_031],
    ['the order has no id', { order_id: '' }, 72_031],
  ])('refuses an offer when %s', async (_, over, errcode) => {
    expect((await getAuthUrl(await openShop(), 'O2', over)).errcode).toBe(errcode)
  })

  test('never authorised, declined, authorised, rejected for good', async () => {
    const shop = await openShop()
    const data = async (orderId: string, platformId = shop.platformId) => {
      const answer = await call('/card/invoice/getauthdata', {
        token: shop.token,
        body: { order_id: orderId, s_pappid: platformId },
      })
      return answer.errcode === 0 ? answer.invoice_status : answer.errcode
    }
    expect(await data('O3')).toBe(72_038)
    await getAuthUrl(shop, 'O3')
    expect(await data('O3')).toBe('never auth')
    expect(await data('O3', 'other platform')).toBe(72_038)
    await user('decline', { orderId: 'O3' })
    expect(await data('O3')).toBe('reject insert')
    expect((await getAuthUrl(shop, 'O3')).errcode).toBe(0)
    await user('authorise', { orderId: 'O3' })
    expect(await data('O3')).toBe('auth success')
    expect((await getAuthUrl(shop, 'O3', { money: 1 })).errcode).toBe(72_031)
    await wechat.control.advance(31 * DAY)
    const later = await openShop()
    expect(
      (
        await call('/card/invoice/getauthdata', {
          token: later.token,
          body: { order_id: 'O3', s_pappid: later.platformId },
        })
      ).errcode,
    ).toBe(72_050)
    const reject = { order_id: 'O3', s_pappid: later.platformId, reason: '红冲' }
    expect((await call('/card/invoice/rejectinsert', { token: later.token, body: reject })).errcode).toBe(0)
    expect((await getAuthUrl(later, 'O3')).errcode).toBe(72_035)
  })
})

const invoiceData = (mediaId: string, over: object = {}) => ({
  fee: 12_800,
  title: '李小雨',
  billing_time: 1_700_000_000,
  billing_no: NUMBER,
  billing_code: '',
  check_code: '',
  fee_without_tax: 12_075,
  tax: 725,
  s_pdf_media_id: mediaId,
  ...over,
})
const insertBody = (shop: Shop, orderId: string, data: object, over: object = {}) => ({
  order_id: orderId,
  card_id: shop.cardId,
  appid: SHOP.appid,
  card_ext: { nonce_str: 'n', user_card: { invoice_user_data: data } },
  ...over,
})

describe('files', () => {
  test('have one name, one form and a size', async () => {
    const { token } = await openShop()
    expect((await upload(token, pdf, 'file')).errcode).toBe(47_001)
    expect((await upload(token, Buffer.from('no pdf'))).errcode).toBe(72_040)
    expect((await upload(token, Buffer.concat([pdf, Buffer.alloc(2_100_000)]))).errcode).toBe(45_001)
    const { s_media_id: id } = await upload(token, pdf)
    expect(String(id)).toMatch(/^\d{19}$/)
    // Read as a number it is another file.
    expect(String(Number(id))).not.toBe(id)
    const getPdf = (s_media_id: string) =>
      call('/card/invoice/platform/getpdf', { token, body: { action: 'get_url', s_media_id } })
    expect((await getPdf(String(id))).errcode).toBe(0)
    expect((await getPdf('8000')).errcode).toBe(72_040)
  })
})

describe('insert', () => {
  let orders = 0
  async function ready() {
    const shop = await openShop()
    orders += 1
    const orderId = `I${orders}`
    await getAuthUrl(shop, orderId)
    await user('authorise', { orderId })
    const mediaId = String((await upload(shop.token, pdf)).s_media_id)
    const insert = (data: object = {}, over: object = {}) =>
      call('/card/invoice/insert', {
        token: shop.token,
        body: insertBody(shop, orderId, invoiceData(mediaId, data), over),
      })
    return { shop, orderId, insert, mediaId }
  }
  test.each([
    ['no title', { title: '' }, 72_031],
    ['no file', { s_pdf_media_id: '' }, 72_031],
    ['a fee in text', { fee: '12800' }, 72_031],
    ['a time in milliseconds', { billing_time: 1_700_000_000_000 }, 72_031],
    ['no billing code at all', { billing_code: null }, 72_031],
    ['twenty digits with a code', { billing_code: '031002300411' }, 72_041],
    ['nineteen digits', { billing_no: NUMBER.slice(1) }, 72_043],
    ['eight digits with a short code', { billing_no: '12345678', billing_code: '1' }, 72_041],
    ['eight digits without a check code', { billing_no: '12345678', billing_code: '031002300411' }, 72_045],
    ['tax that does not add up', { tax: 724 }, 72_073],
    ['a price in text', { info: [{ name: '餐', price: '1' }] }, 72_031],
    ['an unknown file', { s_pdf_media_id: '8000000000000000001' }, 72_040],
    ['another number than the file', { billing_no: '26312000000000000043' }, 72_047],
  ])('refuses %s', async (_, data, errcode) => {
    expect((await (await ready()).insert(data)).errcode).toBe(errcode)
  })
  test.each([
    ['another account', { appid: 'wxother0000001' }, 72_038],
    ['another order', { order_id: 'nobody' }, 72_038],
    ['an unknown template', { card_id: 'p000' }, 40_078],
  ])('refuses %s', async (_, over, errcode) => {
    expect((await (await ready()).insert({}, over)).errcode).toBe(errcode)
  })
  test('waits for the guest, for a fresh template, for a busy hour and for tomorrow', async () => {
    const { shop, orderId, insert, mediaId } = await ready()
    await getAuthUrl(shop, 'unasked')
    const early = insertBody(shop, 'unasked', invoiceData(mediaId))
    expect((await call('/card/invoice/insert', { token: shop.token, body: early })).errcode).toBe(72_038)
    for (const [profile, errcode] of [
      [{ templateDelayMs: 60_000 }, 40_078],
      [{ busyInsertions: 1 }, 72_036],
      [{ busyInsertions: 1, busyCode: -1 }, -1],
      [{ dailyInsertions: 0 }, 72_057],
      [{ numbers: 'pre-2024' }, 72_045],
    ] as const) {
      await control('PUT', '/mp/profile', profile)
      expect((await insert()).errcode).toBe(errcode)
      await control('PUT', '/mp/profile', {
        templateDelayMs: 0,
        busyInsertions: 0,
        busyCode: 72_036,
        dailyInsertions: 100,
        numbers: 'current',
      })
    }
    expect((await insert()).errcode).toBe(0)
    expect((await insert()).errcode).toBe(72_018)
    expect((await getAuthUrl(shop, orderId)).errcode).toBe(72_056)
    const reject = { order_id: orderId, s_pappid: shop.platformId, reason: '红冲' }
    expect((await call('/card/invoice/rejectinsert', { token: shop.token, body: reject })).errcode).toBe(
      72_018,
    )
    const second = await ready()
    expect((await getAuthUrl(shop, second.orderId)).errcode).toBe(0)
    expect((await second.insert()).errcode).toBe(72_042)
  })
  test('takes no file of another platform, none older than three days, no order older than a month', async () => {
    const { orderId, mediaId } = await ready()
    const other = { ...SHOP, appid: 'wxplatform0001', secret: 'secret-of-the-other' }
    await wechat.putAccount({ ...other, type: 'service', powers: ['invoice', 'platform'] })
    const theirs = await tokenOf(other)
    const foreignFile = String((await upload(theirs, pdf)).s_media_id)
    const at = async (token: string, data: object) => {
      const body = insertBody(await openShop(), orderId, invoiceData(mediaId, data))
      return (await call('/card/invoice/insert', { token, body })).errcode
    }
    expect(await at(await tokenOf(SHOP), { s_pdf_media_id: foreignFile })).toBe(72_040)
    // The order was authorised for the platform whose s_pappid stood in its address.
    expect(await at(theirs, {})).toBe(72_038)
    await wechat.control.advance(3 * DAY + 1)
    expect(await at(await tokenOf(SHOP), {})).toBe(72_040)
    await wechat.control.advance(28 * DAY)
    expect(await at(await tokenOf(SHOP), {})).toBe(72_013)
  })
  test('takes no other title than the one that the guest filled in', async () => {
    const shop = await openShop()
    await getAuthUrl(shop, 'titled', { type: 1 })
    await user('authorise', { orderId: 'titled' })
    const mediaId = String((await upload(shop.token, pdf)).s_media_id)
    const under = async (title: string) => {
      const body = insertBody(shop, 'titled', invoiceData(mediaId, { title }))
      return (await call('/card/invoice/insert', { token: shop.token, body })).errcode
    }
    expect(await under('别家公司')).toBe(72_017)
    // The number is in a wallet since the test before: all that stands in its way now.
    expect(await under('上海示例贸易有限公司')).toBe(72_042)
  })
  test('updatestatus takes the code of the card, not 发票代码, and only voids', async () => {
    const { shop } = await ready()
    const { cards } = await wechat.control.call<{ cards: { cardId: string; code: string }[] }>(
      'GET',
      '/mp/people/lixiaoyu/wallet',
    )
    const [card] = cards
    const update = (code: string, status = 'INVOICE_REIMBURSE_CANCEL') =>
      call('/card/invoice/platform/updatestatus', {
        token: shop.token,
        body: { card_id: card?.cardId, code, reimburse_status: status },
      })
    expect((await update(NUMBER)).errcode).toBe(72_038)
    expect((await update(card?.code ?? '', 'INVOICE_REIMBURSE_LOCK')).errcode).toBe(72_024)
    expect((await update(card?.code ?? '')).errcode).toBe(0)
    // A voided card frees the number for a new authorisation.
    expect((await (await ready()).insert()).errcode).toBe(0)
  })
})

describe('reimbursement', () => {
  test('is bound to app, user and invoice; locks, closes, releases; a batch moves whole or not at all', async () => {
    const token = await tokenOf(APP)
    const pick = async () =>
      (
        await user<{ invoices: { card_id: string; encrypt_code: string }[] }>('choose-invoices', {
          appid: APP.appid,
        })
      ).invoices[0]
    const first = await pick()
    const other = await user<{ invoices: unknown[] }>('choose-invoices', { appid: 'wxminiapp00001' })
    const info = (item: unknown) => call('/card/invoice/reimburse/getinvoiceinfo', { token, body: item })
    expect((await info(other.invoices[0])).errcode).toBe(72_031)
    expect(
      (
        await info({
          ...first,
          encrypt_code: decodeURIComponent((first?.encrypt_code ?? '').replaceAll('+', ' ')),
        })
      ).errcode,
    ).toBe(72_031)
    const { user_info: told, openid } = (await info(first)) as { user_info: { billing_no: string } } & Answer
    expect((told as { billing_no: string }).billing_no).toBe(NUMBER)
    const move = (status: string, item: unknown = first) =>
      call('/card/invoice/reimburse/updateinvoicestatus', {
        token,
        body: { ...(item as object), reimburse_status: `INVOICE_REIMBURSE_${status}` },
      })
    const batch = (status: string, who: unknown, items: unknown[] = [first]) =>
      call('/card/invoice/reimburse/updatestatusbatch', {
        token,
        body: { openid: who, reimburse_status: `INVOICE_REIMBURSE_${status}`, invoice_list: items },
      })
    expect((await move('CLOSURE')).errcode).toBe(72_039)
    expect((await move('INIT')).errcode).toBe(72_024)
    expect((await move('OUT')).errcode).toBe(72_031)
    expect((await batch('LOCK', 'o-somebody-else')).errcode).toBe(72_037)
    expect((await batch('LOCK', openid, [first, { card_id: 'x', encrypt_code: 'y' }])).errcode).toBe(72_031)
    expect((await batch('LOCK', openid)).errcode).toBe(0)
    expect((await move('LOCK')).errcode).toBe(72_024)
    const foreign = { appid: 'wxminiapp00001', secret: 'planted-miniapp-secret' }
    const theirs = {
      token: await tokenOf(foreign),
      body: { ...(other.invoices[0] as object), reimburse_status: 'INVOICE_REIMBURSE_INIT' },
    }
    expect((await call('/card/invoice/reimburse/updateinvoicestatus', theirs)).errcode).toBe(72_023)
    expect((await move('INIT')).errcode).toBe(0)
    await move('LOCK')
    expect((await move('CLOSURE')).errcode).toBe(0)
    expect((await move('INIT')).errcode).toBe(72_061)
    expect(await pick()).toBeUndefined()
  })
  test('a voided invoice moves no more', async () => {
    const model = buildModel({ number: '26312000000000000077' })
    await putIntoWallet(wechat, 'wangjianguo', model)
    const { invoices } = await user<{ invoices: object[] }>(
      'choose-invoices',
      { appid: APP.appid },
      'wangjianguo',
    )
    const lock = async () => {
      const body = { ...invoices[0], reimburse_status: 'INVOICE_REIMBURSE_LOCK' }
      return (await call('/card/invoice/reimburse/updateinvoicestatus', { token: await tokenOf(APP), body }))
        .errcode
    }
    await user('fates', { number: model.number, fate: 'cancelled' }, 'wangjianguo')
    expect(await lock()).toBe(72_060)
  })
})

describe('people', () => {
  const session = (code: unknown, account = APP) =>
    call('/sns/jscode2session', {
      query: { ...account, js_code: String(code), grant_type: 'authorization_code' },
    })
  test('codes are for one app, once, for five minutes', async () => {
    const fresh = async () => (await user('login-code', { appid: APP.appid })).code
    expect((await session('nonsense')).errcode).toBe(40_029)
    const code = await fresh()
    expect((await session(code, { appid: 'wxminiapp00001', secret: 'planted-miniapp-secret' })).errcode).toBe(
      40_029,
    )
    const told = await session(code)
    expect(told).toMatchObject({ errcode: 0, openid: expect.stringMatching(/^o/) })
    expect((await session(code)).errcode).toBe(40_163)
    const late = await fresh()
    await wechat.control.advance(300_001)
    expect((await session(late)).errcode).toBe(40_029)
    await control('PUT', '/mp/profile', { isRisky: true })
    expect((await session(await fresh())).errcode).toBe(40_226)
    await control('PUT', '/mp/profile', { isRisky: false })
  })
  test('a snapshot page is told; a phone code works once', async () => {
    const oauth = async (isSnapshot: boolean) => {
      const { code } = await user('oauth-code', { appid: SHOP.appid, isSnapshot })
      return call('/sns/oauth2/access_token', {
        query: { ...SHOP, code: String(code), grant_type: 'authorization_code' },
      })
    }
    expect((await oauth(false)).is_snapshotuser).toBeUndefined()
    const snapshot = await oauth(true)
    expect(snapshot.is_snapshotuser).toBe(1)
    expect(snapshot.openid).not.toBe((await oauth(false)).openid)
    const token = await tokenOf(APP)
    const { code } = await user('phone-code', { appid: APP.appid })
    const phone = () => call('/wxa/business/getuserphonenumber', { token, body: { code } })
    expect((await phone()).phone_info).toMatchObject({ purePhoneNumber: '13800138001' })
    expect((await phone()).errcode).toBe(40_163)
  })
  test('a title behind a scanned code; a picture to look at', async () => {
    const scan = async (scan_text: string) =>
      call('/card/invoice/scantitle', { token: await tokenOf(SHOP), body: { scan_text } })
    expect((await scan('title:nobody:0')).errcode).toBe(72_044)
    expect(await scan('title:lixiaoyu:0')).toMatchObject({ errcode: 0, tax_no: '91310115MA1K4A2B3A' })
    const check = async (over: object) => {
      const body = { media_url: 'https://a/b', media_type: 2, version: 2, scene: 1, openid: 'o1', ...over }
      return call('/wxa/media_check_async', { token: await tokenOf(APP), body })
    }
    expect((await check({ version: 1 })).errcode).toBe(40_129)
    expect((await check({ openid: '' })).errcode).toBe(40_003)
    expect(await check({})).toMatchObject({ errcode: 0, trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })
})

describe('messages and codes', () => {
  const GOOD = {
    thing1: '青禾小馆',
    amount2: '¥128.00',
    time3: '2026-11-23 12:00',
    phrase4: '已开票',
    character_string5: NUMBER,
    number6: '3',
  }
  const values = (over: object = {}) =>
    Object.fromEntries(Object.entries({ ...GOOD, ...over }).map(([name, value]) => [name, { value }]))
  async function send(over: object = {}) {
    const { openid } = await wechat.control.call<{ openid: string }>(
      'GET',
      `/mp/people/lixiaoyu?appid=${APP.appid}`,
    )
    return call('/cgi-bin/message/subscribe/send', {
      token: await tokenOf(APP),
      body: { touser: openid, template_id: 'T1', page: 'p/one?x=1', data: values(), ...over },
    })
  }
  test.each([
    ['a long thing', { data: values({ thing1: '一'.repeat(21) }) }, 47_003],
    ['an empty thing', { data: values({ thing1: '' }) }, 47_003],
    ['an amount of eleven digits', { data: values({ amount2: '¥12345678901' }) }, 47_003],
    ['a time in another form', { data: values({ time3: 'tomorrow' }) }, 47_003],
    ['a phrase of six', { data: values({ phrase4: '一二三四五六' }) }, 47_003],
    ['Chinese in a character string', { data: values({ character_string5: '发票' }) }, 47_003],
    ['letters in a number', { data: values({ number6: 'three' }) }, 47_003],
    ['a missing field', { data: {} }, 47_003],
    ['an unknown template', { template_id: 'T9' }, 40_037],
    ['an unknown page', { page: 'p/nowhere' }, 41_030],
    ['an unknown user', { touser: 'o-nobody' }, 40_003],
    ['no consent', {}, 43_101],
  ])('refuses %s', async (_, over, errcode) => {
    expect((await send(over)).errcode).toBe(errcode)
  })
  test('one consent is one message', async () => {
    await user('consent', { appid: APP.appid, templateId: 'T1' })
    expect([(await send()).errcode, (await send()).errcode]).toEqual([0, 43_101])
  })
  test.each([
    ['a scene of 33', { scene: 'a'.repeat(33) }, 40_169],
    ['a scene with %', { scene: 'a%20' }, 40_169],
    ['a page with a slash', { page: '/p/one' }, 41_030],
    ['a page with a query', { page: 'p/one?x=1' }, 41_030],
    ['a page that is not published', { page: 'p/two' }, 41_030],
    ['an unknown version', { env_version: 'beta', check_path: false }, 40_097],
    ['a width out of bounds', { width: 100 }, 40_097],
  ])('refuses a code with %s, with HTTP 200', async (_, over, errcode) => {
    const body = { scene: 'keqt08xng4t9d1zna11z7gaddg', page: 'p/one', ...over }
    expect((await call('/wxa/getwxacodeunlimit', { token: await tokenOf(APP), body })).errcode).toBe(errcode)
  })
  test('draws a code, also of a page that is not published when it is not checked', async () => {
    const token = await tokenOf(APP)
    const draw = (body: object) => call('/wxa/getwxacodeunlimit', { token, body: { scene: 'abc', ...body } })
    expect((await draw({ page: 'p/one' })).picture).toBeGreaterThan(100)
    expect((await draw({ page: 'p/two', check_path: false })).picture).toBeGreaterThan(100)
  })
})
