/**
 * How long the channel's "never seen" is not yet believed, because a call of ours may still be on its way: longer
 * than any call of ours lives.
 */
export const trustAbsenceAfterMs = (callTimeoutMs: number): number => Math.max(20_000, callTimeoutMs + 5_000)

/**
 * Pause before asking again, by the age of the call: often while a guest is waiting at the table, then ever more
 * rarely. Platforms advise a first look after about 3 s; a channel that accepted is asked at once.
 */
export function askAgainInMs(ageMs: number): number {
  if (ageMs < 2_000) return 250
  if (ageMs < 10_000) return 1_000
  if (ageMs < 60_000) return 3_000
  if (ageMs < 600_000) return 15_000
  return 300_000
}

/** Pause before trying what waits for quota, the operator or an earlier part. */
export function tryAgainInMs(ageMs: number): number {
  if (ageMs < 5_000) return 500
  if (ageMs < 60_000) return 5_000
  if (ageMs < 600_000) return 30_000
  return 120_000
}
