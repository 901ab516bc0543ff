import type { Ground } from '../ground'
import { AppError } from '../http'
import type { Job, JobResult } from '../jobs'
import { raiseAlarm } from '../merchants/audit'
import { openResource } from '../wechat/pay/open-resource'
import { codeOfPayment, type PaymentLine } from './code-of-payment'
import { type PayAccountRow, type PayEventRow, payEventEntity } from './entity'
import { envelope, type Notice, notice } from './envelope'
import { findPayment } from './find-payment'
import { noteRefund } from './note-refund'
import type { PayAccess, PayAccesses } from './pay-access'

/** What lies to the right and is told of invoices that WeChat Pay speaks of. */
export interface PayListeners {
  /** The payer asked for an invoice on the bill of a payment. */
  onUserApplied(access: PayAccess, transactionId: string): Promise<EventOutcome>
  /** Something became of the cards under this apply id. */
  onFapiao(access: PayAccess, applyId: string): Promise<void>
}

export interface PayEventDeps {
  ground: Ground
  accesses: PayAccesses
  listeners: PayListeners
}

export type EventOutcome =
  | { outcome: 'done' }
  /** Nothing to do, and why. */
  | { outcome: 'nothing'; cause: string }
  /** Ask again later. */
  | { outcome: 'unknown'; cause: string }

const RETRY_MS = 15_000
const SLOW_RETRY_MS = 600_000
const DAY_MS = 86_400_000

/** Job `payments.event`: works on a stored callback. What it says is asked of WeChat first. */
export async function handlePayEvent(deps: PayEventDeps, job: Job): Promise<JobResult> {
  const { ground, accesses } = deps
  const { id = '', merchantId = '' } = job.payload
  const event = await ground.db.manager.findOneBy(payEventEntity, { id, merchantId })
  const access = await accesses.of(merchantId)
  if (!event || event.handledAt !== null || !access) return undefined
  const result = await effectOf(deps, access, event)
  const age = ground.clock.now() - event.receivedAt
  if (result.outcome === 'unknown' && age < DAY_MS)
    return { retryInMs: age < 600_000 ? RETRY_MS : SLOW_RETRY_MS }
  if (result.outcome === 'unknown') await tellStuck(ground, event)
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    await tx.manager.update(
      payEventEntity,
      { id, merchantId },
      {
        handledAt: ground.clock.now(),
        problem: result.outcome === 'done' ? null : result.cause.slice(0, 300),
      },
    )
  })
  return undefined
}

async function effectOf(deps: PayEventDeps, access: PayAccess, event: PayEventRow): Promise<EventOutcome> {
  const { ground, listeners } = deps
  const content = read(access, event)
  if (!content) return { outcome: 'nothing', cause: 'unreadable under the APIv3 key of today' }
  const { transaction_id, out_refund_no, fapiao_apply_id } = content
  if (event.kind === 'TRANSACTION.SUCCESS' && transaction_id) return paid(ground, access, transaction_id)
  if (event.kind.startsWith('REFUND.') && out_refund_no) {
    const noted = await noteRefund(ground, access, out_refund_no)
    if (noted.outcome === 'noted') return { outcome: 'done' }
    return { outcome: noted.outcome === 'none' ? 'nothing' : 'unknown', cause: noted.cause }
  }
  if (event.kind === 'FAPIAO.USER_APPLIED' && fapiao_apply_id)
    return listeners.onUserApplied(access, fapiao_apply_id)
  if (event.kind.startsWith('FAPIAO.') && fapiao_apply_id) {
    await listeners.onFapiao(access, fapiao_apply_id)
    return { outcome: 'done' }
  }
  return { outcome: 'nothing', cause: 'an event that nothing here waits for' }
}

function read({ keys }: PayAccess, event: PayEventRow): Notice | undefined {
  const plain = openResource(keys.apiV3Key, envelope.parse(JSON.parse(event.body)).resource)
  return plain === undefined ? undefined : notice.safeParse(JSON.parse(plain)).data
}

/** A payment that WeChat confirms makes its order code, or marks the order paid. */
export async function paid(ground: Ground, access: PayAccess, transactionId: string): Promise<EventOutcome> {
  const found = await findPayment(ground, access, { transactionId })
  if (found.outcome === 'refused') return { outcome: 'nothing', cause: found.code }
  if (found.outcome === 'unknown') return found
  try {
    const code = await codeOfPayment(ground, found, lineOf(access.account))
    return code
      ? { outcome: 'done' }
      : { outcome: 'nothing', cause: 'no order of ours, and no line is set for payments' }
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'nothing', cause: error.code }
    throw error
  }
}

/** What the merchant set for payments without an order. */
export function lineOf({ line, storeId }: PayAccountRow): PaymentLine | undefined {
  return line === null ? undefined : { line, storeId: storeId ?? undefined }
}

function tellStuck(ground: Ground, event: PayEventRow): Promise<void> {
  return raiseAlarm(ground, {
    merchantId: event.merchantId,
    kind: 'wechat_pay.event_unanswered',
    text: '微信支付的一个通知一天内没能核实。A callback of WeChat Pay could not be confirmed within a day.',
    targetType: 'pay_event',
    targetId: event.id,
  })
}
