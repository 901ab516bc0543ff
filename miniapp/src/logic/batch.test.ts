import { expect, test } from 'vitest'
import { eligible } from './batch'

const items = [
  { id: 'a', actions: ['approve', 'reject', 'discard'] },
  { id: 'b', actions: ['discard'] },
  { id: 'c', actions: ['approve'] },
]

test('only what is chosen and allowed is sent', () => {
  const chosen = new Set(['a', 'b'])
  expect(eligible(items, chosen, 'approve').map((item) => item.id)).toEqual(['a'])
  expect(eligible(items, chosen, 'discard').map((item) => item.id)).toEqual(['a', 'b'])
})

test('no more than a hundred at once', () => {
  const many = Array.from({ length: 150 }, (_, index) => ({ id: String(index), actions: ['approve'] }))
  expect(eligible(many, new Set(many.map((item) => item.id)), 'approve')).toHaveLength(100)
})
