import { readScannedText } from '@piaoma/shared/codes'
import { AppError, type LimitName, type RateLimits } from '../http'

/** A typed short form has 39 random bits, a link 130: guesses at it are limited more tightly. */
const limitOf = (text: string): LimitName => (readScannedText(text).kind === 'short' ? 'shortMiss' : 'miss')

/**
 * Does what somebody asks with codes that he scanned or typed, and counts it when a code does not exist. Refuses with
 * `request.rate_limited` whoever guessed too often, whichever way he asks. A short form with a slip of the finger is
 * told by its check character and is no guess at a code.
 */
export async function limitGuesses<T>(
  limits: RateLimits,
  ip: string,
  texts: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const names = new Set(texts.map(limitOf))
  for (const name of names) await limits.check(name, ip)
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'code.not_found') {
      for (const name of names) await limits.take(name, ip)
    }
    throw error
  }
}
