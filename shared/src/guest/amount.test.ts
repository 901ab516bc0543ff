import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAmount, tidyAmount } from './amount'

describe('an amount as typed', () => {
  test.each([
    ['88', 8800],
    ['88.5', 8850],
    [' 0.01 ', 1],
    ['１２．３０', 1230],
    ['¥1,234.50', 123450],
    ['10000000000', 1_000_000_000_000],
  ])('%s is %i fen', (text, fen) => {
    expect(readAmount(text)).toEqual({ fen })
  })
  test.each([
    ['', 'amount.required'],
    ['  ', 'amount.required'],
    ['0', 'amount.not_positive'],
    ['0.00', 'amount.not_positive'],
    ['-5', 'amount.not_positive'],
    ['1.234', 'amount.form'],
    ['1e3', 'amount.form'],
    ['NaN', 'amount.form'],
    ['Infinity', 'amount.form'],
    ['12a', 'amount.form'],
    ['1,23', 'amount.form'],
    ['10000000000.01', 'amount.too_large'],
    ['99999999999999999999', 'amount.too_large'],
  ])('%s is refused: %s', (text, issue) => {
    expect(readAmount(text)).toEqual({ issue })
  })
  test('every number of fen survives being typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (fen) => {
        const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
        expect(readAmount(text)).toEqual({ fen })
        expect(tidyAmount(text)).toBe(text)
      }),
    )
  })
  test('the field is tidied when left, what is no amount stays', () => {
    expect(tidyAmount('88')).toBe('88.00')
    expect(tidyAmount('８.5')).toBe('8.50')
    expect(tidyAmount('abc')).toBe('abc')
  })
})
