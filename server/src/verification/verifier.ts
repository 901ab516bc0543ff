import type { CheckedValues, VerifyOutcome, VerifyQuestion } from '@piaoma/shared/received-rules'

/** What a service answered. */
export interface VerifyAnswer {
  outcome: VerifyOutcome
  /** Of what was found (also when it is voided or reversed): the fields as the tax side has them. */
  checked?: CheckedValues
  /** The service's own code, or the kind of failure; never a secret, never personal. */
  detail: string
  /** The answer as it came, for evidence; at most `MAX_EVIDENCE` characters. */
  answer?: string
}

/** A service that verifies invoices. It never throws for what the outside world does. */
export interface Verifier {
  verify(question: VerifyQuestion): Promise<VerifyAnswer>
  /** Least pause between two questions of one account. */
  readonly pauseMs: number
}

/** What every adapter is made of. */
export interface VerifierSettings {
  /** Address of the service without a path. */
  url: string
  appKey: string
  appSecret: string
  timeoutMs: number
  now: () => number
  /** Keeps access tokens across restarts and processes. */
  tokenStore: TokenStore
  fetch?: typeof fetch
}

/** Where access tokens live; values are secrets and stored sealed. */
export interface TokenStore {
  get(key: string): Promise<{ token: string; expiresAt: number } | undefined>
  set(key: string, value: { token: string; expiresAt: number }): Promise<void>
}

export const MAX_EVIDENCE = 60_000
export const MAX_ANSWER_BYTES = 1024 * 1024

/** Nobody knows whether the service saw the question. */
export const unknownAnswer = (cause: string): VerifyAnswer => ({ outcome: 'unknown', detail: cause })
