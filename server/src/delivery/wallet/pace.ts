const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** So long an offer is asked after; the guest may ask for it again later. */
export const OFFER_LASTS_MS = 7 * DAY
/** An insertion that is not seen so long after it was sent needs a person. */
export const STUCK_MS = 30 * MINUTE

/** How soon to ask whether the guest has authorised; the event asks at once. */
export function authorisationPace(ageMs: number): number {
  if (ageMs < 2 * MINUTE) return 5 * SECOND
  if (ageMs < 10 * MINUTE) return 30 * SECOND
  return ageMs < DAY ? 10 * MINUTE : 3 * HOUR
}

/** 2, 4, 8 … seconds, at most an hour, for ever: WeChat may come back at any time. */
export function retryPace(attempts: number): number {
  return Math.min(2 * SECOND * 2 ** Math.min(attempts, 12), HOUR)
}
