import { expect, test } from 'vitest'
import { duration } from './duration'
import { phrases as en } from './phrases/en'

test.each([
  [0, '1 s'],
  [45, '45 s'],
  [91, '2 min'],
  [3600, '60 min'],
  [7200, '2 h'],
  [259_200, '3 days'],
])('%i seconds are %s', (seconds, words) => {
  expect(duration(seconds, en)).toBe(words)
})
