import type { RememberedTitle } from './form'
import { type KeyValueStore, readJson, writeJson } from './store'

const STORED = 'piaoma.titles'
const MOST = 8
const FIELDS = [
  'name',
  'taxpayerId',
  'address',
  'phone',
  'bankName',
  'bankAccount',
  'email',
  'mobile',
] as const

/** The titles remembered on this device, last used first. Anything of a wrong shape is left out. */
export function readTitles(store: KeyValueStore): RememberedTitle[] {
  const stored = readJson(store, STORED)
  return Array.isArray(stored) ? stored.map(readTitle).filter((title) => title !== undefined) : []
}

/** Puts a title to the front and returns the new list; the oldest beyond eight are forgotten. */
export function rememberTitle(store: KeyValueStore, title: RememberedTitle): RememberedTitle[] {
  const others = readTitles(store).filter((other) => !isSameTitle(other, title))
  return save(store, [title, ...others].slice(0, MOST))
}

/** Forgets one title and returns the rest. */
export function forgetTitle(store: KeyValueStore, title: RememberedTitle): RememberedTitle[] {
  return save(
    store,
    readTitles(store).filter((other) => !isSameTitle(other, title)),
  )
}

/** Two titles are the same buyer when type, name and tax number are. */
export function isSameTitle(one: RememberedTitle, other: RememberedTitle): boolean {
  return one.type === other.type && one.name === other.name && one.taxpayerId === other.taxpayerId
}

function save(store: KeyValueStore, titles: RememberedTitle[]): RememberedTitle[] {
  writeJson(store, STORED, titles.length > 0 ? titles : undefined)
  return titles
}

function readTitle(value: unknown): RememberedTitle | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const source = value as Record<string, unknown>
  if (typeof source.name !== 'string' || source.name === '') return undefined
  const title: RememberedTitle = { type: source.type === 'person' ? 'person' : 'company' }
  for (const field of FIELDS) {
    const text = source[field]
    if (typeof text === 'string' && text) title[field] = text
  }
  return title
}
