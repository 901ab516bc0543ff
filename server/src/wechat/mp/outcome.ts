/** What one call brought back. Decided by `errcode` alone: WeChat's words carry changing tails. */
export type MpOutcome<Answer> = { outcome: 'done'; answer: Answer } | MpFailure

export type MpFailure =
  /** A definite no. `cause` holds the call and the code: no token, no personal data. */
  | { outcome: 'refused'; errcode: number; cause: string }
  /** Definitely not done; worth trying again. */
  | { outcome: 'busy'; errcode: number; cause: string }
  /** Nobody knows whether it was done. */
  | { outcome: 'unknown'; cause: string }

/** Codes that say "not now": system busy, quotas, another insertion running (facts 2.7). */
const BUSY = new Set([-1, 45_009, 45_011, 72_036, 72_052, 72_053, 72_054, 72_055, 72_057])
/** Codes of a token that is wrong or over; a new one is worth one try. */
const TOKEN = new Set([40_001, 40_014, 42_001])

export const isTokenCode = (errcode: number): boolean => TOKEN.has(errcode)

export function failureOf(call: string, errcode: number): MpFailure {
  const cause = `${call}: errcode ${errcode}`
  return BUSY.has(errcode) ? { outcome: 'busy', errcode, cause } : { outcome: 'refused', errcode, cause }
}
