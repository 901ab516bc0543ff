import { expect, test } from 'vitest'
import { barPercents, daysOf } from './statistics'

// A Sunday evening in UTC is Monday in Shanghai.
const NOW = Date.parse('2026-11-22T17:00:00Z')

test('periods end today and begin where people think they do', () => {
  expect(daysOf('today', NOW)).toEqual({ from: '2026-11-23', until: '2026-11-23' })
  expect(daysOf('week', NOW)).toEqual({ from: '2026-11-23', until: '2026-11-23' })
  expect(daysOf('month', NOW)).toEqual({ from: '2026-11-01', until: '2026-11-23' })
  expect(daysOf('lastMonth', NOW)).toEqual({ from: '2026-10-01', until: '2026-10-31' })
  expect(daysOf('year', NOW)).toEqual({ from: '2026-01-01', until: '2026-11-23' })
  expect(daysOf('lastMonth', Date.parse('2028-03-31T00:00:00Z'))).toEqual({
    from: '2028-02-01',
    until: '2028-02-29',
  })
  expect(daysOf('lastMonth', Date.parse('2027-01-05T00:00:00Z')).from).toBe('2026-12-01')
})

test('bars are measured by the longest', () => {
  expect(barPercents([50, 100, 0, -5])).toEqual([50, 100, 0, 0])
  expect(barPercents([])).toEqual([])
  expect(barPercents([0])).toEqual([0])
})
