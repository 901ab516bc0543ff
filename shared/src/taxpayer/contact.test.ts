import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkEmail, checkMobile, normaliseEmail, normaliseMobile } from './contact'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const long = (length: number) => 'a'.repeat(length)

test.each([
  'a@b.cn',
  'zhang.san+fapiao@mail.example.com.cn',
  "o'neil_#1@example.co",
  'x@xn--fiqs8s.xn--fiqs8s',
  `${long(64)}@${long(63)}.${long(63)}.${long(57)}.cn`,
])('mail can go to %s', (email) => {
  expect(checkEmail(email)).toBe(true)
})

test.each([
  '',
  'a',
  'a@',
  '@b.cn',
  'a@b',
  'a@@b.cn',
  'a@b@c.cn',
  'a b@c.cn',
  ' a@b.cn',
  'a@b.cn\r\nBcc: x@y.cn',
  'a@b.cn\n',
  'a\u0000@b.cn',
  'a@b..cn',
  '.a@b.cn',
  'a.@b.cn',
  'a..b@c.cn',
  'a@-b.cn',
  'a@b-.cn',
  'a@1.2.3.4',
  '"a b"@c.cn',
  '<a@b.cn>',
  'a@b.cn,c@d.cn',
  '张三@例子.中国',
  `${long(65)}@b.cn`,
  `a@${long(64)}.cn`,
  `${long(64)}@${long(63)}.${long(63)}.${long(59)}.cn`,
])('mail cannot go to %j', (email) => {
  expect(checkEmail(email)).toBe(false)
})

test('an accepted address can smuggle nothing into a header', SLOW, () => {
  const piece = fc.constantFrom(
    'a',
    'Z9',
    '@',
    '.',
    '-',
    '\r',
    '\n',
    ' ',
    ',',
    ';',
    '<',
    '>',
    '"',
    '(',
    ':',
    'cn',
    '\u0000',
    '张',
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12, size: 'max' }).map((parts) => parts.join('')),
    fc.emailAddress(),
  )
  let accepted = 0
  fc.assert(
    fc.property(text, (email) => {
      if (!checkEmail(email)) return
      accepted++
      expect(email).toMatch(/^[!-~]+$/)
      expect(email).not.toMatch(/[\s,;:<>"()[\]\\]/)
      expect(email.split('@')).toHaveLength(2)
      expect(email.length).toBeLessThanOrEqual(254)
    }),
    RUNS,
  )
  expect(accepted).toBeGreaterThan(1000)
})

test('usual generated addresses are accepted', SLOW, () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      expect(checkEmail(email)).toBe(true)
    }),
    RUNS,
  )
})

test.each([
  '13800138000',
  '19912345678',
  '+14155552671',
  '+8613800138000',
  '+852612345',
])('%s is a mobile', (mobile) => {
  expect(checkMobile(mobile)).toBe(true)
})

test.each([
  '',
  '12800138000',
  '1380013800',
  '138001380001',
  '138 0013 8000',
  '+0123456789',
  '+12345',
  '+1234567890123456',
  '１３８００１３８０００',
  '13800138000\n',
  '010-12345678',
])('%j is no mobile', (mobile) => {
  expect(checkMobile(mobile)).toBe(false)
})

test.each([
  ['138 0013 8000', '13800138000'],
  ['+86 138-0013-8000', '13800138000'],
  ['0086 13800138000', '13800138000'],
  ['１３８００１３８０００', '13800138000'],
  ['+1 (415) 555-2671', '+14155552671'],
  ['+86 21 5080 1234', '+862150801234'],
  ['\u202d13800138000\u202c', '13800138000'],
])('%j is normalised to %s', (text, mobile) => {
  expect(normaliseMobile(text)).toBe(mobile)
})

test('any mainland mobile survives the ways people write it', SLOW, () => {
  const digits = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9, size: 'max' })
    .map((list) => list.join(''))
  fc.assert(
    fc.property(
      fc.constantFrom('13', '15', '19'),
      digits,
      fc.constantFrom('', '+86', '+86 ', '0086-'),
      fc.constantFrom('', ' ', '-'),
      (start, rest, country, gap) => {
        const number = start + rest
        const written = country + [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(gap)
        expect(normaliseMobile(written)).toBe(number)
        expect(checkMobile(normaliseMobile(written))).toBe(true)
      },
    ),
    RUNS,
  )
})

test('an address is trimmed and its widths folded', () => {
  expect(normaliseEmail('  ｚhang＠example．com\u200b ')).toBe('zhang@example.com')
})
