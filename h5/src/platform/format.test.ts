import { expect, test } from 'vitest'
import { phrases } from '../phrases/zh-CN'
import { duration, minute, yuan } from './format'

test('money and time as printed on the page, in Shanghai whatever the zone', () => {
  expect(yuan(1234550)).toBe('¥12,345.50')
  expect(minute('2026-11-22T16:05:00.000Z')).toBe('2026-11-23 00:05')
})

test.each([
  [0, '1 秒'],
  [45, '45 秒'],
  [91, '2 分钟'],
  [3600, '60 分钟'],
  [7200, '2 小时'],
  [259_200, '3 天'],
])('%i seconds are %s', (seconds, words) => {
  expect(duration(seconds, phrases)).toBe(words)
})
