import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Block, paginate } from './paginate'

const CAPACITY = { single: 8, inner: 14, last: 7 }

interface Row {
  id: number
  height: number
}

const blocksOf = (heights: readonly (readonly number[])[]): Block<Row>[] => {
  let id = 0
  return heights.map((block) => ({
    rows: block.map((height) => {
      const row = { id: id++, height }
      return { row, height }
    }),
  }))
}

const heightOf = (page: readonly Row[]) => page.reduce((sum, { height }) => sum + height, 0)

test('rows keep their order, pages their capacity, and the last page is never empty', () => {
  const heights = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }), {
    maxLength: 80,
  })
  fc.assert(
    fc.property(heights, (sizes) => {
      const pages = paginate(blocksOf(sizes), CAPACITY)
      expect(pages.flat().map(({ id }) => id)).toEqual(sizes.flat().map((_, index) => index))
      const last = pages.at(-1) ?? []
      if (pages.length === 1) expect(heightOf(last)).toBeLessThanOrEqual(CAPACITY.single)
      else {
        expect(last.length).toBeGreaterThan(0)
        expect(heightOf(last)).toBeLessThanOrEqual(CAPACITY.last)
      }
      for (const page of pages.slice(0, -1)) {
        expect(page.length).toBeGreaterThan(0)
        expect(heightOf(page)).toBeLessThanOrEqual(CAPACITY.inner)
      }
    }),
    { numRuns: 2000 },
  )
})

test('the rows of a block stay on one page', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 60 }), (firsts) => {
      const pages = paginate(blocksOf(firsts.map((height) => [height, 1])), CAPACITY)
      const pageOf = new Map(pages.flatMap((page, index) => page.map(({ id }) => [id, index] as const)))
      for (let id = 0; id < firsts.length * 2; id += 2) expect(pageOf.get(id)).toBe(pageOf.get(id + 1))
    }),
    { numRuns: 2000 },
  )
})

test('eight lines fit one page, nine need two, and no rows still make a page', () => {
  const single = (count: number) => blocksOf(Array.from({ length: count }, () => [1]))
  expect(paginate(single(8), CAPACITY)).toHaveLength(1)
  expect(paginate(single(9), CAPACITY).map((page) => page.length)).toEqual([4, 5])
  expect(paginate(single(21), CAPACITY).map((page) => page.length)).toEqual([14, 7])
  expect(paginate([], CAPACITY)).toEqual([[]])
})

test('a block taller than a page falls apart into its rows', () => {
  const pages = paginate(blocksOf([[6, 6, 6]]), CAPACITY)
  expect(pages.map((page) => page.length)).toEqual([2, 1])
})
