import { checkReading } from '@piaoma/shared/received'
import { fieldDifferences, isTrySpent, withChecked } from '@piaoma/shared/received-rules'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import { replaceReading } from '../capture/pool-row'
import type { Tx } from '../db'
import type { Ground } from '../ground'
import type { Job, JobResult } from '../jobs'
import { raiseAlarm } from '../merchants/audit'
import { alarmOf } from './alarms'
import { type VerificationAttemptRow, verificationAttemptEntity } from './entity'
import { nextRecheckAt } from './recheck-plan'
import { isStillAsked, move } from './request-verification'
import { dayOf, shareOf, untilTomorrowMs } from './tries'
import type { VerifyAnswer } from './verifier'

export interface Settled {
  attempt: VerificationAttemptRow
  answer: VerifyAnswer
}

const MINUTE_MS = 60_000
/** Pauses after the first, second … unclear answer of a day; then it waits for the next. */
const PAUSES_MS = [15_000, 2 * MINUTE_MS, 15 * MINUTE_MS]
const CHANGED = 'the invoice was changed while its verification was being settled'
/** A new invoice may be unknown for so many days before "no such invoice" is believed. */
const NEW_DAYS = 2
/** `busy` costs no try, but nobody waits for ever: after so many questions it is tomorrow’s. */
const BUSY_QUESTIONS = 20

/**
 * Writes the answer down with everything that follows from it, in one transaction: the state of the invoice, the tax
 * side's values in its fields, the next re-check. A good invoice that has since been voided or reversed, or that the
 * tax side no longer knows, raises an alarm that names who claimed it.
 */
export async function settleAnswer(
  { ground }: { ground: Ground },
  job: Job,
  settled: Settled,
): Promise<JobResult> {
  const { attempt, answer } = settled
  const { merchantId, receivedInvoiceId: id } = attempt
  const before = await ground.db.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
  // Before it is written down: told twice rather than not at all.
  const alarm = before && alarmOf(before, answer)
  if (alarm && before) await raiseAlarm(ground, await alarm(ground, before))
  const retryInMs = await pauseAfter(ground, settled, before)
  return ground.db.transaction(async (tx) => {
    const row = await tx.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
    await noteAnswer(ground, tx, settled, row)
    // Values that were corrected while the answer was on its way are asked about by a question of their own.
    const isStale = row !== null && !isStillAsked(row, attempt.question)
    if (row && isStale) await leave(ground, tx, row)
    else if (row) await follow(ground, tx, row, answer, retryInMs !== undefined)
    if (isStale) {
      await job.finish(tx)
      return undefined
    }
    if (retryInMs !== undefined) return { retryInMs }
    await job.finish(tx)
    return undefined
  })
}

async function noteAnswer(
  ground: Ground,
  tx: Tx,
  { attempt, answer }: Settled,
  row: ReceivedInvoiceRow | null,
): Promise<void> {
  const differences = row && answer.checked ? fieldDifferences(row.reading.fields, answer.checked) : null
  await tx.manager.update(
    verificationAttemptEntity,
    { id: attempt.id },
    {
      outcome: answer.outcome,
      checked: answer.checked ?? null,
      differences,
      detail: answer.detail.slice(0, 200),
      answer: answer.answer ?? null,
      answeredAt: ground.clock.now(),
      ...(isTrySpent(answer.outcome) ? {} : { nth: null }),
    },
  )
}

/** What the answer makes of the invoice. */
async function follow(
  ground: Ground,
  tx: Tx,
  row: ReceivedInvoiceRow,
  answer: VerifyAnswer,
  isAskedAgain: boolean,
): Promise<void> {
  const now = ground.clock.now()
  const { outcome } = answer
  if (outcome === 'found') {
    await move(tx, row, 'find', { verifiedAt: now, recheckAt: nextRecheckAt(row, now) })
    await takeOver(ground, tx, row, answer)
  } else if (outcome === 'voided' || outcome === 'reversed') {
    await move(tx, row, outcome === 'voided' ? 'void' : 'reverse', { recheckAt: null })
    await takeOver(ground, tx, row, answer)
  } else if (!isAskedAgain) {
    if (outcome === 'mismatch') await move(tx, row, 'differ')
    else if (outcome === 'no_record') await move(tx, row, 'miss')
    else if (outcome === 'unsupported' || outcome === 'too_old') await move(tx, row, 'skip')
    else await move(tx, row, 'leave')
    // A new state is news for the rules, although no field changed.
    await replaceReading(ground, tx, row, row.reading)
  }
}

/** Open again, and news for whoever asks by himself. */
async function leave(ground: Ground, tx: Tx, row: ReceivedInvoiceRow): Promise<void> {
  await move(tx, row, 'leave')
  if (!(await replaceReading(ground, tx, row, row.reading))) throw new Error(CHANGED)
}

/** The tax side's values take the place of what machines read; what a person typed stays, and whatever is booked. */
async function takeOver(
  ground: Ground,
  tx: Tx,
  row: ReceivedInvoiceRow,
  answer: VerifyAnswer,
): Promise<void> {
  const known = { ...row.reading, fields: withChecked(row.reading.fields, answer.checked ?? {}) }
  const reading = row.bookingStatus === 'booked' ? row.reading : checkReading(known, ground.clock.now())
  const isDone = await replaceReading(ground, tx, row, reading)
  // Somebody corrected it at this very moment: the whole settling is done again on what stands there now.
  if (!isDone) throw new Error(CHANGED)
}

/** How long to wait before asking again; undefined when the answer is final. */
async function pauseAfter(
  ground: Ground,
  { attempt, answer }: Settled,
  row: ReceivedInvoiceRow | null,
): Promise<number | undefined> {
  const now = ground.clock.now()
  const tomorrow = () => untilTomorrowMs(now, shareOf(attempt.receivedInvoiceId))
  if (!row) return undefined
  switch (answer.outcome) {
    case 'limit':
    case 'not_yet':
      return tomorrow()
    case 'no_record':
      return isNew(row, now) ? tomorrow() : undefined
    case 'busy':
    case 'unknown': {
      const { merchantId, identityKey, day } = attempt
      const where = { merchantId, identityKey, day, outcome: answer.outcome }
      const earlier = await ground.db.manager.countBy(verificationAttemptEntity, where)
      if (answer.outcome === 'busy' && earlier >= BUSY_QUESTIONS) return tomorrow()
      const last = PAUSES_MS.at(-1) ?? MINUTE_MS
      return PAUSES_MS[earlier] ?? (answer.outcome === 'busy' ? last : tomorrow())
    }
    default:
      return undefined
  }
}

function isNew({ issuedOn, verificationStatus }: ReceivedInvoiceRow, now: number): boolean {
  return (
    verificationStatus !== 'verified' && issuedOn !== null && issuedOn >= dayOf(now - NEW_DAYS * 86_400_000)
  )
}
