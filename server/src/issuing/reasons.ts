import type { Refusal, WaitCause } from './tax-channel'

/** Why an application waits or was refused, as codes of `@piaoma/shared/messages`. */
export interface Reason {
  reasonCode: string
  /** The tax side's own words, for the merchant and, where the guest can mend it, for the guest. */
  reasonText: string | null
}

export function refusalReason(refusal: Refusal): Reason {
  const reasonCode =
    refusal.channelCode.startsWith('limit.') || refusal.channelCode.startsWith('split.')
      ? refusal.channelCode
      : `refused_${refusal.correctableBy}`
  return { reasonCode, reasonText: refusal.message.slice(0, 500) || null }
}

export function waitReason(cause: WaitCause, message: string): Reason {
  return { reasonCode: `waiting_${cause}`, reasonText: message.slice(0, 500) || null }
}
