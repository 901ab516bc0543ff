import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PostOptions, postWebhook } from './post-webhook'
import { isPublicAddress } from './public-address'
import { type Receiver, startReceiver } from './test-receiver'

let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const post = (url: string, options: Partial<PostOptions> = {}) =>
  postWebhook(
    url,
    '{"type":"invoice.issued"}',
    { 'webhook-id': '01A' },
    { isPrivateAllowed: true, ...options },
  )

describe('posting', () => {
  test('sends exactly the body and the headers', async () => {
    expect(await post(`${receiver.url}/hook?x=1`)).toEqual({ httpStatus: 204 })
    expect(receiver.received).toMatchObject([
      {
        method: 'POST',
        path: '/hook?x=1',
        body: '{"type":"invoice.issued"}',
        headers: { 'webhook-id': '01A', 'content-type': 'application/json', 'content-length': '25' },
      },
    ])
  })

  test.each([400, 401, 410, 429, 500, 503])('%i is a failure with its status', async (status) => {
    receiver.answer = (response) => response.writeHead(status).end('<h1>no</h1>')
    expect(await post(receiver.url)).toEqual({ httpStatus: status, problem: `answered ${status}` })
  })

  test.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
    const other = await startReceiver()
    receiver.answer = (response) => response.writeHead(status, { location: `${other.url}/stolen` }).end()
    expect(await post(receiver.url)).toEqual({ httpStatus: status, problem: 'redirects are not followed' })
    expect(other.received).toHaveLength(0)
    await other.close()
  })

  test('an endless answer is cut off, its status counts', async () => {
    let written = 0
    receiver.answer = (response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(16_384)
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    expect(await post(receiver.url, { timeoutMs: 5_000 })).toEqual({ httpStatus: 200 })
    expect(written).toBeLessThan(16 * 1024 * 1024)
  })

  test('no answer, a slow one and a reset are failures in time', async () => {
    receiver.answer = () => {}
    const begin = Date.now()
    expect(await post(receiver.url, { timeoutMs: 200 })).toEqual({ problem: 'no answer in time' })
    expect(Date.now() - begin).toBeLessThan(2_000)
    receiver.answer = (response) => response.socket?.destroy()
    expect(await post(receiver.url)).toEqual({ problem: 'ECONNRESET' })
    await receiver.close()
    expect(await post(receiver.url)).toEqual({ problem: 'ECONNREFUSED' })
  })

  test('something that is no HTTP is a failure', async () => {
    const garbage = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
    await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve))
    const address = garbage.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    expect((await post(`http://127.0.0.1:${address.port}`)).problem).toMatch(/^HPE_/)
    garbage.close()
  })

  test('a resolver that never answers does not hold the worker', async () => {
    const resolve = () => new Promise<never>(() => {})
    expect(await post('http://slow.example', { resolve, timeoutMs: 100 })).toEqual({
      problem: 'no answer in time',
    })
  })
})

describe('private addresses', () => {
  const guarded = { isPrivateAllowed: false }
  const REFUSED = [
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://172.16.0.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
  ]
  test.each(REFUSED)('%s is refused before anything is sent', async (url) => {
    const result = await post(url.replace('PORT', String(receiver.port)), guarded)
    expect(result).toEqual({ problem: 'not a public address' })
    expect(receiver.received).toHaveLength(0)
  })

  test('a public name that leads inside is refused, also when only one of its addresses does', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['2606:4700::1', '::1']]) {
      const resolve = async () =>
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      const url = `http://rebind.example:${receiver.port}/`
      expect(await post(url, { ...guarded, resolve })).toEqual({ problem: 'not a public address' })
    }
    expect(receiver.received).toHaveLength(0)
  })

  test('the connection goes to the address that was checked, not to what the name means later', async () => {
    let asked = 0
    const resolve = async () => {
      asked += 1
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const url = `http://only-here.example:${receiver.port}/`
    expect(await post(url, { resolve })).toEqual({ httpStatus: 204 })
    expect(asked).toBe(1)
    expect(receiver.received[0]?.headers.host).toBe(`only-here.example:${receiver.port}`)
  })

  test.each([
    ['ftp://example.com/', 'only http and https'],
    ['http://user:pass@example.com/', 'no user name in the address'],
  ])('%s is refused', async (url, problem) => {
    expect(await post(url)).toEqual({ problem })
  })

  test.each([
    ['1.1.1.1', true],
    ['114.114.114.114', true],
    ['2400:3200::1', true],
    ['172.15.255.255', true],
    ['172.32.0.1', true],
    ['172.31.255.255', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::ffff:8.8.8.8', false],
    ['2001:db8::1', false],
    ['2002:7f00:1::', false],
    ['ff02::1', false],
    ['example.com', false],
    ['', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })
})
