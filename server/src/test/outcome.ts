import { ApiError } from '@piaoma/shared/client'

/** The code of the problem that a call was answered with, or `ok`. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code
    throw error
  }
}

/** How often each outcome came: `{ ok: 1, 'auth.failed': 4 }`. */
export function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of outcomes) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
