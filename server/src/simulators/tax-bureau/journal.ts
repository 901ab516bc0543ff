/** One request at a door, or one callback sent, and what became of it. Holds no secret and no buyer data. */
export interface JournalEntry {
  at: number
  door: string
  method: string
  taxNum?: string
  orderNo?: string
  verdict: string
}

export interface Journal {
  write(entry: JournalEntry): void
  list(filter: { taxNum?: string; orderNo?: string; method?: string }): JournalEntry[]
}

/** Keeps the last entries in memory; the ledger, not this, is the record. */
export function createJournal(capacity = 5000): Journal {
  const entries: JournalEntry[] = []
  return {
    write(entry) {
      entries.push(entry)
      if (entries.length > capacity) entries.splice(0, entries.length - capacity)
    },
    list: ({ taxNum, orderNo, method }) =>
      entries.filter(
        (entry) =>
          (taxNum === undefined || entry.taxNum === taxNum) &&
          (orderNo === undefined || entry.orderNo === orderNo) &&
          (method === undefined || entry.method === method),
      ),
  }
}
