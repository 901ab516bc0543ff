import { createHmac, timingSafeEqual } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { webhookHeaders, webhookSecret } from './sign-webhook'

describe('Standard Webhooks signature', () => {
  test('equals the published example of the specification', () => {
    // From the specification's reference libraries: secret, id, timestamp and body of their test.
    const headers = webhookHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1614265330,
      body: '{"test": 2432232314}',
    })
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('a receiver that follows the specification accepts it and nothing altered', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.string({ unit: 'grapheme' }),
        (bytes, body) => {
          const secret = webhookSecret(bytes)
          const headers = webhookHeaders(secret, { id: '01A', timestampSeconds: 1_764_000_000, body })
          expect(verify(secret, headers, body)).toBe(true)
          expect(verify(secret, headers, `${body} `)).toBe(false)
          expect(verify(secret, { ...headers, 'webhook-id': '01B' }, body)).toBe(false)
          expect(verify(secret, { ...headers, 'webhook-timestamp': '1764000001' }, body)).toBe(false)
        },
      ),
    )
  })

  test('refuses a secret of another form', () => {
    expect(() => webhookHeaders('', { id: '1', timestampSeconds: 1, body: '' })).toThrow()
  })
})

/** Written from the receiver's side of the specification, without our signer. */
function verify(secret: string, headers: Record<string, string>, body: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const content = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
  const expected = createHmac('sha256', key).update(content).digest()
  return (headers['webhook-signature'] ?? '').split(' ').some((entry) => {
    const [version, signature = ''] = entry.split(',')
    const given = Buffer.from(signature, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}
