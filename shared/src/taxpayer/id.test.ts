import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkTaxpayerId,
  hasRightOrganisationCode,
  normaliseTaxpayerId,
  repairTaxpayerId,
  usccCheckDigit,
} from './id'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const RUNS = { numRuns: 10_000 }
const right = fc
  .tuple(
    fc.constantFrom(...'1589Y'),
    fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 16, maxLength: 16, size: 'max' }),
  )
  .map(([first, rest]) => first + rest + usccCheckDigit(first + rest))

describe('normaliseTaxpayerId', () => {
  test.each([
    ['  91310000MA1K10010Y ', '91310000MA1K10010Y'],
    ['９１３１００００ｍａ１ｋ１００１０ｙ', '91310000MA1K10010Y'],
    ['9131 0000-MA1K\u200b10010Y\ufeff', '91310000MA1K10010Y'],
    ['91310000\u3000MA1K–10010Y\t\n', '91310000MA1K10010Y'],
    ['', ''],
    ['税号', '税号'],
    // Only ASCII letters have capitals here: 'ß' must not become two characters.
    ['ßıſ', 'ßıſ'],
  ])('%j becomes %j', (text, id) => {
    expect(normaliseTaxpayerId(text)).toBe(id)
  })

  test('is done after one pass and undoes width, case and separators', SLOW, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseTaxpayerId(text)
        expect(normaliseTaxpayerId(once)).toBe(once)
        expect(once).not.toMatch(/[\sa-z！-～-]/)
      }),
      RUNS,
    )
    fc.assert(
      fc.property(
        right,
        fc.array(fc.nat(17), { maxLength: 6, size: 'max' }),
        fc.constantFrom(' ', '-', '\u200b', '\u3000'),
        (id, at, gap) => {
          let text = id
            .toLowerCase()
            .replace(/./g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
          for (const index of at) text = text.slice(0, index) + gap + text.slice(index)
          expect(normaliseTaxpayerId(text)).toBe(id)
        },
      ),
      RUNS,
    )
  })
})

describe('usccCheckDigit', () => {
  // Worked from the weights and formula of GB 32100-2015 by hand: 31 − Σ mod 31, and 31 stands for 0.
  test.each([
    ['91310000MA1K10010', 'Y'],
    ['12330000470100700', 'F'],
    ['00000000000000000', '0'],
    ['10000000000000000', 'Y'],
    ['01000000000000000', 'W'],
  ])('of %s is %s', (first17, digit) => {
    expect(usccCheckDigit(first17)).toBe(digit)
  })

  test('agrees with the formula written with whole powers', SLOW, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 17, maxLength: 17, size: 'max' }),
        (first17) => {
          let sum = 0n
          for (let i = 0; i < 17; i++) sum += BigInt(ALPHABET.indexOf(first17.charAt(i))) * 3n ** BigInt(i)
          expect(usccCheckDigit(first17)).toBe(ALPHABET.charAt(Number((31n - (sum % 31n)) % 31n)))
        },
      ),
      RUNS,
    )
  })

  test('is empty for what is no first 17', () => {
    for (const text of ['', '9131', '91310000MA1K1001O', '91310000ma1k10010', '91310000MA1K10010Y'])
      expect(usccCheckDigit(text)).toBe('')
  })
})

describe('checkTaxpayerId', () => {
  test.each([
    ['91310000MA1K10010Y', { ok: true, form: 'uscc' }],
    ['Y1310000MA1100800F', { ok: true, form: 'uscc' }],
    ['12330000470100700F', { ok: true, form: 'uscc' }],
    ['91310000MA1K10010X', { ok: true, form: 'uscc', warning: 'check_digit' }],
    ['310115123456789', { ok: true, form: 'old15', warning: 'old_form' }],
    ['31011574270123X', { ok: true, form: 'old15', warning: 'old_form' }],
    ['51019800DK01187', { ok: true, form: 'agency15' }],
    ['31011519800101123', { ok: true, form: 'old17', warning: 'old_form' }],
    ['11010519491231002X', { ok: true, form: 'old18', warning: 'old_form' }],
    ['11010519491231002X01', { ok: true, form: 'old20', warning: 'old_form' }],
    ['', { ok: false, reason: 'length' }],
    ['913100', { ok: false, reason: 'length' }],
    ['91310000MA1K1001', { ok: false, reason: 'length' }],
    ['91310000MA1K10010Y1', { ok: false, reason: 'length' }],
    ['91310000MA1K10010Y123', { ok: false, reason: 'length' }],
    ['91310000MA1K1001OY', { ok: false, reason: 'characters' }],
    ['91310000MA1K10010y', { ok: false, reason: 'characters' }],
    ['９1310000MA1K10010Y', { ok: false, reason: 'characters' }],
    ['91310000MA1K1001 Y', { ok: false, reason: 'characters' }],
    ['上海青禾餐饮管理有限公司', { ok: false, reason: 'characters' }],
    ['ABCDEFGHIJKLMNO', { ok: false, reason: 'characters' }],
    ['TRADINGCOMPANYLIMITE', { ok: false, reason: 'characters' }],
  ])('%s', (id, expected) => {
    expect(checkTaxpayerId(id)).toEqual(expected)
  })

  test('passes each right code and warns of each single slip and each swap of neighbours', SLOW, () => {
    fc.assert(
      fc.property(right, fc.nat(17), fc.constantFrom(...ALPHABET), (id, at, other) => {
        expect(checkTaxpayerId(id)).toEqual({ ok: true, form: 'uscc' })
        const slips = [
          id.slice(0, at) + other + id.slice(at + 1),
          id.slice(0, at) + id.slice(at + 1, at + 2) + id.charAt(at) + id.slice(at + 2),
        ]
        for (const slip of slips) {
          if (slip === id || slip.length !== 18) continue
          const check = checkTaxpayerId(slip)
          expect(check.ok && check.warning).toBeTruthy()
        }
      }),
      RUNS,
    )
  })

  test('answers anything without throwing', SLOW, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...'019AOXZ'), maxLength: 22, size: 'max' }),
        ),
        (text) => {
          const check = checkTaxpayerId(text)
          if (check.ok) expect([15, 17, 18, 20]).toContain(text.length)
          else expect(['length', 'characters']).toContain(check.reason)
        },
      ),
      RUNS,
    )
  })
})

describe('hasRightOrganisationCode', () => {
  test('follows GB 11714', () => {
    expect(hasRightOrganisationCode('91310000MA1K10010Y')).toBe(true)
    expect(hasRightOrganisationCode('91310000MA1K10020Y')).toBe(false)
    for (const text of ['', '91310000MA1K10010', '91310000MA1K1001!Y'])
      expect(hasRightOrganisationCode(text)).toBe(false)
  })

  test('catches every single slip in the eight characters before the check', SLOW, () => {
    const weights = [3, 7, 9, 10, 5, 8, 4, 2]
    const base = fc.string({
      unit: fc.constantFrom(...'0123456789'),
      minLength: 8,
      maxLength: 8,
      size: 'max',
    })
    fc.assert(
      fc.property(base, fc.nat(7), fc.integer({ min: 1, max: 9 }), (code, at, step) => {
        const sum = weights.reduce((total, weight, i) => total + weight * Number(code.charAt(i)), 0)
        const check = 11 - (sum % 11)
        const whole = (middle: string) =>
          `91310000${middle}${check === 10 ? 'X' : check === 11 ? '0' : check}0`
        expect(hasRightOrganisationCode(whole(code))).toBe(true)
        const slip = String((Number(code.charAt(at)) + step) % 10)
        expect(hasRightOrganisationCode(whole(code.slice(0, at) + slip + code.slice(at + 1)))).toBe(false)
      }),
      RUNS,
    )
  })
})

describe('repairTaxpayerId', () => {
  test('puts back what reading confused, and only when the check digit then passes', SLOW, () => {
    expect(repairTaxpayerId('9I3IOOOOMAIKIOOIOY')).toBe('91310000MA1K10010Y')
    expect(repairTaxpayerId('9I3IOOOOMAIKIOOIOX')).toBe('9I3IOOOOMAIKIOOIOX')
    expect(repairTaxpayerId('OISZ')).toBe('OISZ')
    fc.assert(
      fc.property(
        right,
        fc.array(fc.boolean(), { minLength: 18, maxLength: 18, size: 'max' }),
        (id, isConfused) => {
          const read = id.replace(/[0152]/g, (char, at: number) =>
            isConfused[at] ? 'OISZ'.charAt('0152'.indexOf(char)) : char,
          )
          expect(repairTaxpayerId(read)).toBe(id)
        },
      ),
      RUNS,
    )
  })

  test('changes nothing but O I S Z, and nothing unless the result is right', SLOW, () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...ALPHABET, 'O', 'I', 'S', 'Z', 'V'),
          maxLength: 20,
          size: 'max',
        }),
        (text) => {
          const repaired = repairTaxpayerId(text)
          if (repaired !== text) expect(checkTaxpayerId(repaired)).toMatchObject({ ok: true, form: 'uscc' })
          for (let i = 0; i < text.length; i++)
            if (!'OISZ'.includes(text.charAt(i))) expect(repaired.charAt(i)).toBe(text.charAt(i))
        },
      ),
      RUNS,
    )
  })
})
