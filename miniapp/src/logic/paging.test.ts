import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendPage, headLimit, mergeHead } from './paging'

const items = (...ids: string[]) => ids.map((id) => ({ id }))

test('a fresh head replaces what it covers and keeps what was loaded below', () => {
  const loaded = { items: items('09', '08', '07', '06', '05'), next: '05' }
  const head = { items: items('10', '09', '07'), next: '07' }
  expect(mergeHead(loaded, head)).toEqual({ items: items('10', '09', '07', '06', '05'), next: '05' })
})

test('a head that is the whole list leaves nothing of the old one', () => {
  expect(mergeHead({ items: items('3', '2', '1'), next: null }, { items: items('3'), next: null })).toEqual({
    items: items('3'),
    next: null,
  })
  expect(mergeHead({ items: items('3'), next: null }, { items: [], next: null }).items).toEqual([])
})

test('whatever is loaded and fetched, no item stands twice and the order is kept', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 })
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 1, max: 30 }), (before, after, limit) => {
      const newestFirst = (list: number[]) =>
        items(...[...list].sort((a, b) => b - a).map((id) => String(id).padStart(4, '0')))
      const all = newestFirst(after)
      const head = { items: all.slice(0, limit), next: all.length > limit ? 'more' : null }
      const merged = mergeHead({ items: newestFirst(before), next: null }, head).items.map((item) => item.id)
      expect(merged).toEqual([...new Set(merged)].sort().reverse())
      expect(merged.slice(0, head.items.length)).toEqual(head.items.map((item) => item.id))
    }),
    { numRuns: 500 },
  )
})

test('an item that moved between two pages stands once', () => {
  const grown = appendPage({ items: items('5', '4'), next: '4' }, { items: items('4', '3'), next: null })
  expect(grown).toEqual({ items: items('5', '4', '3'), next: null })
})

test('fetching again asks for what is shown, within the bounds of the contract', () => {
  expect([headLimit(0), headLimit(45), headLimit(900)]).toEqual([30, 45, 100])
})
