import { type KeyValueStore, readJson, writeJson } from './store'

const STORED = 'piaoma.attempt'

/**
 * The Idempotency-Key of a submission. The same content keeps its key through retries and reloads, so that a
 * lost answer can never become a second invoice; other content gets a new one.
 */
export function keyFor(store: KeyValueStore, content: string, makeKey: () => string): string {
  const kept = readJson(store, STORED) as { key?: unknown; content?: unknown } | undefined
  if (kept && kept.content === content && typeof kept.key === 'string') return kept.key
  const key = makeKey()
  writeJson(store, STORED, { key, content })
  return key
}

/**
 * Forgets the key once the outcome under it is known: accepted, or refused for its content. It is kept while the
 * request may still take effect (no answer, a server error, one still running) or was not looked at (rate limit).
 */
export function settleKey(store: KeyValueStore, status: number): void {
  const isOpen = status === 0 || status >= 500 || [408, 409, 425, 429].indexOf(status) >= 0
  if (!isOpen) writeJson(store, STORED, undefined)
}
