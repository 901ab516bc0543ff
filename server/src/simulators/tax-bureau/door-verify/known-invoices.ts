import { type Fact, factSchema } from '../../verification/desk'
import type { Store } from '../store'

/** Invoices of others that the bureau was told to know (the demo's made-up ones), and what became of any invoice. */
export interface KnownInvoices {
  put(fact: Fact): void
  find(code: string | undefined, number: string): Fact | undefined
  /** Voids or reverses an invoice, whoever issued it. */
  setState(code: string | undefined, number: string, state: Fact['state']): void
  state(code: string | undefined, number: string): Fact['state'] | undefined
}

export function createKnownInvoices(store: Store): KnownInvoices {
  const key = (code: string | undefined, number: string) => `${code ?? ''}|${number}`
  return {
    put(fact) {
      const text = JSON.stringify(fact)
      store.run('INSERT OR REPLACE INTO known_invoice VALUES (?, ?)', key(fact.code, fact.number), text)
    },
    find(code, number) {
      const row = store.one<{ fact_json: string }>(
        'SELECT fact_json FROM known_invoice WHERE invoice = ?',
        key(code, number),
      )
      return row && factSchema.parse(JSON.parse(row.fact_json))
    },
    setState(code, number, state) {
      store.run('INSERT OR REPLACE INTO invoice_state VALUES (?, ?)', key(code, number), state)
    },
    state: (code, number) =>
      store.one<{ state: Fact['state'] }>(
        'SELECT state FROM invoice_state WHERE invoice = ?',
        key(code, number),
      )?.state,
  }
}
