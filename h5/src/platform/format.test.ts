import { expect, test } from 'vitest'
import { minute, yuan } from './format'

test('money and time as printed on the page, in Shanghai whatever the zone', () => {
  expect(yuan(1234550)).toBe('¥12,345.50')
  expect(minute('2026-11-22T16:05:00.000Z')).toBe('2026-11-23 00:05')
})
