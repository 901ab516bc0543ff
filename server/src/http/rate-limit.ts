import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from './app-error'

/**
 * Guests of one restaurant share one address, so what succeeds is limited loosely and what fails
 * (guessed codes, wrong passwords) tightly. Counts are per process.
 */
const LIMITS = {
  lookup: { points: 1200, seconds: 60 },
  /** Codes that do not exist. */
  miss: { points: 60, seconds: 600 },
  /** Typed short codes that do not exist: 39 bits are guessable in the long run, 20 tries an hour are not. */
  shortMiss: { points: 20, seconds: 3600 },
  apply: { points: 1200, seconds: 60 },
  signIn: { points: 120, seconds: 60 },
  signInMiss: { points: 20, seconds: 600 },
  send: { points: 30, seconds: 600 },
  open: { points: 6000, seconds: 60 },
  console: { points: 3000, seconds: 60 },
  upload: { points: 30, seconds: 60 },
  capture: { points: 600, seconds: 60 },
} as const
export type LimitName = keyof typeof LIMITS

export interface RateLimits {
  /** Counts one event; refuses with `request.rate_limited` and `Retry-After` when there were too many. */
  take(name: LimitName, key: string): Promise<void>
  /** Refuses when the limit is used up already, without counting. */
  check(name: LimitName, key: string): Promise<void>
}

/** `factor` multiplies every limit; 0 switches them off. */
export function createRateLimits(factor: number): RateLimits {
  if (factor === 0) return { take: async () => {}, check: async () => {} }
  const limiters = new Map(
    Object.entries(LIMITS).map(([name, { points, seconds }]) => [
      name,
      new RateLimiterMemory({ points: Math.max(1, Math.round(points * factor)), duration: seconds }),
    ]),
  )
  const refuse = (msBeforeNext: number) =>
    new AppError('request.rate_limited', {
      headers: { 'retry-after': String(Math.ceil(msBeforeNext / 1000)) },
    })
  return {
    async take(name, key) {
      try {
        await limiters.get(name)?.consume(key)
      } catch (error) {
        if (error instanceof RateLimiterRes) throw refuse(error.msBeforeNext)
        throw error
      }
    },
    async check(name, key) {
      const state = await limiters.get(name)?.get(key)
      if (state && state.remainingPoints <= 0) throw refuse(state.msBeforeNext)
    },
  }
}
