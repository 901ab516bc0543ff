import { shanghaiDate, shanghaiMidnight, shanghaiTime } from '@piaoma/shared/invoice'
import { isSameQuestion, TRIES_A_DAY, type VerifyQuestion } from '@piaoma/shared/received-rules'
import { type EntityManager, In, IsNull, MoreThanOrEqual, Not } from 'typeorm'
import type { ReceivedInvoiceRow } from '../capture/entity'
import { type VerificationAttemptRow, verificationAttemptEntity } from './entity'

/** The day in Shanghai on which tries are counted. */
export const dayOf = (now: number): string => shanghaiDate(now)

/** When tries are counted anew. */
export function nextDayAt(now: number): number {
  const { year, month, day } = shanghaiTime(now + 86_400_000)
  return shanghaiMidnight(year, month, day)
}

interface Invoice {
  merchantId: string
  identityKey: string | null
}

/** How often an invoice was asked about today, as far as it may count at the tax side. */
export function triesUsed(
  manager: EntityManager,
  { merchantId, identityKey }: Invoice,
  now: number,
): Promise<number> {
  if (identityKey === null) return Promise.resolve(0)
  return manager.countBy(verificationAttemptEntity, {
    merchantId,
    identityKey,
    day: dayOf(now),
    nth: Not(IsNull()),
  })
}

/** Tries that are left today. The service may know of others' and answer `limit` earlier. */
export async function triesLeft(manager: EntityManager, invoice: Invoice, now: number): Promise<number> {
  return Math.max(0, TRIES_A_DAY - (await triesUsed(manager, invoice, now)))
}

/** The attempt that asked the very same and was told that it does not agree: it need not be asked again. */
export async function knownMismatch(
  manager: EntityManager,
  { merchantId, identityKey }: Invoice,
  question: VerifyQuestion,
): Promise<VerificationAttemptRow | undefined> {
  if (identityKey === null) return undefined
  const where = { merchantId, identityKey, outcome: 'mismatch' as const }
  const earlier = await manager.findBy(verificationAttemptEntity, where)
  return earlier.find((attempt) => isSameQuestion(attempt.question, question))
}

/** Whether the service has said since then that it verifies this invoice no more: it is as good as it was. */
export function isPastAsking(
  manager: EntityManager,
  { merchantId, id }: Pick<ReceivedInvoiceRow, 'merchantId' | 'id'>,
  since: number,
): Promise<boolean> {
  return manager.existsBy(verificationAttemptEntity, {
    merchantId,
    receivedInvoiceId: id,
    outcome: In(['too_old', 'unsupported']),
    answeredAt: MoreThanOrEqual(since),
  })
}

/** From now to a moment of the next night when the tax side has counted anew; `share` (0 to 1) spreads the load. */
export function untilTomorrowMs(now: number, share: number): number {
  return nextDayAt(now) + 30 * 60_000 + Math.round(share * 4 * 3_600_000) - now
}

/** 0 to 1, the same for the same id: spreads work over the night without a random source. */
export function shareOf(id: string): number {
  let sum = 0
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 1_009
  return sum / 1_009
}
