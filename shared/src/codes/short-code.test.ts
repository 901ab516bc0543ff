import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODE_ALPHABET, hasRightCheckCharacter } from './alphabet'
import {
  buildShortCode,
  checkShortCode,
  formatShortCode,
  isShortCodePrefix,
  normaliseShortCode,
  SHORT_CODE_LENGTH,
} from './short-code'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const prefix = fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: 3, maxLength: 3, size: 'max' })
const ints = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 8, size: 'max' })
const code = fc.tuple(prefix, ints).map(([start, values]) => buildShortCode(start, values))

describe('buildShortCode', () => {
  test('is prefix, eight characters of the numbers, check character', SLOW, () => {
    expect(buildShortCode('PMA', [0, 1, 2, 3, 4, 5, 6, 30])).toMatch(/^PMA2345678Z[2-9A-Z]$/)
    fc.assert(
      fc.property(prefix, ints, (start, values) => {
        const built = buildShortCode(start, values)
        expect(built).toHaveLength(SHORT_CODE_LENGTH)
        expect(built.slice(0, 11)).toBe(start + values.map((value) => CODE_ALPHABET.charAt(value)).join(''))
        expect(hasRightCheckCharacter(built)).toBe(true)
      }),
      RUNS,
    )
  })

  test.each([
    ['a short prefix', 'PM', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['a look-alike in the prefix', 'P0A', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['a lower-case prefix', 'pma', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['too few numbers', 'PMA', [0, 0, 0, 0, 0, 0, 0]],
    ['too many numbers', 'PMA', [0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['31', 'PMA', [0, 0, 0, 31, 0, 0, 0, 0]],
    ['-1', 'PMA', [-1, 0, 0, 0, 0, 0, 0, 0]],
    ['a fraction', 'PMA', [0.5, 0, 0, 0, 0, 0, 0, 0]],
    ['NaN', 'PMA', [Number.NaN, 0, 0, 0, 0, 0, 0, 0]],
  ])('refuses %s', (_what, start, values) => {
    expect(() => buildShortCode(start, values)).toThrow(RangeError)
  })
})

test('a prefix is three characters of the alphabet', () => {
  expect(isShortCodePrefix('PMA')).toBe(true)
  for (const text of ['', 'PM', 'PMAB', 'P1A', 'pma', 'P-A', 'PMA\n'])
    expect(isShortCodePrefix(text)).toBe(false)
})

describe('checkShortCode', () => {
  const known = buildShortCode('PMA', [7, 8, 9, 10, 11, 12, 13, 14])

  test('accepts a code in any spelling a person or a keyboard makes of it', SLOW, () => {
    const spell = fc.constantFrom(
      (text: string) => text,
      (text: string) => formatShortCode(text),
      (text: string) => text.toLowerCase(),
      (text: string) => ` ${formatShortCode(text).toLowerCase()} `,
      (text: string) => text.replace(/./g, '$& '),
      (text: string) => text.replace(/./g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
      (text: string) => `${text.slice(0, 3)}—${text.slice(3, 7)}－${text.slice(7)}`,
      (text: string) => `\u200b${text.slice(0, 6)}\ufeff${text.slice(6)}\n`,
    )
    fc.assert(
      fc.property(code, spell, (canonical, write) => {
        expect(checkShortCode(write(canonical))).toEqual({ ok: true, code: canonical })
      }),
      RUNS,
    )
  })

  test('catches every single slip and swap of neighbours', SLOW, () => {
    fc.assert(
      fc.property(code, fc.nat(11), fc.constantFrom(...CODE_ALPHABET), (canonical, at, wrong) => {
        const slip = canonical.slice(0, at) + wrong + canonical.slice(at + 1)
        const swap =
          canonical.slice(0, at) + canonical.charAt(at + 1) + canonical.charAt(at) + canonical.slice(at + 2)
        for (const text of [slip, swap])
          if (text !== canonical)
            expect(checkShortCode(text)).toEqual({ ok: false, reason: 'short_code.check' })
      }),
      RUNS,
    )
  })

  test('points at a look-alike instead of guessing', () => {
    for (const char of '0O1IL') {
      const text = formatShortCode(known).slice(0, 5) + char + formatShortCode(known).slice(6)
      expect(checkShortCode(text)).toEqual({ ok: false, reason: 'short_code.character', position: 5 })
    }
    expect(checkShortCode('码PMA')).toEqual({ ok: false, reason: 'short_code.character', position: 1 })
    // Dotless i and sharp s have capitals in some languages; they are not typed codes.
    expect(checkShortCode('PMAß').ok).toBe(false)
  })

  test('says when characters are missing or too many', () => {
    for (const text of ['', '-', known.slice(1), `${known}2`])
      expect(checkShortCode(text)).toEqual({ ok: false, reason: 'short_code.length' })
  })

  test('answers anything without throwing, and what it accepts is canonical', SLOW, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...'2Zz-０ '), maxLength: 15, size: 'max' }),
        ),
        (text) => {
          const result = checkShortCode(text)
          if (result.ok) expect(checkShortCode(result.code)).toEqual(result)
          expect(normaliseShortCode(normaliseShortCode(text))).toBe(normaliseShortCode(text))
        },
      ),
      RUNS,
    )
  })
})

test('is printed in groups of 3, 4 and 5', SLOW, () => {
  expect(formatShortCode('PMA2345678ZK')).toBe('PMA-2345-678ZK')
  expect(formatShortCode('PMA')).toBe('PMA')
  fc.assert(
    fc.property(code, (canonical) => {
      expect(normaliseShortCode(formatShortCode(canonical))).toBe(canonical)
    }),
    RUNS,
  )
})
