import type { FactInput } from './desk'
import type { FaultInput } from './faults'

/** The control panel of running verification services, for tests. Every method throws when it is refused. */
export interface VerificationControl {
  putFacts(facts: FactInput[]): Promise<void>
  putSecrets(secrets: Record<string, string>): Promise<void>
  addFault(fault: FaultInput): Promise<void>
  clearFaults(): Promise<void>
  setClock(offsetMs: number): Promise<void>
  calls(): Promise<{ tencent: number; baidu: number; token: number }>
}

export function verificationControl(url: string, token: string): VerificationControl {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${url}/control${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }
  return {
    putFacts: (facts) => call('PUT', '/facts', facts),
    putSecrets: (secrets) => call('PUT', '/secrets', secrets),
    addFault: (fault) => call('POST', '/faults', fault),
    clearFaults: () => call('DELETE', '/faults'),
    setClock: (offsetMs) => call('PUT', '/clock', { offsetMs }),
    calls: () => call('GET', '/calls'),
  }
}
