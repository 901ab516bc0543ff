import type { Ground } from './ground'

const HOUR_MS = 3_600_000

/** Does the work every night between three and four in Shanghai until the answer is called; `event` names a failure. */
export function startNightly(
  ground: Pick<Ground, 'clock' | 'log'>,
  event: string,
  work: () => Promise<unknown>,
): () => void {
  const timer = setInterval(() => {
    if (new Date(ground.clock.now() + 8 * HOUR_MS).getUTCHours() !== 3) return
    work().catch((error: unknown) => ground.log.warn({ event, err: error }))
  }, HOUR_MS)
  timer.unref()
  return () => clearInterval(timer)
}
