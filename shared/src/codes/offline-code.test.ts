import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type OfflineOrder,
  offlineCodeAge,
  parseOfflineCode,
  signOfflineCode,
  verifyOfflineCode,
} from './offline-code'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const LARGEST = 36 ** 7 - 1
const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
const order: OfflineOrder = {
  keyId: 'K7M2QX9RTA',
  till: 'T01',
  orderNo: '202611220001',
  at: 1_795_318_200,
  amountFen: 12_800,
}

const word = (chars: string, min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...chars), minLength: min, maxLength: max, size: 'max' })
const ALNUM = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const anyOrder: fc.Arbitrary<OfflineOrder> = fc.record({
  keyId: word(ALNUM, 4, 26),
  till: word(`${ALNUM}-_`, 1, 20),
  orderNo: word(`${ALNUM}-_`, 1, 40),
  at: fc.integer({ min: 1, max: LARGEST }),
  amountFen: fc.integer({ min: 1, max: LARGEST }),
})
const anySecret = fc.uint8Array({ minLength: 16, maxLength: 80, size: 'max' })

// The format written down a second time, with Node's own HMAC.
function signedByNode(o: OfflineOrder, key: Uint8Array): string {
  const text = `T1.${o.keyId}.${o.till}.${o.orderNo}.${o.at.toString(36)}.${o.amountFen.toString(36)}`
  return `${text}.${createHmac('sha256', key).update(text).digest().subarray(0, 12).toString('base64url')}`
}

describe('an off-line code', () => {
  test('is what Node signs, is read back whole and verifies', SLOW, () => {
    fc.assert(
      fc.property(anyOrder, anySecret, (values, key) => {
        const code = signOfflineCode(values, key)
        expect(code).toBe(signedByNode(values, key))
        expect(code).toMatch(/^[\w.-]{24,124}$/)
        const read = parseOfflineCode(code)
        expect(read).toEqual({ ...values, mac: code.slice(-16) })
        expect(read && verifyOfflineCode(read, key)).toBe(true)
        expect(signOfflineCode(values, Buffer.from(key).toString('base64url'))).toBe(code)
      }),
      RUNS,
    )
  })

  test('with any one character changed is no code or does not verify', SLOW, () => {
    const char = fc.constantFrom(...ALNUM, '.', '-', '_', ' ', '=', '+')
    const base = signOfflineCode(order, secret)
    const verifies = (text: string) => {
      const read = parseOfflineCode(text)
      return read !== undefined && verifyOfflineCode(read, secret)
    }
    fc.assert(
      fc.property(anyOrder, fc.nat(200), char, fc.constantFrom(0, 1), (values, where, put, removed) => {
        for (const code of [base, signOfflineCode(values, secret)]) {
          const at = where % (code.length + 1)
          const changed = code.slice(0, at) + put + code.slice(at + removed)
          expect(verifies(changed)).toBe(changed === code)
          expect(verifies(code.slice(0, at))).toBe(at === code.length)
        }
      }),
      RUNS,
    )
  })

  test('does not verify with another secret or another field', SLOW, () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, anySecret, anySecret, (values, other, key, otherKey) => {
        const read = parseOfflineCode(signOfflineCode(values, key))
        if (!read) throw new Error('unreadable')
        // HMAC pads short keys with zeros, so keys that differ in trailing zeros alone are one key.
        const same =
          Buffer.from(key)
            .toString('hex')
            .replace(/(00)+$/, '') ===
          Buffer.from(otherKey)
            .toString('hex')
            .replace(/(00)+$/, '')
        expect(verifyOfflineCode(read, otherKey)).toBe(same)
        for (const field of ['keyId', 'till', 'orderNo', 'at', 'amountFen'] as const) {
          const moved = { ...read, [field]: other[field] }
          expect(verifyOfflineCode(moved, key)).toBe(read[field] === other[field])
        }
      }),
      RUNS,
    )
  })

  test('has one text for one order: what is read and signed again is the same text', SLOW, () => {
    const field = fc.oneof(
      word('01aAzZ_-', 0, 8),
      word(ALNUM, 16, 16),
      fc.constantFrom('T1', '0', '', 'KEY1'),
    )
    const text = fc.oneof(
      fc.array(field, { minLength: 5, maxLength: 9, size: 'max' }).map((fields) => fields.join('.')),
      fc
        .array(field, { minLength: 5, maxLength: 5, size: 'max' })
        .map((fields) => `T1.KEY1.${fields.join('.')}`),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(text, (input) => {
        const read = parseOfflineCode(input)
        if (read) expect(`${signOfflineCode(read, secret).slice(0, -16)}${read.mac}`).toBe(input)
      }),
      RUNS,
    )
  })
})

test.each<[string, Partial<Record<keyof OfflineOrder, unknown>>]>([
  ['keyId', { keyId: 'abc' }],
  ['keyId', { keyId: 'A'.repeat(27) }],
  ['keyId', { keyId: 'KEY-1' }],
  ['keyId', { keyId: undefined }],
  ['till', { till: '' }],
  ['till', { till: 'T.1' }],
  ['till', { till: '收银台' }],
  ['till', { till: 'T'.repeat(21) }],
  ['orderNo', { orderNo: undefined }],
  ['orderNo', { orderNo: 20261122 }],
  ['orderNo', { orderNo: 'A/1' }],
  ['orderNo', { orderNo: 'A\n' }],
  ['orderNo', { orderNo: '1'.repeat(41) }],
  ['at', { at: 0 }],
  ['at', { at: 1_795_318_200.5 }],
  ['at', { at: 1_795_318_200_000 }],
  ['at', { at: '1795318200' }],
  ['at', { at: Number.NaN }],
  ['amountFen', { amountFen: 0 }],
  ['amountFen', { amountFen: -1 }],
  ['amountFen', { amountFen: 128.5 }],
  ['amountFen', { amountFen: Number.POSITIVE_INFINITY }],
  ['amountFen', { amountFen: LARGEST + 1 }],
])('a wrong %s is refused by name before anything is printed: %j', (field, change) => {
  expect(() => signOfflineCode({ ...order, ...change } as OfflineOrder, secret)).toThrow(
    new RangeError(`offline code: ${field}`),
  )
})

test('a missing, short or unreadable secret signs and verifies nothing', () => {
  const read = parseOfflineCode(signOfflineCode(order, secret))
  for (const key of [
    '',
    'abc',
    'not base64 at all!',
    new Uint8Array(0),
    new Uint8Array(15),
    Buffer.alloc(15).toString('base64url'),
  ]) {
    expect(() => signOfflineCode(order, key)).toThrow(new RangeError('offline code: secret'))
    expect(() => read && verifyOfflineCode(read, key)).toThrow(RangeError)
  }
})

test('the age is in seconds, and negative when the till is ahead', SLOW, () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LARGEST }), fc.integer({ min: -1e9, max: 1e9 }), (at, age) => {
      expect(offlineCodeAge({ at }, at + age)).toBe(age)
    }),
    RUNS,
  )
})
