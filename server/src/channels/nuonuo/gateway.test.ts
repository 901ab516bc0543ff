import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { type NuonuoConfig, nuonuoSettings } from './config'
import { createGateway } from './gateway'

const CONFIG: NuonuoConfig = {
  gatewayUrl: 'https://gateway.invalid/open/v1/services',
  tokenUrl: 'https://gateway.invalid/accessToken',
  appKey: 'SD12345678',
  appSecret: 'planted-secret',
  taxNum: '91310000MA1FL5LQ05',
  now: () => 1_764_000_000_999,
  timeoutMs: 200,
}
const METHOD = 'nuonuo.OpeMplatform.queryInvoiceResult'

interface Sent {
  url: URL
  headers: Headers
  body: Uint8Array
  init: RequestInit
}

/** A gateway whose other end answers calls with `answers` in turn, the last one for ever. */
function opposite(answers: (() => Response | Promise<Response>)[], change: Partial<NuonuoConfig> = {}) {
  const sent: Sent[] = []
  let tokens = 0
  const fetch = vi.fn(async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(String(input))
    if (url.pathname === '/accessToken') {
      tokens += 1
      return Response.json({ access_token: `TOKEN${tokens}`, expires_in: '86400' })
    }
    sent.push({ url, headers: new Headers(init.headers), body: init.body as Uint8Array, init })
    const answer = answers[Math.min(sent.length, answers.length) - 1]
    return answer === undefined ? new Response('') : answer()
  })
  const gateway = createGateway(nuonuoSettings({ ...CONFIG, fetch, ...change }))
  return { gateway, sent, tokens: () => tokens }
}

const answer = (body: unknown) => () => Response.json(body)

describe('a call', () => {
  test('carries identity in the query, method, token and signature in the headers', async () => {
    const { gateway, sent } = opposite([answer({ code: 'E0000', describe: 'ok', result: [1] })], {
      userTax: 'TAX',
    })
    expect(await gateway.call(METHOD, { orderNos: ['A1'] })).toEqual({
      kind: 'answer',
      code: 'E0000',
      describe: 'ok',
      result: [1],
    })
    const { url, headers } = sent[0] ?? { url: new URL('http://x'), headers: new Headers() }
    expect([...url.searchParams.keys()].sort()).toEqual(['appkey', 'nonce', 'senid', 'timestamp'])
    expect(url.searchParams.get('appkey')).toBe('SD12345678')
    expect(url.searchParams.get('timestamp')).toBe('1764000000')
    expect(headers.get('method')).toBe(METHOD)
    expect(headers.get('accesstoken')).toBe('TOKEN1')
    expect(headers.get('usertax')).toBe('TAX')
    expect(headers.get('content-type')).toMatch(/^application\/json/)
  })

  test('signs the very bytes that it sends', async () => {
    const { gateway, sent } = opposite([answer({ code: 'E0000' })])
    await gateway.call(METHOD, { order: { buyerName: '上海“某某”餐饮 & 𠮷', remark: 'a\u2028b' } })
    const [{ url, headers, body }] = sent as [Sent]
    const { senid, nonce, timestamp } = Object.fromEntries(url.searchParams)
    const byHand = createHmac('sha1', 'planted-secret')
      .update(`a=services&l=v1&p=open&k=SD12345678&i=${senid}&n=${nonce}&t=${timestamp}&f=`)
      .update(Buffer.from(body))
      .digest('base64')
    expect(headers.get('x-nuonuo-sign')).toBe(byHand)
    expect(new TextDecoder().decode(body)).toContain('上海“某某”餐饮 & 𠮷')
  })

  test('has a new identity each time', async () => {
    const { gateway, sent } = opposite([answer({ code: 'E0000' })])
    for (let round = 0; round < 5; round += 1) await gateway.call(METHOD, {})
    expect(new Set(sent.map(({ url }) => url.searchParams.get('senid'))).size).toBe(5)
    expect(sent.every(({ headers }) => headers.get('usertax') === null)).toBe(true)
  })

  test('never follows a redirect', async () => {
    const { gateway, sent } = opposite([
      () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.invalid/' } }),
    ])
    expect(await gateway.call(METHOD, {})).toEqual({ kind: 'unknown', cause: 'HTTP 302' })
    expect(sent[0]?.init.redirect).toBe('manual')
    expect(sent).toHaveLength(1)
  })
})

describe('a refused token', () => {
  test.each(['070301', '070101', '070103'])('(%s) is replaced and the call repeated once', async (code) => {
    const { gateway, sent, tokens } = opposite([answer({ code, describe: 'x' }), answer({ code: 'E0000' })])
    expect(await gateway.call(METHOD, {})).toMatchObject({ kind: 'answer', code: 'E0000' })
    expect(sent.map(({ headers }) => headers.get('accesstoken'))).toEqual(['TOKEN1', 'TOKEN2'])
    expect(tokens()).toBe(2)
  })

  test('twice over is a denial, and the next call does not fetch yet another token', async () => {
    const { gateway, sent, tokens } = opposite([answer({ code: '070301', describe: 'accessToken不匹配' })])
    expect(await gateway.call(METHOD, {})).toMatchObject({ kind: 'denied', code: '070301' })
    expect(await gateway.call(METHOD, {})).toMatchObject({ kind: 'denied', code: '070301' })
    expect(sent).toHaveLength(3)
    expect(tokens()).toBe(2)
  })

  test.each([
    '070302',
    '070306',
    '070307',
    '070401',
    '070601',
    '070204',
  ])('is not what %s means: denied at once', async (code) => {
    const { gateway, sent, tokens } = opposite([answer({ code, describe: '没有权限' })])
    expect(await gateway.call(METHOD, {})).toEqual({ kind: 'denied', code, message: '没有权限' })
    expect(sent).toHaveLength(1)
    expect(tokens()).toBe(1)
  })
})

describe('an answer that tells nothing', () => {
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(1024 * 1024))
        },
      }),
    )
  const never = () => new Response(new ReadableStream({ start() {} }))
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"code":"E00'))
          controller.error(new TypeError('terminated'))
        },
      }),
    )

  test.each<[string, () => Response | Promise<Response>]>([
    ['an HTML page with 502', () => new Response('<html>', { status: 502 })],
    ['an HTML page with 200', () => new Response('<html>')],
    ['an empty body', () => new Response('')],
    ['no object', () => Response.json('E0000')],
    ['a list', () => Response.json([])],
    ['no code', () => Response.json({ describe: 'ok' })],
    ['a code of another type', () => Response.json({ code: { value: 'E0000' } })],
    ['a null code', () => Response.json({ code: null })],
    ['bytes that are no UTF-8', () => new Response(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))],
    ['half a body', broken],
    ['a body without end', endless],
    ['a body that never comes', never],
    ['a refused connection', () => Promise.reject(new TypeError('fetch failed', { cause: new Error('x') }))],
    ['something thrown that is no error', () => Promise.reject('boom')],
  ])('%s is unknown', async (_name, reply) => {
    const { gateway } = opposite([reply])
    const outcome = await gateway.call(METHOD, { buyer: '王小明' })
    expect(outcome).toMatchObject({ kind: 'unknown', cause: expect.stringMatching(/\S/) })
    expect(JSON.stringify(outcome)).not.toMatch(/planted-secret|TOKEN1|王小明/)
  })

  test('a socket error is named by its code alone', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443 planted-secret'), {
      code: 'ECONNREFUSED',
    })
    const { gateway } = opposite([() => Promise.reject(new TypeError('fetch failed', { cause }))])
    expect(await gateway.call(METHOD, {})).toEqual({ kind: 'unknown', cause: 'ECONNREFUSED' })
  })

  test.each([200, '200', 'E0000'])('but a code may be %s', async (code) => {
    const { gateway } = opposite([answer({ code, describe: null })])
    expect(await gateway.call(METHOD, {})).toMatchObject({ kind: 'answer', code: String(code), describe: '' })
  })
})

describe('configuration', () => {
  test.each([
    { appKey: ' ' },
    { appSecret: '' },
    { taxNum: '' },
    { gatewayUrl: 'ftp://x/' },
    { gatewayUrl: 'not a url' },
    { tokenUrl: 'file:///x' },
  ])('is refused when it can only be a mistake: %j', (change) => {
    expect(() => nuonuoSettings({ ...CONFIG, ...change })).toThrow(TypeError)
  })
})
