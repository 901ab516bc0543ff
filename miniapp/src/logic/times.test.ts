import { describe, expect, test } from 'vitest'
import { age, date, dateTime, endOfDay, shortTime, startOfDay } from './times'

const now = Date.parse('2026-11-22T04:00:00Z')

describe('times on the page are those of Shanghai', () => {
  test('a time late in the evening UTC is the next day', () => {
    expect(dateTime('2026-11-21T18:05:00Z')).toBe('2026-11-22 02:05')
    expect(date('2026-11-21T18:05:00Z')).toBe('2026-11-22')
  })

  test('lists say only what is needed', () => {
    expect(shortTime('2026-11-22T01:02:00Z', now)).toBe('09:02')
    expect(shortTime('2026-03-01T01:02:00Z', now)).toBe('03-01 09:02')
    expect(shortTime('2025-03-01T01:02:00Z', now)).toBe('2025-03-01')
  })
})

test('age counts whole units and never a negative one', () => {
  expect(age('2026-11-22T04:00:30Z', now)).toEqual({ count: 0, unit: 'now' })
  expect(age('2026-11-22T03:01:00Z', now)).toEqual({ count: 59, unit: 'minute' })
  expect(age('2026-11-22T02:59:00Z', now)).toEqual({ count: 1, unit: 'hour' })
  expect(age('2026-11-20T04:00:00Z', now)).toEqual({ count: 2, unit: 'day' })
})

test('a chosen day runs from midnight to its last second in Shanghai', () => {
  expect(startOfDay('2026-11-22')).toBe('2026-11-21T16:00:00.000Z')
  expect(endOfDay('2026-11-22')).toBe('2026-11-22T15:59:59.000Z')
  expect(startOfDay('')).toBeUndefined()
  expect(endOfDay('2026-02-31')).toBeUndefined()
})
