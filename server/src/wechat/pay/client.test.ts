import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { FaultInput } from '../../simulators/wechat/core/faults'
import {
  pdfWithNumber,
  registerMerchant,
  SIM_APPID,
  startTestWechat,
  type TestWechat,
} from '../../test/wechat-pay'
import { payCalls } from './calls'
import { createPayClient, type PayClientOptions } from './client'
import { loadPayKeys, type PayCredentials } from './keys'
import type { Distrust } from './verify'

const MCHID = '1900000001'

describe('the client of WeChat Pay', () => {
  let wechat: TestWechat
  let credentials: PayCredentials
  const distrusted: Distrust[] = []

  beforeAll(async () => {
    wechat = await startTestWechat()
  })
  afterEach(async () => {
    const { unexpected } = await wechat.control.journal()
    expect(unexpected).toEqual([])
    await wechat.control.reset()
    distrusted.length = 0
  })
  afterAll(() => wechat.close())

  async function client(
    overrides: Record<string, unknown> = {},
    options: Partial<PayClientOptions> & { credentials?: (own: PayCredentials) => PayCredentials } = {},
  ) {
    const registered = await registerMerchant(wechat.control, MCHID, overrides)
    credentials = options.credentials?.(registered.credentials) ?? registered.credentials
    return createPayClient({
      keys: loadPayKeys(credentials),
      hosts: [wechat.payUrl],
      clock: wechat.clock,
      timeoutMs: 400,
      onDistrust: (why) => distrusted.push(why),
      ...options,
    })
  }
  const pay = (overrides: Record<string, unknown> = {}) =>
    wechat.control.call<{ transactionId: string }>('POST', '/user/openid-1/pay', {
      mchid: MCHID,
      appid: SIM_APPID,
      totalFen: 12_800,
      ...overrides,
    })

  it.each(['certificate', 'public_key'])('verifies answers in %s mode', async (keyMode) => {
    const calls = payCalls(await client({ keyMode }))
    const { transactionId } = await pay()
    const found = await calls.transaction({ transactionId })
    expect(found).toMatchObject({
      outcome: 'done',
      body: { trade_state: 'SUCCESS', amount: { total: 12_800 } },
    })
    expect(await calls.checkMerchant(MCHID)).toMatchObject({ outcome: 'refused', code: 'NO_AUTH' })
    await wechat.control.clearJournal()
  })

  it('holds both keys while a merchant switches from certificate to public key', async () => {
    for (const switchingDay of [1, 4, 7]) {
      const { platform, credentials: own } = await registerMerchant(wechat.control, MCHID, {
        keyMode: 'switching',
        switchingDay,
      })
      const both = { ...own, platformKeys: [platform.certificate, platform.publicKey] }
      const keys = loadPayKeys(both)
      expect(keys.preferredKeyId).toBe(platform.publicKey.id)
      const calls = payCalls(
        createPayClient({ keys, hosts: [wechat.payUrl], clock: wechat.clock, timeoutMs: 400 }),
      )
      const { transactionId } = await pay()
      expect(await calls.transaction({ transactionId })).toMatchObject({ outcome: 'done' })
    }
  })

  it('does not believe an answer under a key that it does not have, and asks nobody for it', async () => {
    const calls = payCalls(
      await client(
        { keyMode: 'certificate' },
        {
          credentials: (own) => ({
            ...own,
            platformKeys: [{ id: 'PUB_KEY_ID_0100000000000000', pem: publicPem() }],
          }),
        },
      ),
    )
    const { transactionId } = await pay()
    expect(await calls.transaction({ transactionId })).toMatchObject({
      outcome: 'unknown',
      distrust: 'unknown_serial',
    })
    expect(distrusted).toEqual(['unknown_serial'])
    const { entries } = await wechat.control.journal()
    expect(entries.filter(({ path }) => path === '/v3/certificates')).toEqual([])
  })

  it('gives signed refusals by code and Request-ID, and calls "busy" what was definitely not done', async () => {
    const calls = payCalls(await client())
    await wechat.control.expectRefusal({ code: 'ORDER_NOT_EXIST' })
    const missing = await calls.transaction({ transactionId: '4200000000' })
    expect(missing).toMatchObject({ outcome: 'refused', status: 404, code: 'ORDER_NOT_EXIST' })
    expect(missing).toMatchObject({ requestId: expect.stringMatching(/^\w+-\d+$/) })
    await wechat.control.call('POST', '/pay/profile', { callsPerSecond: 1 })
    await wechat.clock.advance(2_000)
    const { transactionId } = await pay()
    await wechat.control.expectRefusal({ code: 'FREQUENCY_LIMITED' })
    await calls.transaction({ transactionId })
    expect(await calls.transaction({ transactionId })).toMatchObject({
      outcome: 'busy',
      code: 'FREQUENCY_LIMITED',
    })
  })

  it('sends what it signs: an empty POST, a PATCH, encoded queries, a file of any bytes', async () => {
    const calls = payCalls(await client({ partner: null }))
    const sub = await registerMerchant(wechat.control, '1900000109', { partner: MCHID })
    expect(sub.credentials.mchid).toBe('1900000109')
    expect(await calls.checkMerchant('1900000109')).toMatchObject({ outcome: 'done', status: 204 })
    const callbackUrl = 'https://pay.example.com/cb'
    expect(await calls.setCallback({ callbackUrl, showFapiaoCell: true })).toMatchObject({ outcome: 'done' })
    const title = { applyId: 'A-b_c|d*1', source: 'WEB' as const, appid: SIM_APPID, openid: 'o 1&+/é' }
    expect(await calls.titleUrl({ ...title, totalFen: 100, sellerName: '青禾小馆' })).toMatchObject({
      outcome: 'done',
    })
    const pdf = Buffer.concat([pdfWithNumber('26312000000000000001'), Buffer.from([0, 255, 13, 10, 45, 45])])
    const uploaded = await calls.uploadFile({ pdf })
    expect(uploaded).toMatchObject({
      outcome: 'done',
      body: { fapiao_media_id: expect.stringContaining('|+/==') },
    })
    expect(await calls.echo('你好')).toMatchObject({ outcome: 'done', body: { echo_message: '你好' } })
  })

  it('encrypts what only WeChat may read, and decrypts what only the merchant may', async () => {
    const made = await client()
    const calls = payCalls(made)
    const title = { applyId: 'apply-1', source: 'WEB' as const, appid: SIM_APPID, openid: 'o1' }
    await calls.titleUrl({ ...title, totalFen: 100, sellerName: '店' })
    await wechat.control.call('POST', '/user/o1/submit-title', {
      mchid: MCHID,
      fapiaoApplyId: 'apply-1',
      title: { type: 'INDIVIDUAL', name: '王五', phone: '13800000000', email: 'a@example.test' },
    })
    const filled = await calls.userTitle({ applyId: 'apply-1', scene: 'WITHOUT_WECHATPAY' })
    if (filled.outcome !== 'done') throw new Error(filled.cause)
    expect(filled.body.phone).not.toContain('138')
    expect(made.keys.decrypt(filled.body.phone ?? '')).toBe('13800000000')
    expect(made.keys.decrypt(filled.body.email ?? '')).toBe('a@example.test')
  })

  const faults: [FaultInput, object][] = [
    [
      { kind: 'timeout', when: 'after' },
      { outcome: 'unknown', cause: 'no answer within 400 ms' },
    ],
    [{ kind: 'reset', when: 'after' }, { outcome: 'unknown' }],
    [{ kind: 'reset_mid_body' }, { outcome: 'unknown' }],
    [{ kind: 'wrong_length' }, { outcome: 'unknown' }],
    [
      { kind: 'http_error', status: 502 },
      { outcome: 'unknown', distrust: 'unsigned' },
    ],
    [
      { kind: 'http_error', status: 503 },
      { outcome: 'unknown', distrust: 'unsigned' },
    ],
    [{ kind: 'garbage' }, { outcome: 'unknown', distrust: 'unsigned' }],
    [{ kind: 'slow_body', ms: 60 }, { outcome: 'done' }],
    [{ kind: 'slow_body', ms: 900 }, { outcome: 'unknown' }],
    [{ kind: 'gzip' }, { outcome: 'done' }],
  ]
  it.each(faults)('ends every exchange, and believes only what is signed: %j', async (fault, expected) => {
    const calls = payCalls(await client())
    const { transactionId } = await pay()
    await wechat.control.addFault({ ...fault, times: 1 })
    expect(await calls.transaction({ transactionId })).toMatchObject(expected)
  })

  it('follows no redirect, so the Authorization stays here', async () => {
    const seen: IncomingMessage[] = []
    const elsewhere = createServer((request, response) => {
      seen.push(request)
      response.end('{}')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const to = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x`
    const calls = payCalls(await client())
    const { transactionId } = await pay()
    await wechat.control.addFault({ kind: 'redirect', to, times: 1 })
    const outcome = await calls.transaction({ transactionId })
    expect(outcome).toMatchObject({ outcome: 'unknown' })
    expect(seen).toEqual([])
    elsewhere.close()
  })

  it('turns to the second host for what may be repeated, and only for that', async () => {
    const dead = 'http://127.0.0.1:2'
    const made = await client({}, { hosts: [dead, wechat.payUrl] })
    const { transactionId } = await pay()
    expect(await payCalls(made).transaction({ transactionId })).toMatchObject({ outcome: 'done' })
    const once = await made.call('POST', '/v3/security/echo', {
      body: { echo_message: 'x' },
      answer: z.looseObject({}),
      isRepeatable: false,
    })
    expect(once).toMatchObject({ outcome: 'unknown', cause: 'ECONNREFUSED' })
  })

  it('does not believe an answer that is older than five minutes', async () => {
    const calls = payCalls(await client({}, { clock: { now: () => wechat.clock.now() + 290_000 } }))
    const { transactionId } = await pay()
    expect(await calls.transaction({ transactionId })).toMatchObject({ outcome: 'done' })
    const late = { now: callsOnce([wechat.clock.now(), wechat.clock.now() + 301_000]) }
    const second = payCalls(await client({}, { clock: late }))
    const again = await pay()
    expect(await second.transaction({ transactionId: again.transactionId })).toMatchObject({
      outcome: 'unknown',
      distrust: 'stale',
    })
  })
})

function callsOnce(values: number[]): () => number {
  let index = 0
  return () => values[Math.min(index++, values.length - 1)] ?? 0
}

function publicPem(): string {
  return `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo
4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u
+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyeh
kd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ
0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIkdg
cKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbc
mwIDAQAB
-----END PUBLIC KEY-----`
}
