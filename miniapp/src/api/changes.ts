import { createStore } from '@/lib/store'

/** Counts what was changed from here, so that lists and details are read again at once. */
export const ownChanges = createStore(0)

/** To be called after every command that succeeded; `call` does it by itself. */
export function countChange(): void {
  ownChanges.set(ownChanges.get() + 1)
}
