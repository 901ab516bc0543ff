import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CODE_ALPHABET, checkCharacter, hasRightCheckCharacter } from './alphabet'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const letters = Array.from(CODE_ALPHABET)
const body = (length: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length, size: 'max' })

test('the alphabet is 31 different characters without 0 O 1 I L', () => {
  expect(new Set(letters).size).toBe(31)
  expect(CODE_ALPHABET).not.toMatch(/[0O1IL]/)
  expect(CODE_ALPHABET).toMatch(/^[2-9A-Z]+$/)
})

test('known check characters', () => {
  // 2 has the value 0, so that a code of 2s has the check 2; 3 (value 1) weighs 3^distance.
  expect(checkCharacter('22222222222')).toBe('2')
  expect(checkCharacter('22222222223')).toBe(CODE_ALPHABET.charAt(31 - 3))
  expect(checkCharacter('22222222232')).toBe(CODE_ALPHABET.charAt(31 - 9))
  expect(checkCharacter('')).toBe('2')
})

// The sum is linear, so trying every pair of values at every place proves it for every code of the length.
test('every single substitution is caught, at every place and for every pair of characters', SLOW, () => {
  for (let at = 0; at < 12; at++)
    for (const right of letters)
      for (const wrong of letters) {
        const start = `${'7'.repeat(11)}`
        const code = at < 11 ? start.slice(0, at) + right + start.slice(at + 1) : start
        const whole = code + checkCharacter(code)
        const slip = whole.slice(0, at) + wrong + whole.slice(at + 1)
        expect(hasRightCheckCharacter(slip)).toBe(slip === whole)
      }
})

test('every swap of two different characters is caught, neighbours or not', SLOW, () => {
  for (let left = 0; left < 11; left++)
    for (let right = left + 1; right < 11; right++)
      for (const a of letters)
        for (const b of letters) {
          const chars = Array.from('K'.repeat(11))
          chars[left] = a
          chars[right] = b
          const check = checkCharacter(chars.join(''))
          chars[left] = b
          chars[right] = a
          expect(hasRightCheckCharacter(chars.join('') + check)).toBe(a === b)
        }
})

test(
  'on random codes single slips and neighbour swaps are caught too, the check character included',
  SLOW,
  () => {
    fc.assert(
      fc.property(body(11), fc.nat(11), fc.constantFrom(...letters), (start, at, wrong) => {
        const code = start + checkCharacter(start)
        expect(hasRightCheckCharacter(code)).toBe(true)
        const slip = code.slice(0, at) + wrong + code.slice(at + 1)
        expect(hasRightCheckCharacter(slip)).toBe(slip === code)
        const swap = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2)
        if (swap.length === 12) expect(hasRightCheckCharacter(swap)).toBe(swap === code)
      }),
      { numRuns: 20_000 },
    )
  },
)

test('foreign characters and impossible lengths have no right check', () => {
  for (const text of ['', '2', '0', '2O', 'ab', '2 ', '２２', '2'.repeat(31)])
    expect(hasRightCheckCharacter(text)).toBe(false)
  expect(hasRightCheckCharacter('22')).toBe(true)
  expect(hasRightCheckCharacter('2'.repeat(30))).toBe(true)
  expect(() => checkCharacter('O')).toThrow(RangeError)
  expect(() => checkCharacter('a')).toThrow(RangeError)
  expect(() => checkCharacter('2'.repeat(30))).toThrow(RangeError)
})
