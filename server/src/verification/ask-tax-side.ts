import {
  isAskableOn,
  planVerification,
  TRIES_A_DAY,
  type VerifyQuestion,
} from '@piaoma/shared/received-rules'
import { IsNull } from 'typeorm'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import { crashPoint } from '../crash-point'
import { insertRow, isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import type { Job, JobResult } from '../jobs'
import {
  type VerificationAccountRow,
  type VerificationAttemptRow,
  type VerifyReason,
  verificationAccountEntity,
  verificationAttemptEntity,
} from './entity'
import type { Pace } from './pace'
import { move } from './request-verification'
import { type Settled, settleAnswer } from './settle-answer'
import { dayOf, knownMismatch, shareOf, triesUsed, untilTomorrowMs } from './tries'
import type { VerifierFor } from './verifiers'

export interface VerificationDeps {
  ground: Ground
  verifierFor: VerifierFor
  pace: Pace
}

/** An attempt without an answer that is older than this belongs to a process that died. */
const ABANDONED_AFTER_CALLS = 2

/**
 * Job `verification.ask`: one question to the tax side, written down before it is sent. Asks again by itself while the
 * answer is busy, not yet, limit or unknown; each question that may have reached the service counts as one of five a
 * day. Killed in between, the lost question counts as a try and is asked again.
 */
export async function askTaxSide(deps: VerificationDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  let step: Step
  try {
    step = await ground.db.transaction((tx) => prepare(deps, tx, job))
  } catch (error) {
    // Another worker took this try at the same moment.
    if (isUniqueViolation(error)) return { retryInMs: 1_000 }
    throw error
  }
  if (step.step === 'done') return undefined
  if (step.step === 'wait') return { retryInMs: step.ms }
  crashPoint('verification.before-call')
  const answer = await deps.verifierFor(step.account).verify(step.attempt.question)
  crashPoint('verification.after-call')
  const settled: Settled = { attempt: step.attempt, answer }
  return settleAnswer(deps, job, settled)
}

type Step =
  | { step: 'done' }
  | { step: 'wait'; ms: number }
  | { step: 'ask'; account: VerificationAccountRow; attempt: VerificationAttemptRow }

async function prepare(deps: VerificationDeps, tx: Tx, job: Job): Promise<Step> {
  const { ground } = deps
  const { merchantId = '', id = '' } = job.payload
  const row = await tx.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
  const account = await tx.manager.findOneBy(verificationAccountEntity, { merchantId })
  const plan = row && planVerification(row.kind, row.reading.fields, row.reading.doubtful)
  if (!row || !account || plan?.plan !== 'ask' || !isWanted(row)) return leave(tx, job, row)
  const running = await awaited(deps, tx, row)
  if (running) return running
  const now = ground.clock.now()
  const wait = await mustWait(tx, row, plan.question, now)
  if (wait !== undefined) return { step: 'wait', ms: wait }
  const isRecheck = row.verificationStatus === 'verified'
  const mismatch = isRecheck ? undefined : await knownMismatch(tx.manager, row, plan.question)
  if (mismatch) {
    await move(tx, row, 'differ')
    await job.finish(tx)
    return { step: 'done' }
  }
  const pause = deps.pace.waitMs(account.id, deps.verifierFor(account).pauseMs)
  if (pause > 0) return { step: 'wait', ms: pause }
  return {
    step: 'ask',
    account,
    attempt: await write(ground, tx, { row, account, job, question: plan.question }),
  }
}

const isWanted = ({ verificationStatus }: ReceivedInvoiceRow): boolean =>
  verificationStatus === 'asking' || verificationStatus === 'verified'

/** Nothing can be asked (any more): values or account are missing, or the end is known. */
async function leave(tx: Tx, job: Job, row: ReceivedInvoiceRow | null): Promise<Step> {
  if (row) await move(tx, row, 'leave')
  await job.finish(tx)
  return { step: 'done' }
}

/** Somebody else's question about this invoice is on its way, or was lost with its process. */
async function awaited(
  { ground }: VerificationDeps,
  tx: Tx,
  row: ReceivedInvoiceRow,
): Promise<Step | undefined> {
  const { merchantId, id } = row
  const open = await tx.manager.findOneBy(verificationAttemptEntity, {
    merchantId,
    receivedInvoiceId: id,
    outcome: IsNull(),
  })
  if (!open) return undefined
  const now = ground.clock.now()
  const trustAt = open.askedAt + ABANDONED_AFTER_CALLS * ground.config.CHANNEL_TIMEOUT_MS
  if (now < trustAt) return { step: 'wait', ms: Math.max(200, Math.min(trustAt - now, 5_000)) }
  // Whether it was counted nobody knows: it keeps its number among the tries of its day.
  const lost = { outcome: 'unknown' as const, detail: 'the process ended', answeredAt: now }
  await tx.manager.update(verificationAttemptEntity, { id: open.id, outcome: IsNull() }, lost)
  return undefined
}

/** Until tomorrow when the tax side cannot know it yet or answers no more today. */
async function mustWait(
  tx: Tx,
  row: ReceivedInvoiceRow,
  question: VerifyQuestion,
  now: number,
): Promise<number | undefined> {
  const isToday = isAskableOn(question.kind, question.issuedOn, dayOf(now))
  const isUsedUp = (await triesUsed(tx.manager, row, now)) >= TRIES_A_DAY
  return isToday && !isUsedUp ? undefined : untilTomorrowMs(now, shareOf(row.id))
}

async function write(
  ground: Ground,
  tx: Tx,
  given: { row: ReceivedInvoiceRow; account: VerificationAccountRow; job: Job; question: VerifyQuestion },
): Promise<VerificationAttemptRow> {
  const { row, account, job, question } = given
  const now = ground.clock.now()
  const attempt: VerificationAttemptRow = {
    id: ground.ids.ulid(),
    merchantId: row.merchantId,
    receivedInvoiceId: row.id,
    identityKey: row.identityKey ?? row.id,
    provider: account.provider,
    reason: (job.payload.reason ?? 'person') as VerifyReason,
    actor: job.payload.actor ?? 'system',
    day: dayOf(now),
    nth: (await triesUsed(tx.manager, row, now)) + 1,
    question,
    outcome: null,
    checked: null,
    differences: null,
    detail: null,
    answer: null,
    askedAt: now,
    answeredAt: null,
  }
  await insertRow(tx.manager, verificationAttemptEntity, attempt)
  return attempt
}
