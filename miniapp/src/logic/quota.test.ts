import { expect, test } from 'vitest'
import { usedPercent } from './quota'

test('only a quota with nothing left is full', () => {
  expect(usedPercent({ totalFen: 1000, usedFen: 999, availableFen: 1 })).toBe(99)
  expect(usedPercent({ totalFen: 1000, usedFen: 1000, availableFen: 0 })).toBe(100)
  expect(usedPercent({ totalFen: 1000, usedFen: 0, availableFen: 1000 })).toBe(0)
  expect(usedPercent({ totalFen: 0, usedFen: 0, availableFen: 0 })).toBe(100)
})
