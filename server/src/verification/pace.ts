import type { Clock } from '../ground'

/** Spaces the questions of one account, in this process. */
export interface Pace {
  /** 0: go now, and the next one waits; else how long to wait. */
  waitMs(accountId: string, pauseMs: number): number
}

export function createPace(clock: Clock): Pace {
  const freeAt = new Map<string, number>()
  return {
    waitMs(accountId, pauseMs) {
      const now = clock.now()
      const wait = (freeAt.get(accountId) ?? 0) - now
      if (wait > 0) return wait
      freeAt.set(accountId, now + pauseMs)
      return 0
    },
  }
}
