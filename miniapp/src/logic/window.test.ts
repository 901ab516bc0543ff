import { expect, test } from 'vitest'
import { gapsOf, windowOf } from './window'

test('of ten thousand rows only those near the screen are drawn', () => {
  const heights = new Map([
    [0, 760],
    [1, 760],
  ])
  const { first, last } = windowOf({ top: 380_000, height: 700 }, 1000, heights)
  expect(first).toBe(499)
  expect(last).toBe(501)
})

test('what is not drawn leaves a gap of its height, so that nothing jumps', () => {
  const heights = new Map([
    [0, 700],
    [1, 900],
  ])
  expect(gapsOf(2, 3, 6, heights)).toEqual({ above: 1600, below: 1600 })
})

test('the ends of a list are never passed', () => {
  expect(windowOf({ top: -50, height: 700 }, 4, new Map())).toEqual({ first: 0, last: 1 })
  expect(windowOf({ top: 99_999, height: 700 }, 4, new Map())).toEqual({ first: 3, last: 3 })
  expect(windowOf({ top: 0, height: 700 }, 0, new Map())).toEqual({ first: 0, last: 0 })
})
