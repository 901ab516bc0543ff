import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  pdfWithNumber,
  registerMerchant,
  SIM_APPID,
  startTestWechat,
  type TestWechat,
} from '../../../test/wechat-pay'
import { sm3 } from '../../../wechat/pay/client'
import { loadPayKeys, type PayKeys } from '../../../wechat/pay/keys'
import { authorize } from '../../../wechat/pay/sign'

const FAPIAO = '/v3/new-tax-control-fapiao'
const MCHID = '1900000001'
const NUMBER = '26312000000000000001'
const ECHO = '/v3/security/echo'

/** Everything about one request that a test may get wrong. */
interface Attempt {
  method?: string
  target?: string
  /** What is sent; signed too, unless `signed` says otherwise. */
  body?: unknown
  raw?: string | Buffer
  signed?: string
  timestamp?: string
  nonce?: string
  authorization?: (right: string) => string
  headers?: Record<string, string>
}

/** Each row of facts 8.1, asked wrongly and rightly. The signer is the product's, the requests are not. */
describe('what WeChat Pay refuses', () => {
  let wechat: TestWechat
  let keys: PayKeys
  beforeAll(async () => {
    wechat = await startTestWechat()
  })
  afterEach(() => wechat.control.reset())
  afterAll(() => wechat.close())

  const profile = (input: object) => wechat.control.call('POST', '/pay/profile', input)

  async function merchant(overrides: Record<string, unknown> = {}): Promise<void> {
    keys = loadPayKeys((await registerMerchant(wechat.control, MCHID, overrides)).credentials)
  }

  async function ask(attempt: Attempt = {}) {
    const { target = ECHO, headers = {} } = attempt
    const body = attempt.raw ?? JSON.stringify(attempt.body ?? { echo_message: 'x' })
    const method = attempt.method ?? 'POST'
    const isGet = method === 'GET'
    const timestamp = attempt.timestamp ?? String(Math.floor(wechat.clock.now() / 1000))
    const nonce = attempt.nonce ?? randomBytes(8).toString('hex')
    const signed = attempt.signed ?? (isGet ? '' : body.toString())
    const right = authorize(keys, {
      method,
      target,
      timestamp: timestamp as unknown as number,
      nonce,
      body: signed,
    })
    const answer = await fetch(wechat.payUrl + target, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'wechatpay-serial': keys.preferredKeyId,
        authorization: attempt.authorization?.(right) ?? right,
        ...headers,
      },
      ...(isGet ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : body }),
    })
    expect(answer.headers.get('wechatpay-signature')).toBeTruthy()
    const text = await answer.text()
    const {
      code,
      message = '',
      detail,
    } = (text === '' ? {} : JSON.parse(text)) as {
      code?: string
      message?: string
      detail?: { field?: string; sign_information?: object }
    }
    const requestId = answer.headers.get('request-id') ?? ''
    return {
      status: answer.status,
      code,
      message,
      detail,
      requestId,
      json: text === '' ? {} : JSON.parse(text),
    }
  }
  const get = (target: string) => ask({ method: 'GET', target })
  const seconds = (offset: number) => String(Math.floor(wechat.clock.now() / 1000) + offset)

  const signatures: [string, () => Attempt, Attempt?][] = [
    ['no Authorization', () => ({ authorization: () => '' })],
    [
      'another scheme',
      () => ({ authorization: (right) => right.replace('WECHATPAY2-SHA256-RSA2048', 'Bearer') }),
    ],
    ['four fields', () => ({ authorization: (right) => right.replace(/,nonce_str="\w+"/, '') })],
    [
      'a serial of nobody',
      () => ({ authorization: (right) => right.replace(/serial_no="\w+"/, 'serial_no="77"') }),
    ],
    ['301 seconds late', () => ({ timestamp: seconds(-301) })],
    ['301 seconds early', () => ({ timestamp: seconds(301) })],
    ['milliseconds', () => ({ timestamp: `${seconds(0)}000` })],
    ['no number', () => ({ timestamp: 'now' })],
    ['another body', () => ({ signed: '{"echo_message":"y"}' })],
    ['a body written anew', () => ({ signed: '{ "echo_message": "x" }' })],
    [
      'a signature cut off',
      () => ({ authorization: (right) => right.replace(/signature="..../, 'signature="') }),
    ],
  ]
  test.each(signatures)('signature: %s', async (_, wrong) => {
    await merchant()
    expect(await ask(wrong())).toMatchObject({ status: 401, code: 'SIGN_ERROR' })
    expect(await ask()).toMatchObject({ status: 200 })
  })

  test('signature: the clock may be off by up to five minutes', async () => {
    await merchant()
    for (const offset of [-299, 299])
      expect(await ask({ timestamp: seconds(offset) })).toMatchObject({ status: 200 })
  })

  test('signature: a wrong one shows what would have been signed; an unknown serial may show as a system error', async () => {
    await merchant()
    const wrong = await ask({ signed: 'x' })
    expect(wrong.detail?.sign_information).toMatchObject({ method: 'POST', url: ECHO })
    expect(wrong.requestId).toMatch(/-268443699$/)
    await profile({ wrongSerial: 'SYSTEM_ERROR' })
    const serial = { authorization: (right: string) => right.replace(/serial_no="\w+"/, 'serial_no="77"') }
    expect(await ask(serial)).toMatchObject({ status: 500, code: 'SYSTEM_ERROR' })
  })

  test('signature: a nonce is good once within five minutes, unless the switch is off', async () => {
    await merchant()
    expect(await ask({ nonce: 'n1' })).toMatchObject({ status: 200 })
    expect(await ask({ nonce: 'n1' })).toMatchObject({ status: 401 })
    await profile({ isNonceOnce: false })
    expect(await ask({ nonce: 'n1' })).toMatchObject({ status: 200 })
  })

  const template = {
    card_appid: SIM_APPID,
    card_template_information: { payee_name: '青禾', logo_url: 'https://x.example/logo.png' },
  }
  const json: [string, Attempt][] = [
    ['Accept of pages', { headers: { accept: 'text/html' } }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['no JSON', { raw: 'echo_message=x' }],
    ['a list', { raw: '[]' }],
    ['null', { body: { echo_message: 'x', notify_url: null } }],
    ['a rare character', { body: { echo_message: '𠮷' } }],
    ['an emoji', { body: { echo_message: '😀' } }],
    ['a missing field', { body: {} }],
    ['a number for a text', { body: { echo_message: 1 } }],
    ['too long', { body: { echo_message: 'x'.repeat(1025) } }],
    ['a sensitive field in the clear', { body: { echo_message: 'x', encrypted_echo_message: 'plain' } }],
  ]
  test.each(json)('form: %s', async (_, wrong) => {
    await merchant()
    expect(await ask(wrong)).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
    expect(
      await ask({ body: { echo_message: '好', encrypted_echo_message: keys.encrypt('x') } }),
    ).toMatchObject({ status: 200 })
  })

  test('form: a sensitive field needs the name of its key', async () => {
    await merchant()
    const body = { echo_message: 'x', encrypted_echo_message: keys.encrypt('x') }
    expect(await ask({ body, headers: { 'wechatpay-serial': '' } })).toMatchObject({ status: 400 })
    expect(await ask({ body, headers: { 'wechatpay-serial': 'PUB_KEY_ID_1' } })).toMatchObject({
      status: 400,
    })
  })

  test('form: the field is named by its JSON pointer', async () => {
    await merchant()
    const body = {
      ...template,
      card_template_information: { ...template.card_template_information, payee_name: 'x'.repeat(33) },
    }
    const wrong = await ask({ target: `${FAPIAO}/card-template`, body })
    expect(wrong.detail).toMatchObject({ field: '/card_template_information/payee_name' })
    expect(await ask({ target: `${FAPIAO}/card-template`, body: template })).toMatchObject({ status: 200 })
  })

  test('opening: no relation and no mode are two refusals with two messages', async () => {
    await merchant()
    await registerMerchant(wechat.control, '1900000109', { partner: MCHID, fapiao: 'no_mode' })
    await registerMerchant(wechat.control, '1900000110', { partner: '1900000999' })
    const check = (sub: string) => ask({ target: `${FAPIAO}/merchant/${sub}/check`, raw: '' })
    const mode = await check('1900000109')
    const relation = await check('1900000110')
    expect([mode.status, mode.code, relation.status, relation.code]).toEqual([403, 'NO_AUTH', 403, 'NO_AUTH'])
    expect(mode.message).not.toBe(relation.message)
    await registerMerchant(wechat.control, '1900000109', { partner: MCHID })
    expect(await check('1900000109')).toMatchObject({ status: 204 })
  })

  test('opening: callbacks go to plain addresses', async () => {
    await merchant()
    const patch = (callback_url: string) =>
      ask({ method: 'PATCH', target: `${FAPIAO}/merchant/development-config`, body: { callback_url } })
    expect(await patch('https://x.example/cb?a=1')).toMatchObject({ status: 400 })
    expect(await patch('ftp://x.example/cb')).toMatchObject({ status: 400 })
    expect(await patch('https://x.example/cb')).toMatchObject({ status: 200 })
  })

  test('certificates: not for those that only have the public key', async () => {
    await merchant({ keyMode: 'public_key' })
    expect(await get('/v3/certificates')).toMatchObject({ status: 404, code: 'RESOURCE_NOT_EXISTS' })
    await merchant({ keyMode: 'certificate' })
    expect(await get('/v3/certificates')).toMatchObject({ status: 200 })
  })

  test('rate: too many in a second', async () => {
    await merchant()
    await profile({ callsPerSecond: 2 })
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
    expect(await ask()).toMatchObject({
      status: 429,
      code: 'FREQUENCY_LIMITED',
      requestId: expect.stringMatching(/-268447840$/),
    })
    await wechat.clock.advance(1_000)
    expect(await ask()).toMatchObject({ status: 200 })
  })

  const pay = async (overrides: object = {}) =>
    (
      await wechat.control.call<{ transactionId: string }>('POST', '/user/o1/pay', {
        mchid: MCHID,
        appid: SIM_APPID,
        totalFen: 10_600,
        ...overrides,
      })
    ).transactionId

  function upload(file: Buffer, change: Record<string, string | undefined> = {}, signed?: string) {
    const meta = JSON.stringify({ file_type: 'PDF', digest_alogrithm: 'SM3', digest: sm3(file), ...change })
    const head = (disposition: string) => `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`
    const raw = Buffer.concat([
      Buffer.from(`${head('name="meta"')}${meta}\r\n${head('name="file"; filename="a.pdf"')}`),
      file,
      Buffer.from('\r\n--b--\r\n'),
    ])
    const target = `${FAPIAO}/fapiao-applications/upload-fapiao-file`
    return ask({
      target,
      raw,
      signed: signed ?? meta,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    })
  }

  test('files: PDF of at most 2 MB, with its own SM3 under the misspelt key, signed over meta', async () => {
    await merchant()
    const pdf = pdfWithNumber(NUMBER)
    expect(await upload(pdfWithNumber(NUMBER, 2 * 1024 * 1024))).toMatchObject({ status: 400 })
    expect(await upload(Buffer.from('PK no pdf'))).toMatchObject({ status: 400 })
    expect(await upload(pdf, { digest: '0'.repeat(64) })).toMatchObject({ status: 400 })
    const corrected = { digest_alogrithm: undefined, digest_algorithm: 'SM3' } as Record<
      string,
      string | undefined
    >
    expect(await upload(pdf, corrected)).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
    expect(await upload(pdf, { file_type: 'OFD' })).toMatchObject({ status: 400 })
    expect(await upload(pdf, {}, 'the whole form')).toMatchObject({ status: 401 })
    expect(await upload(pdf)).toMatchObject({ status: 200 })
  })

  async function mediaOf(number = NUMBER): Promise<string> {
    return ((await upload(pdfWithNumber(number))).json as { fapiao_media_id: string }).fapiao_media_id
  }
  const card = (media: string, change: object = {}) => ({
    fapiao_media_id: media,
    fapiao_number: NUMBER,
    fapiao_time: '2026-11-23T12:00:00+08:00',
    total_amount: 10_600,
    tax_amount: 600,
    amount: 10_000,
    seller_information: { name: '卖方', taxpayer_id: '91310115MA0000000X', address: '某路1号' },
    extra_information: { drawer: '张三' },
    items: [item()],
    ...change,
  })
  const item = (change: object = {}) => ({
    tax_code: '3070401000000000000',
    goods_name: '餐饮服务',
    quantity: 100_000_000,
    unit_price: 10_000_000_000,
    amount: 10_000,
    tax_amount: 600,
    total_amount: 10_600,
    tax_rate: 600,
    tax_prefer_mark: 'NO_FAVORABLE',
    discount: false,
    ...change,
  })
  const insert = (id: string, cards: object[], change: object = {}) =>
    ask({
      target: `${FAPIAO}/fapiao-applications/${id}/insert-cards`,
      body: {
        scene: 'WITH_WECHATPAY',
        buyer_information: { type: 'INDIVIDUAL', name: '王五' },
        fapiao_card_information: cards,
        ...change,
      },
    })

  const cardRows: [string, (media: string) => object[]][] = [
    ['fen as text', (media) => [card(media, { total_amount: '10600' })]],
    ['half a fen', (media) => [card(media, { amount: 9_999.5 })]],
    ['quantity 1 instead of 10⁸', (media) => [card(media, { items: [item({ quantity: 1 })] })]],
    ['price in fen', (media) => [card(media, { items: [item({ unit_price: 10_000 })] })]],
    ['rate 6', (media) => [card(media, { items: [item({ tax_rate: 6 })] })]],
    ['an unknown mark', (media) => [card(media, { items: [item({ tax_prefer_mark: 'NONE' })] })]],
    ['tax one fen off', (media) => [card(media, { tax_amount: 601 })]],
    ['lines of another sum', (media) => [card(media, { items: [item(), item()] })]],
    ['no lines', (media) => [card(media, { items: [] })]],
    ['a number that is not in the PDF', (media) => [card(media, { fapiao_number: '26312000000000000002' })]],
    ['a medium of nobody', () => [card('nothing')]],
    ['six invoices', (media) => Array.from({ length: 6 }, () => card(media))],
    ['more than was paid', (media) => [card(media), card(media)]],
    ['UTC', (media) => [card(media, { fapiao_time: '2026-11-23T04:00:00Z' })]],
    ['a misspelt key', (media) => [card(media, { fapiao_num: NUMBER })]],
  ]
  test.each(cardRows)('cards: %s', async (_, wrong) => {
    await merchant()
    const id = await pay()
    const media = await mediaOf()
    expect(await insert(id, wrong(media))).toMatchObject({ status: 400 })
    expect(await insert(id, [card(media)])).toMatchObject({ status: 202 })
  })

  test('cards: a company needs its tax number, the scene its word', async () => {
    await merchant()
    const id = await pay()
    const media = await mediaOf()
    const company = { buyer_information: { type: 'ORGANIZATION', name: '某公司' } }
    const wrong = await insert(id, [card(media)], company)
    expect(wrong).toMatchObject({ status: 400, detail: { field: '/buyer_information/taxpayer_id' } })
    expect(await insert(id, [card(media)], { scene: 'WECHATPAY' })).toMatchObject({ status: 400 })
    expect(await insert(id, [card(media)])).toMatchObject({ status: 202 })
  })

  test('cards: once for an order; the same again is welcome, anything else is refused by number', async () => {
    await merchant()
    const id = await pay()
    const media = await mediaOf()
    expect(await insert(id, [card(media)])).toMatchObject({ status: 202 })
    expect(await insert(id, [card(media)])).toMatchObject({ status: 202 })
    const other = await insert(id, [card(media, { remark: 'x' })])
    expect(other).toMatchObject({ status: 400, requestId: expect.stringMatching(/-268498688$/) })
    await wechat.clock.advance(5_000)
    expect(await insert(await pay(), [card(media)])).toMatchObject({ status: 400 })
  })

  test('cards: media live three days and belong to one merchant', async () => {
    await merchant()
    const id = await pay()
    const old = await mediaOf()
    await wechat.clock.advance(3 * 86_400_000 + 1)
    expect(await insert(id, [card(old)])).toMatchObject({ status: 400 })
    await registerMerchant(wechat.control, '1900000109', { partner: MCHID })
    const theirs = (
      (await upload(pdfWithNumber(NUMBER), { sub_mchid: '1900000109' })).json as { fapiao_media_id: string }
    ).fapiao_media_id
    expect(await insert(id, [card(theirs)])).toMatchObject({ status: 400 })
    expect(await insert(id, [card(await mediaOf())])).toMatchObject({ status: 202 })
  })

  test('cards: older invoices need code and check code, 20-digit ones as the profile says', async () => {
    await merchant()
    const media = await mediaOf('12345678')
    const older = { fapiao_number: '12345678' }
    const codes = { fapiao_code: '031002600111', check_code: '1'.repeat(20) }
    const id = await pay()
    expect(await insert(id, [card(media, older)])).toMatchObject({ status: 400 })
    expect(await insert(id, [card(media, { ...older, ...codes })])).toMatchObject({ status: 202 })
    await profile({ digitalInvoices: 'refused' })
    const digital = await mediaOf()
    expect(await insert(await pay(), [card(digital)])).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
  })

  test('payments: unknown, unpaid, combined and foreign ones take no card', async () => {
    await merchant()
    const media = await mediaOf()
    expect(await insert('4200000000000000', [card(media)])).toMatchObject({ status: 404 })
    expect(await insert(await pay({ state: 'NOTPAY' }), [card(media)])).toMatchObject({ status: 400 })
    expect(await insert(await pay({ isCombined: true }), [card(media)])).toMatchObject({ status: 400 })
    await registerMerchant(wechat.control, '1900000109')
    expect(await insert(await pay({ mchid: '1900000109' }), [card(media)])).toMatchObject({ status: 400 })
    expect(await insert(await pay(), [card(media)])).toMatchObject({ status: 202 })
  })

  const titleUrl = (change: Record<string, string> = {}) => {
    const query = {
      fapiao_apply_id: 'A1',
      source: 'WEB',
      appid: SIM_APPID,
      openid: 'o1',
      total_amount: '10600',
      ...change,
    }
    return get(`${FAPIAO}/user-title/title-url?${new URLSearchParams(query)}`)
  }
  const submitTitle = (applyId = 'A1') =>
    wechat.control.call('POST', '/user/o1/submit-title', {
      mchid: MCHID,
      fapiaoApplyId: applyId,
      title: { type: 'INDIVIDUAL', name: '王五' },
    })

  test('titles: ids, apps, amounts, and the form itself', async () => {
    await merchant()
    const changes: Record<string, string>[] = [
      { fapiao_apply_id: 'a b' },
      { fapiao_apply_id: 'x'.repeat(33) },
      { source: 'APP' },
      { appid: 'wxother' },
      { total_amount: '1.5' },
    ]
    for (const change of changes) {
      expect(await titleUrl(change)).toMatchObject({ status: 400 })
    }
    expect(await titleUrl()).toMatchObject({ status: 200 })
    expect(await titleUrl({ total_amount: '10601' })).toMatchObject({ status: 400 })
    const title = `${FAPIAO}/user-title?fapiao_apply_id=A1&scene=WITHOUT_WECHATPAY`
    expect(await get(title)).toMatchObject({ status: 404 })
    const media = await mediaOf()
    const without = { scene: 'WITHOUT_WECHATPAY' }
    expect(await insert('A1', [card(media)], without)).toMatchObject({ status: 400 })
    await wechat.clock.advance(30 * 60_000 + 1)
    await expect(submitTitle()).rejects.toThrow('link has died')
    expect(await titleUrl()).toMatchObject({ status: 200 })
    await submitTitle()
    expect(await get(title)).toMatchObject({ status: 200 })
    expect(await insert('A1', [card(media)], without)).toMatchObject({ status: 202 })
  })

  test.each([400, 403])('titles: nothing goes without a card template (%d)', async (missingTemplate) => {
    await merchant({ hasTemplate: false })
    await profile({ missingTemplate })
    expect(await titleUrl()).toMatchObject({ status: missingTemplate })
    await ask({ target: `${FAPIAO}/card-template`, body: template })
    expect(await titleUrl()).toMatchObject({ status: 200 })
  })

  test('issued by WeChat: moves with the clock, is reversed and downloaded; what was brought is neither', async () => {
    await merchant()
    const id = await pay({ supportFapiao: true })
    const title = { type: 'INDIVIDUAL', name: '王五' }
    await wechat.control.call('POST', '/user/o1/apply-fapiao', { transactionId: id, title })
    const fapiao = {
      fapiao_id: 'F1',
      total_amount: 10_600,
      items: [
        { tax_code: '3070401000000000000', quantity: 100_000_000, total_amount: 10_600, discount: false },
      ],
    }
    const body = {
      scene: 'WITH_WECHATPAY',
      fapiao_apply_id: id,
      buyer_information: title,
      fapiao_information: [fapiao],
    }
    const applications = `${FAPIAO}/fapiao-applications`
    expect(await ask({ target: applications, body })).toMatchObject({ status: 202 })
    const state = async () => {
      const { fapiao_information: all } = (await get(`${applications}/${id}`)).json as {
        fapiao_information: {
          status: string
          card_information?: { card_status: string }
          blue_fapiao: { fapiao_number: string }
        }[]
      }
      return [all[0]?.status, all[0]?.card_information?.card_status]
    }
    expect(await state()).toEqual(['ISSUE_ACCEPTED', undefined])
    await wechat.clock.advance(3_000)
    expect(await state()).toEqual(['ISSUED', 'INSERT_ACCEPTED'])
    await wechat.clock.advance(3_000)
    expect(await state()).toEqual(['ISSUED', 'INSERTED'])
    const files = (await get(`${applications}/${id}/fapiao-files?fapiao_id=F1`)).json as {
      fapiao_download_info_list: { download_url: string }[]
    }
    const url = files.fapiao_download_info_list[0]?.download_url ?? ''
    expect((await fetch(url)).status).toBe(200)
    await wechat.clock.advance(31_000)
    expect((await fetch(url)).status).toBe(404)
    const reversal = (fapiao_id: string) => ({
      reverse_reason: '开票有误',
      fapiao_information: [{ fapiao_id, fapiao_number: NUMBER }],
    })
    expect(await ask({ target: `${applications}/${id}/reverse`, body: reversal('F1') })).toMatchObject({
      status: 202,
    })
    await wechat.clock.advance(6_000)
    expect(await state()).toEqual(['REVERSED', 'DISCARDED'])

    const brought = await pay()
    expect(await insert(brought, [card(await mediaOf())])).toMatchObject({ status: 202 })
    const { fapiao_information: ours } = (await get(`${applications}/${brought}`)).json as {
      fapiao_information: { fapiao_id: string }[]
    }
    const own = ours[0]?.fapiao_id ?? ''
    expect(await ask({ target: `${applications}/${brought}/reverse`, body: reversal(own) })).toMatchObject({
      status: 400,
    })
    expect(await get(`${applications}/${brought}/fapiao-files?fapiao_id=${own}`)).toMatchObject({
      status: 400,
    })
  })
})
