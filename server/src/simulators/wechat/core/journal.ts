/** What one check said about a request. `undefined`: it was not reached. */
export type Verdict = 'ok' | 'refused' | undefined

/** One request and what became of it. Holds no secret, no query string and no personal data. */
export interface JournalEntry {
  id: number
  /** Virtual time. */
  at: number
  side: 'pay' | 'mp'
  /** `in`: a request to WeChat; `out`: a callback or push that WeChat sent. */
  direction: 'in' | 'out'
  method: string
  /** Without query. */
  path: string
  status: number
  signature: Verdict
  schema: Verdict
  state: Verdict
  /** WeChat's code of the refusal. */
  code?: string
  /** Why, in words for whoever reads a failed test; no data. */
  why?: string
  fault?: string
  /** A refusal that a test announced beforehand. */
  isExpected: boolean
}

/** Announces refusals that are not a fault of the product; what is left out fits anything. */
export interface ExpectedRefusal {
  side?: 'pay' | 'mp'
  /** A path ends so. */
  path?: string
  code?: string
  /** Once, unless said otherwise. */
  times?: number
}

export interface Journal {
  write(entry: Omit<JournalEntry, 'id' | 'isExpected'>): void
  list(): JournalEntry[]
  /** Refusals that nobody announced: a test run fails when there are any. */
  unexpected(): JournalEntry[]
  expect(refusal: ExpectedRefusal): void
  clear(): void
}

/** Keeps the last entries in memory. */
export function createJournal(capacity = 20_000): Journal {
  let entries: JournalEntry[] = []
  let announced: ExpectedRefusal[] = []
  let lastId = 0

  function announcedFor(entry: Omit<JournalEntry, 'id' | 'isExpected'>): boolean {
    const found = announced.find(
      ({ side, path, code }) =>
        (side === undefined || side === entry.side) &&
        (path === undefined || entry.path.endsWith(path)) &&
        (code === undefined || code === entry.code),
    )
    if (!found) return false
    found.times = (found.times ?? 1) - 1
    if (found.times <= 0) announced = announced.filter((other) => other !== found)
    return true
  }

  const isRefusal = (entry: Omit<JournalEntry, 'id' | 'isExpected'>) =>
    [entry.signature, entry.schema, entry.state].includes('refused')

  return {
    write(entry) {
      lastId += 1
      entries.push({ ...entry, id: lastId, isExpected: isRefusal(entry) && announcedFor(entry) })
      if (entries.length > capacity) entries = entries.slice(-capacity)
    },
    list: () => entries.map((entry) => ({ ...entry })),
    unexpected: () => entries.filter((entry) => isRefusal(entry) && !entry.isExpected),
    expect(refusal) {
      announced.push({ ...refusal })
    },
    clear() {
      entries = []
      announced = []
    },
  }
}
