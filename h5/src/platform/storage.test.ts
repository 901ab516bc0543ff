import { memoryStore, readJson, writeJson } from '@piaoma/shared/guest'
import { describe, expect, test } from 'vitest'
import { openStore } from './storage'

const forbidden = {
  getItem: () => null,
  setItem: () => {
    throw new Error('QuotaExceededError')
  },
  removeItem: () => {},
}

describe('storage that may be forbidden', () => {
  test('falls back to memory when opening or writing throws', () => {
    for (const pick of [
      () => {
        throw new Error('SecurityError')
      },
      () => forbidden,
    ]) {
      const store = openStore(pick)
      expect(writeJson(store, 'a', [1])).toBe(true)
      expect(readJson(store, 'a')).toEqual([1])
    }
  })
  test('what is not JSON reads as nothing', () => {
    const store = memoryStore()
    store.setItem('a', '{broken')
    expect(readJson(store, 'a')).toBeUndefined()
    expect(readJson(store, 'b')).toBeUndefined()
  })
  test('undefined removes, and a full store says so', () => {
    const store = memoryStore()
    writeJson(store, 'a', 1)
    writeJson(store, 'a', undefined)
    expect(store.getItem('a')).toBeNull()
    expect(writeJson(forbidden, 'a', 1)).toBe(false)
  })
})
