import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8Bytes } from './bytes'
import { hmacSha256, isEqualInConstantTime } from './hmac'
import { sha256 } from './sha256'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = fc.uint8Array({ maxLength: 300, size: 'max' })

describe('sha256', () => {
  // FIPS 180-4 examples.
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j', (message, digest) => {
    expect(hex(sha256(utf8Bytes(message)))).toBe(digest)
  })

  test('agrees with node:crypto at every length around the block ends', SLOW, () => {
    for (let length = 0; length <= 260; length++) {
      const message = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255)
      expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'))
    }
    const large = new Uint8Array(1_000_000).fill(97)
    expect(hex(sha256(large))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
  })

  test('agrees with node:crypto on random bytes', SLOW, () => {
    fc.assert(
      fc.property(bytes, (message) => {
        expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'))
      }),
      RUNS,
    )
  })
})

describe('hmacSha256', () => {
  // RFC 4231, cases 1, 2 and 6.
  test.each([
    ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      '4a656665',
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'aa'.repeat(131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('with the key %s', (key, message, mac) => {
    expect(hex(hmacSha256(Buffer.from(key, 'hex'), utf8Bytes(message)))).toBe(mac)
  })

  test('agrees with node:crypto on random keys and messages', SLOW, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150, size: 'max' }), bytes, (key, message) => {
        expect(hex(hmacSha256(key, message))).toBe(createHmac('sha256', key).update(message).digest('hex'))
      }),
      RUNS,
    )
  })
})

test('isEqualInConstantTime is equality', SLOW, () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u0000'), maxLength: 4, size: 'max' })
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(isEqualInConstantTime(left, right)).toBe(left === right)
    }),
    RUNS,
  )
})
