import { expect, test } from 'vitest'
import { randomKey } from './random-key'

test('is 128 random bits in hex', () => {
  expect(randomKey()).toMatch(/^[0-9a-f]{32}$/)
  expect(randomKey()).not.toBe(randomKey())
})
