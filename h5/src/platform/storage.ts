import { type KeyValueStore, memoryStore } from '@piaoma/shared/guest'

/**
 * `localStorage` or `sessionStorage`, or memory where the browser forbids them (private mode, blocked cookies,
 * a full quota): remembering is a comfort, its absence must never stop an invoice.
 */
export function openStore(pick: () => KeyValueStore): KeyValueStore {
  try {
    const store = pick()
    store.setItem('piaoma.probe', '1')
    store.removeItem('piaoma.probe')
    return store
  } catch {
    return memoryStore()
  }
}

/** Outlives the visit: remembered titles, language, type size. Never a token. */
export const deviceStore = openStore(() => localStorage)
/** Ends with the tab: the draft, the attempt under way, links of this visit's applications. */
export const sessionStore = openStore(() => sessionStorage)
