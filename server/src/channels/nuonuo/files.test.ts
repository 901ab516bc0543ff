import { describe, expect, test, vi } from 'vitest'
import { nuonuoSettings } from './config'
import { fetchOriginal } from './files'

function fetching(answers: Record<string, () => Response>, fileHosts = ['files.invalid']) {
  const fetch = vi.fn(async (input: string | URL | Request, _init?: RequestInit) => {
    const answer = answers[String(input)]
    if (answer === undefined) throw new TypeError('fetch failed')
    return answer()
  })
  const settings = nuonuoSettings({
    gatewayUrl: 'https://gateway.invalid/open/v1/services',
    tokenUrl: 'https://gateway.invalid/accessToken',
    appKey: 'K',
    appSecret: 'planted-secret',
    taxNum: 'T',
    fileHosts,
    fetch,
  })
  return { fetch, get: (url: string) => fetchOriginal(settings, url) }
}

const to = (location: string) => () => new Response(null, { status: 302, headers: { location } })
const file = () => new Response('%PDF-1.7 bytes')

describe('an original', () => {
  test('comes byte for byte and without credentials', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const { get, fetch } = fetching({ 'https://a.invalid/x.pdf': () => new Response(bytes) })
    expect(await get('https://user:pass@a.invalid/x.pdf')).toEqual({
      outcome: 'done',
      bytes: Buffer.from(bytes),
    })
    const [url, init] = fetch.mock.calls[0] ?? []
    expect(String(url)).toBe('https://a.invalid/x.pdf')
    expect(init?.headers).toBeUndefined()
    expect(init?.credentials).toBe('omit')
  })

  test.each([
    ['to the same host', 'https://a.invalid/x', 'https://a.invalid/y'],
    ['relative', 'https://a.invalid/x', '/y'],
    ['to a configured host', 'https://a.invalid/x', 'https://files.invalid/y'],
    ['to a subdomain of one', 'https://a.invalid/x', 'https://cdn.files.invalid/y'],
    ['up to TLS', 'http://a.invalid/x', 'https://a.invalid/y'],
  ])('may be redirected %s', async (_name, from, location) => {
    const { get } = fetching({ [from]: to(location), [new URL(location, from).href]: file })
    expect(await get(from)).toMatchObject({ outcome: 'done' })
  })

  test.each([
    ['to a stranger', 'https://evil.invalid/y'],
    ['to a name that only ends alike', 'https://evilfiles.invalid/y'],
    ['to an inner address', 'http://169.254.169.254/latest'],
    ['down from TLS', 'http://a.invalid/y'],
    ['to a file', 'file:///etc/passwd'],
    ['nowhere', ''],
  ])('is not followed %s', async (_name, location) => {
    const { get, fetch } = fetching({ 'https://a.invalid/x': to(location) })
    expect(await get('https://a.invalid/x')).toEqual({ outcome: 'unknown', cause: 'redirected elsewhere' })
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('is not followed in circles', async () => {
    const { get, fetch } = fetching({ 'https://a.invalid/x': to('https://a.invalid/x') })
    expect(await get('https://a.invalid/x')).toMatchObject({ outcome: 'unknown' })
    expect(fetch.mock.calls.length).toBeLessThanOrEqual(4)
  })

  test.each([
    [404, 'missing'],
    [410, 'missing'],
    [403, 'unknown'],
    [500, 'unknown'],
  ])('answered with %s is %s', async (status, outcome) => {
    const { get } = fetching({ 'https://a.invalid/x': () => new Response('no', { status }) })
    expect(await get('https://a.invalid/x')).toEqual({ outcome, cause: `HTTP ${status}` })
  })

  test('may be 10 MB but no more', async () => {
    const sized = (size: number) => () => new Response(new Uint8Array(size))
    const limit = 10 * 1024 * 1024
    const { get } = fetching({
      'https://a.invalid/fits': sized(limit),
      'https://a.invalid/large': sized(limit + 1),
    })
    expect(await get('https://a.invalid/fits')).toMatchObject({ outcome: 'done' })
    expect(await get('https://a.invalid/large')).toMatchObject({ outcome: 'unknown' })
  })

  test('that is empty is missing', async () => {
    const { get } = fetching({ 'https://a.invalid/x': () => new Response('') })
    expect(await get('https://a.invalid/x')).toEqual({ outcome: 'missing', cause: 'empty file' })
  })
})
