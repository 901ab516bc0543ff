import { expect, test } from 'vitest'
import { createStore } from './store'

test('listeners hear of changes until they stop, and of nothing else', () => {
  const store = createStore(1)
  const heard: number[] = []
  const stop = store.subscribe(() => heard.push(store.get()))
  store.set(2)
  store.set(2)
  stop()
  store.set(3)
  expect(heard).toEqual([2])
  expect(store.get()).toBe(3)
})

test('a listener that stops while being told does not silence the others', () => {
  const store = createStore('a')
  const heard: string[] = []
  const stop = store.subscribe(() => stop())
  store.subscribe(() => heard.push(store.get()))
  store.set('b')
  expect(heard).toEqual(['b'])
})
