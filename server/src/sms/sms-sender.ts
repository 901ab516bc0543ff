/** What a message says; each is a template that the operator had approved. */
export const SMS_KINDS = ['invoice', 'rejected', 'review_waiting', 'quota_low'] as const
export type SmsKind = (typeof SMS_KINDS)[number]

export interface SmsMessage {
  /** Ours; goes along, so that the provider's records can be matched. It drops no twin: send once. */
  id: string
  /** Eleven digits, or + and the country's number. */
  mobile: string
  kind: SmsKind
  /** For {1}, {2} … of the template. */
  values: readonly string[]
}

/**
 * `sent`: the provider took it over. `refused`: it never will. `retry`: it was not taken, for a passing cause.
 * `unknown`: nobody knows whether it was taken; it must not be sent again, or a person is told twice. `problem` is the
 * provider's code, without number or text.
 */
export type SmsResult = { outcome: 'sent' } | { outcome: 'refused' | 'retry' | 'unknown'; problem: string }

/** 短信. Owned by delivery; an adapter never throws for what the outside does. */
export interface SmsSender {
  /** Whether messages of this kind can be sent at all. */
  has(kind: SmsKind): boolean
  send(message: SmsMessage): Promise<SmsResult>
}

/** Stands in while nothing is configured: nobody is told by SMS. */
export const unconfiguredSms: SmsSender = {
  has: () => false,
  send: async () => ({ outcome: 'refused', problem: 'SMS is not configured' }),
}
