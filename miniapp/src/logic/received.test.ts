import { expect, test } from 'vitest'
import { allowedFor, sumFen, toggled } from './received'

const rows = [
  { id: 'a', actions: ['reimburse', 'verify'] as const, totalFen: 100 },
  { id: 'b', actions: ['verify'] as const, totalFen: undefined },
  { id: 'c', actions: [] as const, totalFen: -30 },
].map((row) => ({ ...row, actions: [...row.actions] }))

test('an action goes to the chosen rows that the service allows it for', () => {
  const chosen = new Set(['a', 'b', 'c'])
  expect(allowedFor(rows, chosen, 'verify').map(({ id }) => id)).toEqual(['a', 'b'])
  expect(allowedFor(rows, new Set(['b']), 'reimburse')).toEqual([])
})

test('the sum leaves out what is not known; red invoices count below zero', () => {
  expect(sumFen(rows)).toBe(70)
})

test('choosing twice is choosing not at all', () => {
  const chosen = toggled(new Set(['a']), 'b')
  expect([...chosen]).toEqual(['a', 'b'])
  expect([...toggled(chosen, 'a')]).toEqual(['b'])
})
