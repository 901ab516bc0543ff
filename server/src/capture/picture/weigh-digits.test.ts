import { expect, test } from 'vitest'
import type { ReadCharacter } from './ocr/engine'
import { type DigitWeights, digitsOf, likeliest, medianOf } from './weigh-digits'

/** `'7'` is surely a 7; `'0:60 8:40'` a zero with a stroke. */
const place = (said: string): number[] => {
  const parts = said.includes(':') ? said.split(' ') : [`${said}:100`]
  const shares = new Map(parts.map((part) => part.split(':').map(Number) as [number, number]))
  return Array.from({ length: 10 }, (_, digit) => (shares.get(digit) ?? 0) / 100)
}
const run = (...places: string[]): DigitWeights => places.map(place)
const character = (text: string, said: string): ReadCharacter => ({
  text,
  probability: 0.9,
  at: 0.5,
  digits: place(said),
})

test('digits are what is likely to be one; signs and letters between them are left out', () => {
  const read = [character('¥', '4:2'), character('1', '1'), character('.', '0:1'), character('O', '0:70')]
  const [one, zero, ...more] = digitsOf(read)
  expect(more).toEqual([])
  expect(one?.[1]).toBe(1)
  expect(zero?.[0]).toBe(1)
  expect(digitsOf([{ text: '1', probability: 1, at: 0 }])).toEqual([])
})

test('one odd look of five counts for nothing, and looks at other places are not counted', () => {
  const clear = run('5', '0')
  const odd = run('5', '0:30 8:70')
  const looks = [clear, odd, clear, clear, run('1', '5', '0')]
  expect(likeliest(medianOf(looks, 2), Number)).toEqual({ value: 50, share: 1 })
})

test('what is impossible does not win: the day 85 is a 05', () => {
  const day = (digits: string) => (Number(digits) <= 31 ? digits : undefined)
  expect(likeliest(run('8:90 0:10', '5'), day)).toEqual({ value: '05', share: 1 })
})

test('a rule never makes a digit that nobody saw', () => {
  const day = (digits: string) => (Number(digits) <= 31 ? digits : undefined)
  expect(likeliest(run('8:99 0:1', '5'), day)).toBeUndefined()
})

test('two values that are both possible share what is known', () => {
  const found = likeliest(run('3', '0:60 8:40'), Number)
  expect(found?.value).toBe(30)
  expect(found?.share).toBeCloseTo(0.6)
})

test('nothing but doubt says nothing, quickly', () => {
  const doubt = '0:10 1:10 2:10 3:10 4:10 5:10 6:10 7:10 8:10 9:10'
  expect(likeliest(run(...Array.from({ length: 20 }, () => doubt)), Number)).toBeUndefined()
})
