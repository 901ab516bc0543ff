import { daysBetween } from '@piaoma/shared/received-rules'
import type { ReceivedInvoiceRow } from '../capture/entity'
import { dayOf, shareOf, untilTomorrowMs } from './tries'

const DAY_MS = 86_400_000

/**
 * When a good invoice is asked about again: every night in its first five weeks, when most are reversed, then once in
 * thirty days until a year and a half have passed; then only before a payment. Each costs one of the day's five tries.
 */
export function nextRecheckAt(
  { id, issuedOn }: Pick<ReceivedInvoiceRow, 'id' | 'issuedOn'>,
  now: number,
): number | null {
  const age = issuedOn === null ? 0 : daysBetween(issuedOn, dayOf(now))
  if (age > 550) return null
  const tonight = now + untilTomorrowMs(now, shareOf(id))
  return age <= 35 ? tonight : tonight + 29 * DAY_MS
}
