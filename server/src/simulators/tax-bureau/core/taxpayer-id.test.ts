import { usccCheckDigit } from '@piaoma/shared/taxpayer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasValidCheckDigit, isAcceptableTaxpayerId } from './taxpayer-id'

describe('check digit of the bureau', () => {
  test('agrees with the product’s on any 17 characters, and with no other digit', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const first17 = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 })
    fc.assert(
      fc.property(first17, (text) => {
        const right = usccCheckDigit(text)
        for (const digit of alphabet) expect(hasValidCheckDigit(text + digit)).toBe(digit === right)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    '',
    '91310000MA1FL5LQ0',
    '91310000MA1FL5LQ055',
    '91310000ma1fl5lq05',
    '9131000OMA1FL5LQ05',
  ])('%j is none', (id) => {
    expect(hasValidCheckDigit(id)).toBe(false)
  })
})

describe('tax numbers the bureau takes', () => {
  test.each([
    ['91310000MA1FL5LQ05', true],
    ['91310000MA1FL5LQ06', false],
    ['310101198001011234', true],
    ['11010119800101123X', false],
    ['110101198001011232', true],
    ['220101198001011234', true],
    ['51019800DK01187', true],
    ['32040419760706081301', true],
    ['1234', false],
    ['', false],
    ['91310000MA1FL5LQ0５', false],
  ])('%s: %s', (id, isTaken) => {
    expect(isAcceptableTaxpayerId(id)).toBe(isTaken)
  })
})
