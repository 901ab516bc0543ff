import { APPLICATION_STATUSES } from '@piaoma/shared/states'
import { expect, test } from 'vitest'
import { orderCodeState, productCodeState, REVIEW_TABS } from './statuses'

test('every state of an application stands in exactly one tab', () => {
  const shown = Object.values(REVIEW_TABS).flat().sort()
  expect(shown).toEqual([...APPLICATION_STATUSES].sort())
})

test('a spent code is spent, even past its date; an open one is expired', () => {
  expect(orderCodeState({ status: 'spent', isExpired: true })).toBe('spent')
  expect(orderCodeState({ status: 'reserved', isExpired: true })).toBe('reserved')
  expect(orderCodeState({ status: 'active', isExpired: true })).toBe('expired')
  expect(orderCodeState({ status: 'active', isExpired: false })).toBe('active')
  expect(productCodeState({ status: 'inactive', isExpired: true })).toBe('inactive')
  expect(productCodeState({ status: 'active', isExpired: true })).toBe('expired')
})
