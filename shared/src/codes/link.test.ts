import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLinkToken, linkFor, readScannedText, tokenFromBytes } from './link'
import { signOfflineCode } from './offline-code'
import { buildShortCode, formatShortCode } from './short-code'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const bytes = fc.uint8Array({ minLength: 16, maxLength: 24, size: 'max' })
const token = tokenFromBytes(Uint8Array.from({ length: 16 }, (_, i) => i * 16 + 3))
const short = buildShortCode('PMA', [7, 8, 9, 10, 11, 12, 13, 14])
const offline = signOfflineCode(
  { keyId: 'KEY1', till: 'T-01', orderNo: '20261122_0001', at: 1_795_318_200, amountFen: 12_800 },
  new Uint8Array(32).fill(7),
)

describe('tokenFromBytes', () => {
  test('writes 16 bytes as base 32', () => {
    expect(tokenFromBytes(new Uint8Array(16))).toBe('0'.repeat(26))
    expect(tokenFromBytes(new Uint8Array(16).fill(255))).toBe(`${'z'.repeat(25)}w`)
  })

  test('keeps all 128 bits: the number read back is the number of the bytes', SLOW, () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const written = tokenFromBytes(random)
        expect(written).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
        expect(isLinkToken(written)).toBe(true)
        const value = Array.from(written).reduce(
          (sum, char) => sum * 32n + BigInt('0123456789abcdefghjkmnpqrstvwxyz'.indexOf(char)),
          0n,
        )
        const expected = Array.from(random.subarray(0, 16)).reduce(
          (sum, byte) => sum * 256n + BigInt(byte),
          0n,
        )
        expect(value >> 2n).toBe(expected)
      }),
      RUNS,
    )
  })

  test('refuses fewer than 128 bits', () => {
    expect(() => tokenFromBytes(new Uint8Array(15))).toThrow(RangeError)
  })
})

test('a link token has one shape', () => {
  for (const text of [
    '',
    token.slice(1),
    `${token}0`,
    token.toUpperCase(),
    `${token.slice(1)}u`,
    `${token.slice(1)}\n`,
    '-'.repeat(26),
  ])
    expect(isLinkToken(text)).toBe(false)
})

describe('linkFor', () => {
  test.each([
    ['https://fp.example.com', `https://fp.example.com/s/${token}`],
    ['https://fp.example.com/', `https://fp.example.com/s/${token}`],
    ['http://127.0.0.1:3000', `http://127.0.0.1:3000/s/${token}`],
    ['https://example.com/fp//', `https://example.com/fp/s/${token}`],
  ])('on %s', (base, link) => {
    expect(linkFor(base, token)).toBe(link)
  })

  test('prints the canonical form of each kind of code', () => {
    expect(linkFor('https://a.cn', offline)).toBe(`https://a.cn/s/${offline}`)
    expect(linkFor('https://a.cn', formatShortCode(short).toLowerCase())).toBe(`https://a.cn/s/${short}`)
  })

  test('never prints a code that is none', () => {
    const none = [
      undefined,
      null,
      '',
      ' ',
      'undefined',
      'null',
      'NaN',
      '[object Object]',
      `${token}/..`,
      `${token}?a`,
      0,
      {},
    ]
    for (const code of none) expect(() => linkFor('https://a.cn', code as string)).toThrow(RangeError)
    for (const base of [
      '',
      'undefined',
      'a.cn',
      'ftp://a.cn',
      'https://',
      'https://a.cn?x',
      'https://a.cn#x',
      'https://a .cn',
      'javascript:alert(1)',
    ])
      expect(() => linkFor(base, token)).toThrow(RangeError)
    expect(() => linkFor(undefined as unknown as string, token)).toThrow(RangeError)
  })
})

describe('readScannedText', () => {
  const title = '$01QUJD$'

  test.each([
    ['a link', `https://fp.example.com/s/${token}`, { kind: 'token', code: token }],
    [
      'a link with query and fragment',
      `https://a.cn/s/${token}?from=wechat&x=1#top`,
      { kind: 'token', code: token },
    ],
    [
      'a link with a path before and a slash behind',
      `http://a.cn:3000/fp/x/s/${token}/`,
      { kind: 'token', code: token },
    ],
    ['a link in capitals', `HTTPS://A.CN/S/${token.toUpperCase()}`, { kind: 'token', code: token }],
    ['a link in a sentence', `请扫码开票：https://a.cn/s/${token}。谢谢`, { kind: 'token', code: token }],
    ['a link before a full stop', `See https://a.cn/s/${token}.`, { kind: 'token', code: token }],
    ['a bare token', ` ${token}\n`, { kind: 'token', code: token }],
    ['an off-line code', offline, { kind: 'offline', code: offline }],
    ['a link to an off-line code', `https://a.cn/s/${offline}?x`, { kind: 'offline', code: offline }],
    ['a short code as printed', formatShortCode(short), { kind: 'short', code: short }],
    [
      'a short code as typed',
      formatShortCode(short).toLowerCase().replace(/-/g, ' '),
      { kind: 'short', code: short },
    ],
    ['a link to a short code', `https://a.cn/s/${formatShortCode(short)}`, { kind: 'short', code: short }],
    ['a title QR', ` ${title} `, { kind: 'title', code: title }],
    ['nothing', '', { kind: 'unknown', code: '' }],
    ['another page', 'https://a.cn/x/y', { kind: 'unknown', code: '' }],
    ['a link without code', 'https://a.cn/s/', { kind: 'unknown', code: '' }],
    ['a payment code', 'https://qr.alipay.com/fkx0123456789', { kind: 'unknown', code: '' }],
    ['an invoice QR', '01,32,,26312000000012345678,128.00,20261122,,ABCD', { kind: 'unknown', code: '' }],
    [
      'a mistyped short code',
      `${short.slice(0, 11)}${short.endsWith('2') ? '3' : '2'}`,
      { kind: 'unknown', code: '' },
    ],
    ['words', 'undefined', { kind: 'unknown', code: '' }],
    ['a script address', `javascript:https://a.cn/s/x`, { kind: 'unknown', code: '' }],
    ['a very long text', `https://a.cn/s/${token}?${'x'.repeat(5000)}`, { kind: 'unknown', code: '' }],
  ])('reads %s', (_what, text, expected) => {
    expect(readScannedText(text)).toEqual(expected)
  })

  test('reads back every link that is printed', SLOW, () => {
    const base = fc.webUrl({ withQueryParameters: false, withFragments: false })
    fc.assert(
      fc.property(base, bytes, (publicUrl, random) => {
        const code = tokenFromBytes(random)
        expect(readScannedText(linkFor(publicUrl, code))).toEqual({ kind: 'token', code })
      }),
      RUNS,
    )
  })

  test('answers anything, and a code it finds is found again by itself', SLOW, () => {
    const piece = fc.oneof(
      fc.constantFrom('https://a.cn', '/s/', token, short, offline, title, '.', '-', ' ', '\n', '$', '?'),
      fc.string({ unit: 'binary', maxLength: 8, size: 'max' }),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6, size: 'max' }).map((parts) => parts.join('')),
        (text) => {
          const read = readScannedText(text)
          if (read.kind === 'unknown') expect(read.code).toBe('')
          else expect(readScannedText(read.code)).toEqual(read)
        },
      ),
      RUNS,
    )
  })

  test('takes hostile text in bounded time', SLOW, () => {
    for (const part of ['https://', 'https://a/', '/s/', 'http://a/s', '$01', 'A-', '. ']) {
      const start = performance.now()
      readScannedText(part.repeat(200_000 / part.length))
      readScannedText(part.repeat(Math.floor(4000 / part.length)))
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
})
