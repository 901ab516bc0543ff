import type { Ground } from './ground'

const HOUR_MS = 3_600_000

/** Hours of the day in Shanghai: `from` counts, `until` does not. */
export interface Hours {
  from: number
  until: number
}
/** When nobody works. */
export const NIGHT: Hours = { from: 3, until: 4 }
/** When a message disturbs nobody. */
export const DAYTIME: Hours = { from: 8, until: 22 }

/** Does the work once in each of these hours until the answer is called; `event` names a failure. */
export function startAtHours(
  ground: Pick<Ground, 'clock' | 'log'>,
  { from, until }: Hours,
  event: string,
  work: () => Promise<unknown>,
): () => void {
  const timer = setInterval(() => {
    const hour = new Date(ground.clock.now() + 8 * HOUR_MS).getUTCHours()
    if (hour < from || hour >= until) return
    work().catch((error: unknown) => ground.log.warn({ event, err: error }))
  }, HOUR_MS)
  timer.unref()
  return () => clearInterval(timer)
}
