import { expect, test } from 'vitest'
import { minute, placeName, yuan } from './format'

test('money and time as printed on the page, in Shanghai whatever the zone', () => {
  expect(yuan(1234550)).toBe('¥12,345.50')
  expect(minute('2026-11-22T16:05:00.000Z')).toBe('2026-11-23 00:05')
})

test('a place is named once', () => {
  expect(placeName({ merchantName: '小馆' })).toBe('小馆')
  expect(placeName({ merchantName: '小馆', storeName: '二店' })).toBe('小馆 · 二店')
  expect(placeName({ merchantName: '小馆', storeName: '小馆（二店）' })).toBe('小馆（二店）')
})
