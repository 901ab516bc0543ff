import type { Fault, FaultInput } from './faults'
import type { ExpectedRefusal, JournalEntry } from './journal'
import type { WalletCard } from './wallet'

/** The control API of a running simulator, for tests and the demo. Every method throws when it is refused. */
export interface WechatControl {
  /** A route of one of the sides, below `/__sim`. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>
  /** Answers the virtual time afterwards. */
  advance(ms: number): Promise<number>
  now(): Promise<number>
  addFault(fault: FaultInput): Promise<Fault>
  removeFaults(): Promise<void>
  journal(): Promise<{ entries: JournalEntry[]; unexpected: JournalEntry[] }>
  expectRefusal(refusal: ExpectedRefusal): Promise<void>
  clearJournal(): Promise<void>
  wallet(openid: string): Promise<WalletCard[]>
  reset(): Promise<void>
}

export function wechatControl(access: { controlUrl: string; controlToken: string }): WechatControl {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${access.controlUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${access.controlToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${await response.text()}`)
    return response.json() as Promise<Answer>
  }
  const done = async (answer: Promise<unknown>) => {
    await answer
  }
  return {
    call,
    advance: async (ms) => (await call<{ now: number }>('POST', '/clock/advance', { ms })).now,
    now: async () => (await call<{ now: number }>('GET', '/clock')).now,
    addFault: (fault) => call('POST', '/fault', fault),
    removeFaults: () => done(call('DELETE', '/fault')),
    journal: () => call('GET', '/journal'),
    expectRefusal: (refusal) => done(call('POST', '/journal/expect', refusal)),
    clearJournal: () => done(call('DELETE', '/journal')),
    wallet: async (openid) =>
      (await call<{ cards: WalletCard[] }>('GET', `/wallet/${encodeURIComponent(openid)}`)).cards,
    reset: () => done(call('POST', '/reset')),
  }
}
