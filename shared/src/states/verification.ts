import type { Machine } from './machine'

/** 查验 of a received invoice. `asking`: a job has it; `not_possible`: nobody verifies this kind. */
export const VERIFICATION_STATUSES = [
  'unverified',
  'asking',
  'verified',
  'mismatch',
  'no_record',
  'voided',
  'reversed',
  'not_possible',
] as const
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number]
export type VerificationAction =
  | 'ask'
  | 'find'
  | 'differ'
  | 'miss'
  | 'void'
  | 'reverse'
  | 'leave'
  | 'skip'
  | 'reopen'

const OPEN = ['unverified', 'asking', 'mismatch', 'no_record'] as const

export const verificationMachine: Machine<VerificationStatus, VerificationAction> = {
  ask: { from: ['unverified', 'mismatch', 'no_record'], to: 'asking' },
  /** 一致 */
  find: { from: [...OPEN, 'verified'], to: 'verified' },
  /** 不一致; of what was good, when it is asked about again. */
  differ: { from: ['asking', 'verified'], to: 'mismatch' },
  /** 查无此票 */
  miss: { from: ['asking', 'verified'], to: 'no_record' },
  // Whatever was good may be voided or reversed later; there is no way back.
  void: { from: [...OPEN, 'verified'], to: 'voided' },
  reverse: { from: [...OPEN, 'verified'], to: 'reversed' },
  /** No answer to be had now: tries used up, account refused, values missing. */
  leave: { from: ['asking'], to: 'unverified' },
  skip: { from: ['unverified', 'asking'], to: 'not_possible' },
  /** A person gave it other values than the tax side was asked about. */
  reopen: { from: ['verified', 'mismatch', 'no_record', 'not_possible'], to: 'unverified' },
}
