import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { requestIdentity, signRequest } from './sign'

const PARTS = {
  appKey: 'SD12345678',
  senid: '0123456789abcdef0123456789abcdef',
  nonce: '12345678',
  timestamp: '1764000000',
}

/** The canonical string written out by hand, so that a change of its layout in the code cannot hide. */
function byHand(secret: string, body: string): string {
  const canonical = `a=services&l=v1&p=open&k=SD12345678&i=0123456789abcdef0123456789abcdef&n=12345678&t=1764000000&f=${body}`
  return createHmac('sha1', secret).update(Buffer.from(canonical, 'utf8')).digest('base64')
}

describe('signature', () => {
  test.each([
    ['{}', 'ascii'],
    [
      '{"order":{"buyerName":"上海某某餐饮有限公司","remark":"a&b=c d+e%20"}}',
      'Chinese and reserved characters',
    ],
    ['{"order":{"buyerName":"𠮷野家"}}', 'four-byte characters'],
  ])('covers the exact bytes of %s (%s)', (body) => {
    const bytes = new TextEncoder().encode(body)
    expect(signRequest('secret-of-app', { ...PARTS, body: bytes })).toBe(byHand('secret-of-app', body))
  })

  test('matches vectors computed outside this program', () => {
    // printf '%s' 'a=services&…&f={"orderNos":["A1"]}' | openssl dgst -sha1 -hmac secret-of-app -binary | base64
    const body = new TextEncoder().encode('{"orderNos":["A1"]}')
    expect(signRequest('secret-of-app', { ...PARTS, body })).toBe('su92hsrJLOy9dXPKezTZOArYOqI=')
    const chinese = new TextEncoder().encode('{"order":{"buyerName":"上海某某餐饮有限公司"}}')
    expect(signRequest('secret-of-app', { ...PARTS, body: chinese })).toBe('3CUvbsQSwgftcKZa1PwnP2jZS/I=')
  })

  test('changes with every part', () => {
    const body = new TextEncoder().encode('{}')
    const base = signRequest('s', { ...PARTS, body })
    const others = [
      signRequest('t', { ...PARTS, body }),
      signRequest('s', { ...PARTS, body: new TextEncoder().encode('{ }') }),
      ...(['appKey', 'senid', 'nonce', 'timestamp'] as const).map((part) =>
        signRequest('s', { ...PARTS, [part]: `${PARTS[part]}0`, body }),
      ),
    ]
    expect(new Set([base, ...others]).size).toBe(others.length + 1)
  })
})

describe('request identity', () => {
  test('is 32 hex characters and 8 digits whatever the bytes', () => {
    for (const fill of [0, 1, 127, 255]) {
      const identity = requestIdentity((size) => new Uint8Array(size).fill(fill))
      expect(identity.senid).toMatch(/^[0-9a-f]{32}$/)
      expect(identity.nonce).toMatch(/^[1-9]\d{7}$/)
    }
  })
})
