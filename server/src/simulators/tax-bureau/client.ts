import type { FactInput } from '../verification/desk'
import type { Audit } from './control/audit'
import type { TaxpayerInput } from './control/schemas'
import type { Accepted, LedgerEntry, QuotaState, Taxpayer } from './core/types'
import type { Fault, FaultInput } from './faults/types'
import type { JournalEntry } from './journal'

interface Filter {
  taxNum?: string
  serial?: string
}

/** The control panel of a running simulator, for tests and the demo. Every method throws when it is refused. */
export interface BureauControl {
  addFault(fault: FaultInput): Promise<Fault>
  faults(): Promise<Fault[]>
  /** Without an id, all of them. */
  removeFaults(id?: number): Promise<void>
  ledger(filter?: Filter): Promise<{ invoices: LedgerEntry[]; audit: Audit }>
  orders(filter?: Filter): Promise<Accepted[]>
  putTaxpayer(taxpayer: TaxpayerInput): Promise<Taxpayer>
  taxpayers(): Promise<(Taxpayer & { quota: QuotaState })[]>
  requests(filter?: { taxNum?: string; orderNo?: string; method?: string }): Promise<JournalEntry[]>
  setClock(offsetMs: number): Promise<void>
  /** Invoices of others that the bureau's 查验 shall find. */
  putKnownInvoices(facts: FactInput[]): Promise<void>
  /** Voids or reverses an invoice, whoever issued it. */
  putInvoiceState(invoice: {
    code?: string
    number: string
    state: NonNullable<FactInput['state']>
  }): Promise<void>
}

export function bureauControl(access: { controlUrl: string; controlToken: string }): BureauControl {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${access.controlUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${access.controlToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${await response.text()}`)
    return response.json() as Promise<Answer>
  }

  const query = (filter: object = {}) => new URLSearchParams(Object.entries(filter)).toString()

  return {
    addFault: (fault) => call('POST', '/faults', fault),
    faults: async () => (await call<{ faults: Fault[] }>('GET', '/faults')).faults,
    removeFaults: async (id) => {
      await call('DELETE', id === undefined ? '/faults' : `/faults/${id}`)
    },
    ledger: (filter) => call('GET', `/ledger?${query(filter)}`),
    orders: async (filter) => (await call<{ orders: Accepted[] }>('GET', `/orders?${query(filter)}`)).orders,
    putTaxpayer: (taxpayer) => call('PUT', '/taxpayers', taxpayer),
    taxpayers: async () =>
      (await call<{ taxpayers: (Taxpayer & { quota: QuotaState })[] }>('GET', '/taxpayers')).taxpayers,
    requests: async (filter) =>
      (await call<{ requests: JournalEntry[] }>('GET', `/requests?${query(filter)}`)).requests,
    setClock: async (offsetMs) => {
      await call('PUT', '/clock', { offsetMs })
    },
    putKnownInvoices: async (facts) => {
      await call('PUT', '/known-invoices', facts)
    },
    putInvoiceState: async (invoice) => {
      await call('PUT', '/invoice-states', invoice)
    },
  }
}
