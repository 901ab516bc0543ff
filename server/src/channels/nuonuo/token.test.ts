import { describe, expect, test, vi } from 'vitest'
import { nuonuoSettings } from './config'
import { createTokenSource } from './token'
import { memoryTokenStore } from './token-store'

const CONFIG = {
  gatewayUrl: 'http://gateway.invalid/open/v1/services',
  tokenUrl: 'http://gateway.invalid/accessToken',
  appKey: 'KEY1',
  appSecret: 'very-secret',
  taxNum: '91310000MA1FL5LQ0X',
}
const HOUR_MS = 3_600_000

function harness(answer: (call: number) => Response | Promise<Response>) {
  let now = 1_764_000_000_000
  const fetch = vi.fn(async (_url: string | URL | Request, _init?: RequestInit) =>
    answer(fetch.mock.calls.length),
  )
  const tokenStore = memoryTokenStore()
  const settings = nuonuoSettings({ ...CONFIG, fetch, tokenStore, now: () => now })
  return {
    fetch,
    tokenStore,
    source: createTokenSource(settings),
    pass: (ms: number) => (now += ms),
    settings,
  }
}

const token = (text: string, expires: unknown = '86400') =>
  Response.json({ access_token: text, expires_in: expires })

describe('access token', () => {
  test('is asked for with the form of client_credentials and kept', async () => {
    const { fetch, source, tokenStore } = harness((call) => token(`T${call}`))
    expect(await source.current()).toEqual({ outcome: 'token', token: 'T1' })
    expect(await source.current()).toEqual({ outcome: 'token', token: 'T1' })
    expect(fetch).toHaveBeenCalledTimes(1)
    const [url, init] = fetch.mock.calls[0] ?? []
    expect(url).toBe(CONFIG.tokenUrl)
    expect(init?.body).toBe('client_id=KEY1&client_secret=very-secret&grant_type=client_credentials')
    expect(await tokenStore.get('nuonuo:KEY1')).toEqual({
      token: 'T1',
      expiresAt: 1_764_000_000_000 + 24 * HOUR_MS,
    })
  })

  test('survives a restart in the injected store', async () => {
    const { settings, fetch } = harness((call) => token(`T${call}`))
    await createTokenSource(settings).current()
    expect(await createTokenSource(settings).current()).toEqual({ outcome: 'token', token: 'T1' })
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('is renewed shortly before it dies', async () => {
    const { source, pass } = harness((call) => token(`T${call}`))
    await source.current()
    pass(24 * HOUR_MS - 11 * 60_000)
    expect(await source.current()).toEqual({ outcome: 'token', token: 'T1' })
    pass(2 * 60_000)
    expect(await source.current()).toEqual({ outcome: 'token', token: 'T2' })
  })

  test.each([
    [86_400],
    ['86400'],
    [undefined],
    [0],
    [9_999_999_999],
  ])('lives at most a day with expires_in %s', async (expires) => {
    const { source, tokenStore } = harness(() => token('T', expires))
    await source.current()
    expect((await tokenStore.get('nuonuo:KEY1'))?.expiresAt).toBe(1_764_000_000_000 + 24 * HOUR_MS)
  })

  test('costs one request however many ask at once', async () => {
    const { source, fetch } = harness(async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return token(`T${call}`)
    })
    const all = await Promise.all(Array.from({ length: 50 }, () => source.current()))
    expect(new Set(all.map((one) => (one.outcome === 'token' ? one.token : '')))).toEqual(new Set(['T1']))
    const renewed = await Promise.all(Array.from({ length: 50 }, () => source.replace('T1')))
    expect(new Set(renewed.map((one) => (one.outcome === 'token' ? one.token : '')))).toEqual(new Set(['T2']))
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test('replaced by another process is taken from the store', async () => {
    const { source, fetch, tokenStore } = harness((call) => token(`T${call}`))
    await source.current()
    await tokenStore.set('nuonuo:KEY1', { token: 'OTHER', expiresAt: 1_764_000_000_000 + 20 * HOUR_MS })
    expect(await source.replace('T1')).toEqual({ outcome: 'token', token: 'OTHER' })
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('is replaced at most once a minute, so that wrong credentials cannot use up the month', async () => {
    const { source, fetch, pass } = harness((call) => token(`T${call}`))
    await source.current()
    expect(await source.replace('T1')).toEqual({ outcome: 'token', token: 'T2' })
    expect(await source.replace('T2')).toMatchObject({ outcome: 'denied', code: '070301' })
    expect(fetch).toHaveBeenCalledTimes(2)
    pass(61_000)
    expect(await source.replace('T2')).toEqual({ outcome: 'token', token: 'T3' })
  })
})

describe('no access token', () => {
  test('because the platform refuses: its description, which repeats the secret, goes no further', async () => {
    const { source } = harness(() =>
      Response.json({ error: '070305', error_description: 'Incorrect clientSecret[very-secret]' }),
    )
    const outcome = await source.current()
    expect(outcome).toEqual({ outcome: 'denied', code: '070305', message: 'app secret wrong' })
  })

  test.each<[string, () => Response | Promise<Response>]>([
    ['HTML', () => new Response('<html>502</html>')],
    ['5xx', () => new Response('{}', { status: 503 })],
    ['another shape', () => Response.json({ token: 'x' })],
    ['an empty token', () => Response.json({ access_token: '', expires_in: 1 })],
    ['a refused connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('because of %s', async (_name, answer) => {
    const { source, tokenStore } = harness(answer)
    const outcome = await source.current()
    expect(outcome.outcome).toBe('unknown')
    expect(JSON.stringify(outcome)).not.toContain('very-secret')
    expect(await tokenStore.get('nuonuo:KEY1')).toBeUndefined()
  })

  test('is asked for again the next time', async () => {
    const { source } = harness((call) => (call === 1 ? new Response('', { status: 500 }) : token('T')))
    expect((await source.current()).outcome).toBe('unknown')
    expect(await source.current()).toEqual({ outcome: 'token', token: 'T' })
  })
})
