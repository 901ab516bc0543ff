import { useSyncExternalStore } from 'react'

/** A value outside of the pages that pages can watch. */
export interface Store<T> {
  get: () => T
  set: (next: T) => void
  subscribe: (notify: () => void) => () => void
}

/** Makes a store; listeners are told of every value that is not the same as before. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      for (const notify of [...listeners]) notify()
    },
    subscribe: (notify) => {
      listeners.add(notify)
      return () => listeners.delete(notify)
    },
  }
}

/** The store's value, watched. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}
