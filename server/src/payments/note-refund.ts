import { type OrderCodeStatus, orderCodeMachine } from '@piaoma/shared/states'
import { In } from 'typeorm'
import { codeEntity, type OrderCodeRow } from '../codes/entity'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { raiseAlarm, recordAudit } from '../merchants/audit'
import { type PaymentRow, paymentEntity } from './entity'
import { findPayment } from './find-payment'
import type { PayAccess } from './pay-access'

export type RefundOutcome =
  | { outcome: 'noted' }
  /** Not a refund that happened: it lessens nothing. */
  | { outcome: 'none'; cause: string }
  | { outcome: 'unknown'; cause: string }

/** States in which nobody holds the code: its amount may still change. */
const FREE: OrderCodeStatus[] = ['unpaid', 'active', 'inactive']

/**
 * Asks WeChat about a refund and draws the consequence once: the order code is voided, or lessened when part of the
 * payment is left; when an application holds it or an invoice was issued, the merchant is told.
 */
export async function noteRefund(
  ground: Ground,
  access: PayAccess,
  outRefundNo: string,
): Promise<RefundOutcome> {
  const { account, calls } = access
  const asked = await calls.refund({ outRefundNo, subMchid: account.subMchid ?? undefined })
  if (asked.outcome === 'refused') return { outcome: 'none', cause: asked.cause }
  if (asked.outcome !== 'done') return { outcome: 'unknown', cause: asked.cause }
  const { status, transaction_id: transactionId, amount } = asked.body
  if (status === 'PROCESSING') return { outcome: 'unknown', cause: 'refund is still being processed' }
  if (status !== 'SUCCESS') return { outcome: 'none', cause: `refund ended ${status}` }
  // The callback of the payment itself may have been lost: it is asked about, so that it is known what is refunded.
  const found = await findPayment(ground, access, { transactionId })
  if (found.outcome === 'unknown') return found
  if (found.outcome === 'refused') return { outcome: 'none', cause: found.code }
  const refund = { no: outRefundNo, amountFen: amount.refund }
  const held = await ground.db.transaction((tx) =>
    lessen(ground, tx, found.payment.id, account.merchantId, refund),
  )
  if (held) await tellMerchant(ground, held)
  return { outcome: 'noted' }
}

/** In one transaction: the refund is noted under its number, and the code follows. Answers a code that is held. */
async function lessen(
  ground: Ground,
  tx: Tx,
  id: string,
  merchantId: string,
  refund: { no: string; amountFen: number },
): Promise<OrderCodeRow | undefined> {
  // Locks the row: of two refunds at once the second reads what the first has left.
  await tx.manager.update(paymentEntity, { id, merchantId }, { checkedAt: ground.clock.now() })
  const payment = await tx.manager.findOneByOrFail(paymentEntity, { id, merchantId })
  if (payment.refunds.some(({ no }) => no === refund.no)) return undefined
  const refundedFen = payment.refundedFen + refund.amountFen
  const refunds = [...payment.refunds, refund]
  await tx.manager.update(paymentEntity, { id, merchantId }, { refundedFen, refunds })
  return payment.codeId === null ? undefined : follow(ground, tx, { ...payment, refundedFen }, payment.codeId)
}

async function follow(
  ground: Ground,
  tx: Tx,
  payment: PaymentRow,
  codeId: string,
): Promise<OrderCodeRow | undefined> {
  const { merchantId } = payment
  const where = { id: codeId, merchantId, kind: 'order' as const }
  const code = (await tx.manager.findOneByOrFail(codeEntity, where)) as OrderCodeRow
  const set = { updatedAt: ground.clock.now() }
  const netFen = payment.totalFen - payment.refundedFen
  const [line] = code.lines
  if (code.status === 'void') return undefined
  if (netFen > 0 && code.source === 'payment' && line && code.lines.length === 1) {
    const lessened = { ...set, amountFen: netFen, lines: [{ ...line, amountFen: netFen }] }
    const { affected } = await tx.manager.update(codeEntity, { ...where, status: In(FREE) }, lessened)
    if (affected !== 1) return code
    await note(ground, tx, code, `refunded, ${netFen} fen left`)
    return undefined
  }
  // Which dish of an order was given back nobody knows: what is left of it is for the merchant to say.
  const isDone = await transition(tx, codeEntity, orderCodeMachine, 'void', where, set)
  if (!isDone) return code
  await note(ground, tx, code, 'refunded')
  return undefined
}

function note(ground: Ground, tx: Tx, code: OrderCodeRow, detail: string): Promise<void> {
  const { merchantId, id: targetId } = code
  return recordAudit(ground, tx, {
    merchantId,
    targetType: 'code',
    targetId,
    actor: 'system',
    action: 'refund',
    detail,
  })
}

function tellMerchant(ground: Ground, code: OrderCodeRow): Promise<void> {
  return raiseAlarm(ground, {
    merchantId: code.merchantId,
    kind: 'payment.refunded_after_invoice',
    text: `订单 ${code.orderNo} 已退款，但已申请或已开具发票，请核对并红冲。The order was refunded after its invoice was asked for.`,
    targetType: 'code',
    targetId: code.id,
  })
}
