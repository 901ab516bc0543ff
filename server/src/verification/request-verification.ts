import type { Reading, ReceivedFieldName } from '@piaoma/shared/received'
import {
  isSameQuestion,
  planVerification,
  type VerifyPlan,
  type VerifyQuestion,
} from '@piaoma/shared/received-rules'
import { verificationMachine } from '@piaoma/shared/states'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { enqueue } from '../jobs'
import { forMerchant } from '../merchants/scoped'
import { type VerifyReason, verificationAccountEntity } from './entity'
import { knownMismatch, triesLeft } from './tries'

/** Kind of the job that asks the tax side about one invoice. */
export const ASK_JOB = 'verification.ask'

export interface VerificationRequest {
  merchantId: string
  id: string
  /** `user:ID` or `system`. */
  actor: string
}

/**
 * Has an invoice asked about at a person's wish. Says no before a try is spent: `verification.incomplete` with the
 * fields that are missing or doubtful, `verification.same_question` when these values are known not to agree,
 * `verification.no_tries_left`, `verification.not_configured`; `resource.conflict` when it is being asked about or its
 * end is known. A kind that nobody verifies becomes `not_possible`. What is good already is not asked again.
 */
export async function requestVerification(
  ground: Ground,
  tx: Tx,
  request: VerificationRequest,
): Promise<void> {
  const { merchantId, id } = request
  const row = await forMerchant(tx.manager, receivedInvoiceEntity, merchantId).get(id)
  if (row.verificationStatus === 'verified') return
  const plan = planVerification(row.kind, row.reading.fields, row.reading.doubtful)
  if (plan.plan === 'unsupported') {
    await move(tx, row, 'skip')
    return
  }
  if (plan.plan === 'incomplete') {
    const fields = plan.fields.map((field) => ({
      path: `values.${field}`,
      code: 'verification.value_needed',
    }))
    throw new AppError('verification.incomplete', { fields })
  }
  const account = await forMerchant(tx.manager, verificationAccountEntity, merchantId).findOne({})
  if (!account) throw new AppError('verification.not_configured')
  if (await knownMismatch(tx.manager, row, plan.question)) throw new AppError('verification.same_question')
  if ((await triesLeft(tx.manager, row, ground.clock.now())) === 0)
    throw new AppError('verification.no_tries_left')
  if (!(await move(tx, row, 'ask'))) throw new AppError('resource.conflict')
  await enqueueAsk(ground, tx, request, 'person')
}

/**
 * Has an invoice asked about by itself, once it can be: complete, nothing doubtful, an account there, these values not
 * known to disagree. Anything else is left for a person.
 */
export async function requestFirstVerification(
  ground: Ground,
  tx: Tx,
  row: ReceivedInvoiceRow,
): Promise<void> {
  if (row.verificationStatus !== 'unverified' && row.verificationStatus !== 'mismatch') return
  const { merchantId, id, reading } = row
  const plan = planVerification(row.kind, reading.fields, reading.doubtful)
  if (plan.plan === 'unsupported') await move(tx, row, 'skip')
  if (plan.plan !== 'ask') return
  const account = await forMerchant(tx.manager, verificationAccountEntity, merchantId).findOne({})
  if (!account || (await knownMismatch(tx.manager, row, plan.question))) return
  if (await move(tx, row, 'ask')) await enqueueAsk(ground, tx, { merchantId, id, actor: 'system' }, 'first')
}

/**
 * What the tax side said of an invoice holds for the values it was asked about, and for those it named. A person who
 * sets others opens the question again.
 */
export async function reopenVerification(
  tx: Pick<Tx, 'manager'>,
  before: ReceivedInvoiceRow,
  after: Reading,
): Promise<void> {
  const isContradicted =
    before.verificationStatus === 'verified' &&
    Object.entries(before.reading.fields).some(
      ([name, { value, source }]) =>
        source === 'checked' && after.fields[name as ReceivedFieldName]?.value !== value,
    )
  if (isContradicted || !isSamePlan(planOf(before.reading), planOf(after)))
    await move(tx, before, 'reopen', { verifiedAt: null, recheckAt: null })
}

const planOf = ({ kind, fields, doubtful }: Reading) => planVerification(kind, fields, doubtful)

function isSamePlan(a: VerifyPlan, b: VerifyPlan): boolean {
  return a.plan === 'ask' && b.plan === 'ask' ? isSameQuestion(a.question, b.question) : a.plan === b.plan
}

/** Whether a question is still what would be asked about an invoice. */
export function isStillAsked({ reading }: ReceivedInvoiceRow, question: VerifyQuestion): boolean {
  return isSamePlan(planOf(reading), { plan: 'ask', question })
}

/** Writes the asking into the open transaction. */
export function enqueueAsk(
  ground: Ground,
  tx: Tx,
  { merchantId, id, actor }: VerificationRequest,
  reason: VerifyReason,
): Promise<void> {
  return enqueue(ground, tx, ASK_JOB, { merchantId, id, actor, reason }, { subject: id })
}

/** Takes an action of the life cycle of verification. */
export function move(
  tx: Pick<Tx, 'manager'>,
  { merchantId, id }: Pick<ReceivedInvoiceRow, 'merchantId' | 'id'>,
  action: keyof typeof verificationMachine,
  set: Partial<ReceivedInvoiceRow> = {},
): Promise<boolean> {
  return transition(
    tx,
    receivedInvoiceEntity,
    verificationMachine,
    action,
    { merchantId, id },
    set,
    'verificationStatus',
  )
}
