import { type DeliveryAction, deliveryMachine } from '@piaoma/shared/states'
import { maskEmail } from '@piaoma/shared/taxpayer'
import { IsNull } from 'typeorm'
import { applicationEntity } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import { crashPoint } from '../crash-point'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import type { Job, JobResult } from '../jobs'
import { type Mailer, oneLine } from '../mail'
import { raiseAlarm } from '../merchants/audit'
import { alarmEntity } from '../merchants/entity'
import { type DeliveryRow, deliveryEntity } from './entity'
import type { InvoiceReader } from './invoice-reader'
import { composeInvoiceMail } from './mail-template'

export interface DeliveryDeps {
  ground: Ground
  mailer: Mailer
  invoices: InvoiceReader
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Pauses after each try that failed for a passing cause: eleven tries over about 24 hours. */
const PAUSES_MS = [
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
]
export const FAILED_ALARM = 'delivery_failed'

/**
 * Job `deliver`: mails the invoices of one delivery. At least once: when this process dies between the server's
 * answer and our note of it, or when the connection is lost before the answer, the mail goes out again. Every try
 * carries the same Message-ID, by which mailboxes drop the twin. Passing failures are tried again for a day; what
 * fails for good is marked, alarmed and left to a person. The invoice is never touched.
 */
export async function deliverInvoice(deps: DeliveryDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const row = await ground.db.manager.findOneBy(deliveryEntity, { id: job.payload.deliveryId ?? '' })
  if (!row || row.status === 'sent' || row.status === 'failed') return
  const content = await deps.invoices.load(row.applicationId)
  if (!content || content.invoices.length === 0) return fail(deps, job, row, 'there is no invoice to deliver')

  const delivery = { messageId: messageIdOf(row.id, ground.publicUrl), to: row.target }
  const message = composeInvoiceMail(delivery, content, ground.publicUrl)
  const attempts = row.attempts + 1
  if (!(await move(ground, row, 'send', { attempts }))) return
  crashPoint('delivery.before-send')
  const result = await deps.mailer.send(message)
  crashPoint('delivery.after-send')
  if (result.outcome === 'sent') return complete(deps, job, row)
  const problem = problemText(result.problem)
  if (result.outcome === 'refused') return fail(deps, job, row, problem)
  const pause = PAUSES_MS[attempts - 1]
  if (pause === undefined) return fail(deps, job, row, problem)
  await move(ground, row, 'retry', { problem })
  // Spread, so that a mail server that comes back is not met by everybody at once.
  return { retryInMs: Math.round(pause * (0.8 + Math.random() * 0.4)) }
}

/** `<{delivery}@{our host}>`: the same for every try of one delivery. */
export function messageIdOf(deliveryId: string, publicUrl: string): string {
  // A literal IPv6 address has characters that a Message-ID may not have.
  return `<${deliveryId}@${new URL(publicUrl).hostname.replace(/[^A-Za-z0-9.-]/g, '-')}>`
}

/** What the server said, without the addresses it likes to repeat: a guest's link may be passed on. */
const problemText = (said: string) =>
  oneLine(said, 300).replace(/[^\s<>:;,"]+@[^\s<>:;,"]+/g, (address) => maskEmail(address))

async function complete(deps: DeliveryDeps, job: Job, row: DeliveryRow): Promise<undefined> {
  const { ground } = deps
  await ground.db.transaction(async (tx) => {
    await step(ground, tx, row, 'complete', { problem: null })
    const at = ground.clock.now()
    const open = { targetId: row.id, kind: FAILED_ALARM, resolvedAt: IsNull() }
    await tx.manager.update(alarmEntity, open, { resolvedAt: at })
    await job.finish(tx)
    crashPoint('delivery.complete:before-commit')
  })
  crashPoint('delivery.complete:after-commit')
}

async function fail(deps: DeliveryDeps, job: Job, row: DeliveryRow, problem: string): Promise<undefined> {
  const { ground } = deps
  const application = await ground.db.manager.findOneBy(applicationEntity, { id: row.applicationId })
  // Before the state: a crash in between repeats the alarm instead of losing it.
  await raiseAlarm(ground, {
    merchantId: row.merchantId,
    kind: FAILED_ALARM,
    text: `${maskEmail(row.target)}: ${problem}`.slice(0, 500),
    targetType: 'delivery',
    targetId: row.id,
    ...(application ? { storeId: application.storeId } : {}),
  })
  await ground.db.transaction(async (tx) => {
    await step(ground, tx, row, 'fail', { problem })
    await job.finish(tx)
  })
}

type Change = Partial<Pick<DeliveryRow, 'attempts' | 'problem'>>

const move = (ground: Ground, row: DeliveryRow, action: DeliveryAction, change: Change): Promise<boolean> =>
  ground.db.transaction((tx) => step(ground, tx, row, action, change))

function step(
  ground: Ground,
  tx: Tx,
  row: DeliveryRow,
  action: DeliveryAction,
  change: Change,
): Promise<boolean> {
  tx.onCommit(() => ground.signals.send(applicationTopic(row.applicationId)))
  const set = { ...change, updatedAt: ground.clock.now() }
  return transition(tx, deliveryEntity, deliveryMachine, action, { id: row.id }, set)
}
