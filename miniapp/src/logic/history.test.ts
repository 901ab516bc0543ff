import { expect, test } from 'vitest'
import { actorText, detailText } from './history'

const words = { actors: { guest: '客人', till: '收银机' }, fieldNames: { name: '名称', lines: '商品明细' } }

test('people stand by their name, others by what they are', () => {
  expect(actorText('林晓雨', words)).toBe('林晓雨')
  expect(actorText('guest', words)).toBe('客人')
  expect(actorText('till:SYXG01', words)).toBe('收银机')
  expect(actorText('robot:7', words)).toBe('robot:7')
})

test('edited fields are named as in the form, reasons stand as they were written', () => {
  expect(detailText('edit', 'name, lines, other', words)).toBe('名称、商品明细、other')
  expect(detailText('reject', 'name, lines', words)).toBe('name, lines')
})
