import { request } from 'node:http'
import { buildShortCode } from '@piaoma/shared/codes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { applicationBody } from '../test/shop'
import { type HttpAnswer, http, newKey } from './http-client'
import {
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
} from './service-scene'

const codeOf = ({ json }: HttpAnswer) => (json as { code?: string } | undefined)?.code
const MEGABYTE = 1024 * 1024

describeOnDatabases('requests made by an enemy', (open) => {
  let service: TestService
  let shop: TestShop
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
  })
  afterAll(() => service.close())

  const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    http(service.url, '/api/v1/applications', {
      raw,
      key: newKey(),
      headers: { 'content-type': 'application/json', ...headers },
    })

  /** A path exactly as it is written: `fetch` would tidy it up. */
  const rawGet = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const call = request(service.url, { path, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
      call.on('error', reject).end()
    })

  test.each([
    ['nothing', '', 'request.invalid'],
    ['broken', '{"codes":[', 'request.malformed'],
    ['two values', '{} {}', 'request.malformed'],
    ['a comment', '{/* */}', 'request.malformed'],
    ['single quotes', "{'codes':[]}", 'request.malformed'],
    ['NaN', '{"amountFen":NaN}', 'request.malformed'],
    ['no object', '"text"', 'request.malformed'],
    ['a number', '12', 'request.malformed'],
    ['null', 'null', 'request.malformed'],
    ['an array', '[]', 'request.invalid'],
    ['a list of lists', '['.repeat(2_000) + ']'.repeat(2_000), 'request.invalid'],
    ['lists without end', '['.repeat(200_000), 'request.malformed'],
    ['lists a hundred thousand deep', '['.repeat(100_000) + ']'.repeat(100_000), 'request.'],
    ['objects deep inside', `{"codes":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, 'request.'],
    ['a deep value for a name', `{"buyer":{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`, 'request.'],
    [
      'a hundred thousand unknown keys',
      `{${Array.from({ length: 50_000 }, (_, n) => `"k${n}":1`).join()}}`,
      'request.',
    ],
  ])('a body that holds %s is refused in words', async (_, body, expected) => {
    const answer = await post(body)
    expect([400, 413, 422], answer.text.slice(0, 200)).toContain(answer.status)
    expect(codeOf(answer)).toMatch(new RegExp(`^${expected.replace('.', '\\.')}`))
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  test('a prototype in the body changes nothing and is named', async () => {
    const { code } = await makeOrderCode(shop)
    const whole = JSON.stringify(applicationBody([code]))
    for (const key of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']) {
      const answer = await post(whole.replace('{', `{"${key}":{"isAdmin":true,"polluted":1},`))
      expect([400, 422], key).toContain(answer.status)
      const inside = await post(whole.replace('"buyer":{', `"buyer":{"${key}":{"polluted":1},`))
      expect([400, 422], key).toContain(inside.status)
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect((await post(whole)).status).toBe(201)
  })

  test('more than a megabyte is refused before it is read to the end', async () => {
    const large = await post(JSON.stringify({ remark: 'x'.repeat(MEGABYTE + 1) }))
    expect([large.status, codeOf(large)]).toEqual([413, 'request.too_large'])
    const chunked = await post(new Uint8Array(2 * MEGABYTE), { 'transfer-encoding': 'chunked' }).catch(
      () => undefined,
    )
    if (chunked) expect(chunked.status).toBe(413)
    const form = await post('a='.padEnd(2 * MEGABYTE, 'x'), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(form.status).toBe(413)
  })

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    '',
    'nonsense',
  ])('the content type "%s" is not taken for JSON', async (type) => {
    const answer = await post('{"codes":["x"]}', { 'content-type': type })
    expect([400, 415], answer.text.slice(0, 200)).toContain(answer.status)
  })

  test('odd encodings are refused in words', async () => {
    const odd: Record<string, string>[] = [
      { 'content-encoding': 'gzip' },
      { 'content-encoding': 'br' },
      { 'content-encoding': 'nonsense' },
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'application/json; charset=nonsense' },
    ]
    for (const headers of odd) {
      const answer = await post('{"codes":["x"]}', headers)
      expect([400, 415, 422], `${JSON.stringify(headers)} ${answer.text}`).toContain(answer.status)
    }
    const notUtf8 = await post(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]))
    expect([400, 422]).toContain(notUtf8.status)
  })

  test('an Idempotency-Key is asked for and held to its form', async () => {
    const { code } = await makeOrderCode(shop)
    for (const key of [undefined, '', 'short', 'x'.repeat(256), 'has a space in it', 'tab\there1234']) {
      const answer = await http(service.url, '/api/v1/applications', {
        body: applicationBody([code]),
        ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
      })
      expect([answer.status, codeOf(answer)], String(key)).toEqual([400, 'idempotency.key_required'])
    }
  })

  test('odd paths find nothing and break nothing', async () => {
    const token = 'a'.repeat(32)
    for (const path of [
      '/api/v1/codes/%00',
      '/api/v1/codes/%ff%fe',
      '/api/v1/codes/%',
      '/api/v1/codes/%E4%B8%8A%E6%B5%B7',
      `/api/v1/codes/${'x'.repeat(6_000)}`,
      '/api/v1/codes/..%2f..%2fetc%2fpasswd',
      "/api/v1/codes/'%20OR%201=1--",
      '/api/v1/codes/__proto__',
      '/api/v1/codes/T1.a.b.c.d.e.f',
      `/api/v1/applications/${token}/files/..%2f..%2fpackage.json`,
      `/api/v1/applications/${token}/files/${'2'.repeat(20)}.pdf`,
      `/api/v1/applications/${'%00'.repeat(32)}`,
      '/api/v1/applications/%2e%2e/events',
      '/h5/..%2f..%2fpackage.json',
      '/h5/%2e%2e/%2e%2e/package.json',
      '/h5/../../package.json',
      '/docs/..%2fpackage.json',
      '/docs/package.json%00.js',
      '/callbacks/nuonuo/nobody',
      '//evil.test/%2e%2e',
      '/api//v1/codes/x',
    ]) {
      const { status, text } = await rawGet(path)
      expect(status, `${path} ${text.slice(0, 100)}`).toBeGreaterThanOrEqual(400)
      expect(status, `${path} ${text.slice(0, 100)}`).toBeLessThan(500)
      expect(text).not.toContain('"workspaces"')
    }
  })

  test('odd queries are refused by name', async () => {
    const list = (query: string) =>
      http(service.url, `/api/v1/merchant/applications?${query}`, { token: shop.ownerToken })
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=1e9', 'limit'],
      ['limit=abc', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['cursor=x', 'cursor'],
      ["cursor=' OR 1=1", 'cursor'],
      ['storeId=1', 'storeId'],
      ['status=%27', 'status'],
      ['status=nothing', 'status'],
      ['search=%00', 'search'],
      [`search=${'x'.repeat(65)}`, 'search'],
      ['evil=1', 'evil'],
      ['search[$ne]=1', 'search[$ne]'],
    ] as const) {
      const answer = await list(query)
      expect([query, answer.status]).toEqual([query, 422])
      const { fields } = answer.json as { fields: { path: string }[] }
      expect(fields.map(({ path }) => path)).toContain(field)
    }
  })

  test('odd headers get the door, not an error', async () => {
    for (const authorization of [
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      `Bearer ${'x'.repeat(5_000)}`,
      'Bearer a b',
      "Bearer ' OR 1=1 --xxxxxxxxxx",
    ]) {
      const { status } = await rawGet('/api/v1/merchant/applications', { authorization })
      expect(status, authorization.slice(0, 40)).toBe(401)
    }
    for (const language of ['x'.repeat(4_000), '../../', 'zh;q=abc', '*']) {
      const { status } = await rawGet('/api/v1/codes/nothing', { 'accept-language': language })
      expect(status).toBe(404)
    }
    const { status } = await rawGet('/api/v1/codes/nothing', {
      host: 'evil.test',
      'x-forwarded-host': 'evil.test',
    })
    expect(status).toBe(404)
  })

  test('what came from outside is never a link of ours', async () => {
    const { code } = await makeProductCode(shop)
    const answer = await http(service.url, `/api/v1/codes/${code}/qr.svg`, {
      headers: { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'javascript' },
    })
    expect(answer.text).not.toContain('evil')
    const order = await http(service.url, '/open/v1/order-codes', {
      token: shop.apiKey,
      key: newKey(),
      headers: { 'x-forwarded-host': 'evil.test' },
      body: {
        orderNo: newKey(),
        lines: [{ name: '餐费', amountFen: 1, taxRate: '6%', taxCode: '3070401000000000000' }],
      },
    })
    expect(order.text).not.toContain('evil')
  })
})

describe('limits', () => {
  describeOnDatabases('for whoever guesses', (open) => {
    let service: TestService
    beforeAll(async () => {
      service = await startTestService(open, { env: { RATE_LIMIT_FACTOR: '1', TRUST_PROXY: 'on' } })
    })
    afterAll(() => service.close())

    /** Calls as another address each time `from` changes, until the answer is 429; how many got through. */
    async function untilLimited(most: number, call: (n: number) => Promise<HttpAnswer>) {
      for (let n = 0; n <= most; n++) {
        const answer = await call(n)
        if (answer.status === 429) {
          expect(codeOf(answer)).toBe('request.rate_limited')
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
          return n
        }
      }
      throw new Error(`${most} calls and no limit`)
    }
    const as = (address: string) => ({ 'x-forwarded-for': address })
    const random = (n: number) => n.toString().padStart(26, '0')

    test('60 unknown links in ten minutes, from one address', async () => {
      const headers = as('203.0.113.1')
      const look = (n: number) => http(service.url, `/api/v1/codes/${random(n)}`, { headers })
      expect(await untilLimited(100, look)).toBe(60)
      const elsewhere = await http(service.url, `/api/v1/codes/${random(1)}`, { headers: as('203.0.113.2') })
      expect(elsewhere.status).toBe(404)
    })

    test('20 well-formed short codes an hour, whether looked at, drawn or applied for; slips cost less', async () => {
      const guess = (n: number) => buildShortCode('QHX', [1, 2, 3, 4, 5, 6, n % 31, Math.floor(n / 31)])
      const ways: ((code: string, headers: Record<string, string>) => Promise<HttpAnswer>)[] = [
        (code, headers) => http(service.url, `/api/v1/codes/${code}`, { headers }),
        (code, headers) => http(service.url, `/api/v1/codes/${code}/qr.svg`, { headers }),
        (code, headers) => http(service.url, `/api/v1/codes/${code.split('').join('-')}`, { headers }),
        (code, headers) =>
          http(service.url, '/api/v1/applications', {
            headers,
            key: newKey(),
            body: applicationBody([code]),
          }),
      ]
      for (const [index, way] of ways.entries()) {
        const headers = as(`203.0.113.${10 + index}`)
        expect(await untilLimited(60, (n) => way(guess(n), headers))).toBe(20)
      }
      // One way shuts the others.
      const [look] = ways
      expect((await look?.(guess(99), as('203.0.113.13')))?.status).toBe(429)
      const slip = (n: number) =>
        http(service.url, `/api/v1/codes/QHX-2345-678${n % 10}0`, { headers: as('203.0.113.20') })
      expect(await untilLimited(100, slip)).toBe(60)
    })

    test('a right code is found all the same by whoever did not guess', async () => {
      const shop = await openShop(service)
      const { code, shortCode } = await makeOrderCode(shop)
      for (const text of [code, shortCode]) {
        const answer = await http(service.url, `/api/v1/codes/${text}`, { headers: as('203.0.113.30') })
        expect(answer.status).toBe(200)
      }
    })

    test('wrong passwords, from one address', async () => {
      const signIn = (n: number) =>
        http(service.url, '/api/v1/sessions', {
          headers: as('203.0.113.40'),
          body: { login: `nobody${n}@example.test`, password: 'wrong password' },
        })
      expect(await untilLimited(40, signIn)).toBe(20)
    }, 60_000)

    test('mails sent again, from one address', async () => {
      const send = () =>
        http(service.url, `/api/v1/applications/${'a'.repeat(32)}/deliveries`, {
          headers: as('203.0.113.50'),
          body: { email: 'a@b.test' },
        })
      expect(await untilLimited(60, send)).toBe(30)
    })
  })
})
