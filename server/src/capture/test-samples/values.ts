import type { Reading } from '@piaoma/shared/received'
import type { OriginalOutcome } from '../read-original'
import type { Draft } from '../readers/draft'

export const NOW = Date.UTC(2026, 10, 1)

/** Plain values of a reading's fields. */
export const valuesOf = ({ fields }: Pick<Draft, 'fields'>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]))

/** The readings of an outcome; fails the test when there is none. */
export function readingsOf(outcome: OriginalOutcome): Reading[] {
  if (outcome.outcome !== 'read')
    throw new Error(`not read: ${JSON.stringify({ ...outcome, pages: undefined })}`)
  return outcome.readings
}

/** Why a file was not read, or what it was read as. */
export const reasonOf = (outcome: OriginalOutcome): string =>
  outcome.outcome === 'unread' ? outcome.reason : outcome.outcome
