import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  shanghaiDate,
  shanghaiDateChinese,
  shanghaiDateCompact,
  shanghaiDateTime,
  shanghaiMidnight,
  shanghaiTime,
} from './shanghai-time'

const RUNS = { numRuns: 10_000 }
// China has kept no daylight saving time since September 1991.
const anyTime = fc.integer({ min: Date.UTC(1992, 0), max: Date.UTC(2150, 0) })

describe('Shanghai time', { timeout: 60_000 }, () => {
  test('the day begins at 16:00 UTC', () => {
    const midnight = Date.UTC(2026, 5, 9, 16)
    expect(shanghaiDate(midnight)).toBe('2026-06-10')
    expect(shanghaiDate(midnight - 1)).toBe('2026-06-09')
    expect(shanghaiMidnight(2026, 6, 10)).toBe(midnight)
  })

  test('prints every form', () => {
    const at = Date.UTC(2025, 11, 31, 16, 5, 9, 999)
    expect(shanghaiTime(at)).toEqual({ year: 2026, month: 1, day: 1, hour: 0, minute: 5, second: 9 })
    expect(shanghaiDateTime(at)).toBe('2026-01-01 00:05:09')
    expect(shanghaiDateChinese(at)).toBe('2026年01月01日')
    expect(shanghaiDateCompact(at)).toBe('20260101')
  })

  test('is what the time zone database says, in any zone of the machine', () => {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    })
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(shanghaiDateTime(at)).toBe(format.format(at).replace(', ', ' '))
        const { year, month, day } = shanghaiTime(at)
        const midnight = shanghaiMidnight(year, month, day)
        expect(midnight <= at && at < midnight + 86_400_000).toBe(true)
      }),
      RUNS,
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])('refuses %d', (value) => {
    expect(() => shanghaiTime(value)).toThrow(RangeError)
  })
})
