import { orderCodeMachine } from '@piaoma/shared/states'
import { createOrderCode } from '../codes/create-order-code'
import { codeEntity, type OrderCodeRow, type ProductLine } from '../codes/entity'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { raiseAlarm, recordAudit } from '../merchants/audit'
import { type PaymentRow, paymentEntity } from './entity'
import type { FoundPayment } from './find-payment'

/** What the amount of a payment stands for, when no order of ours says it. */
export interface PaymentLine {
  line: ProductLine
  storeId: string | undefined
  kinds?: OrderCodeRow['kinds']
}

/**
 * The one order code of a payment: an order known here is marked paid, another payment gets a code of its own with
 * the amount that was paid, net of refunds. However often and from wherever it is asked, one payment has one code, and
 * so one invoice. `null`: no order of ours, and no line was given. Refuses `payment.refunded` when WeChat speaks of
 * refunds whose amounts nobody told us, and `payment.amount_differs`.
 */
export async function codeOfPayment(
  ground: Ground,
  found: Extract<FoundPayment, { outcome: 'paid' }>,
  fallback: PaymentLine | undefined,
): Promise<OrderCodeRow | null> {
  const { payment } = found
  const { merchantId } = payment
  if (payment.codeId !== null) return loadCode(ground, merchantId, { id: payment.codeId })
  const netFen = payment.totalFen - payment.refundedFen
  if (netFen <= 0 || (found.isRefunded && payment.refundedFen === 0)) throw new AppError('payment.refunded')
  const order = await ground.db.manager.findOneBy(codeEntity, {
    merchantId,
    orderKey: `no:${payment.outTradeNo}`,
    kind: 'order',
  })
  if (order) return payOrder(ground, payment, order as OrderCodeRow, netFen)
  if (!fallback) return null
  const code = await createOrderCode(ground, {
    merchantId,
    source: 'payment',
    actor: 'system',
    // The order's own key: a till that tells of this order later finds that it has its code.
    orderNo: payment.outTradeNo,
    storeId: fallback.storeId,
    lines: [{ ...fallback.line, quantity: '1', amountFen: netFen }],
    kinds: fallback.kinds,
    onExisting: 'return',
  })
  return payOrder(ground, payment, code, netFen)
}

/** An order that a till or the merchant told us before: its amount must be the one that was paid. */
async function payOrder(
  ground: Ground,
  payment: PaymentRow,
  order: OrderCodeRow,
  netFen: number,
): Promise<OrderCodeRow> {
  const { merchantId } = payment
  if (order.amountFen !== netFen) {
    await raiseAlarm(ground, {
      merchantId,
      kind: 'payment.amount_differs',
      text: `订单 ${payment.outTradeNo} 的付款金额与订单金额不一致，未放开开票。The amount paid is not that of the order.`,
      targetType: 'code',
      targetId: order.id,
    })
    throw new AppError('payment.amount_differs')
  }
  await ground.db.transaction(async (tx) => {
    await link(tx, payment, order)
    const set = { updatedAt: ground.clock.now() }
    const isPaidNow = await transition(
      tx,
      codeEntity,
      orderCodeMachine,
      'markPaid',
      { id: order.id, merchantId },
      set,
    )
    if (!isPaidNow) return
    const detail = payment.transactionId
    const target = { merchantId, targetType: 'code', targetId: order.id }
    await recordAudit(ground, tx, { ...target, actor: 'system', action: 'markPaid', detail })
  })
  return loadCode(ground, merchantId, { id: order.id })
}

/** Ties payment and code together, once; the unique key on the code keeps a second payment away from it. */
async function link(tx: Tx, payment: PaymentRow, code: OrderCodeRow): Promise<void> {
  const { id, merchantId } = payment
  await tx.manager.update(paymentEntity, { id, merchantId }, { codeId: code.id })
}

async function loadCode(ground: Ground, merchantId: string, where: { id: string }): Promise<OrderCodeRow> {
  const row = await ground.db.manager.findOneByOrFail(codeEntity, { ...where, merchantId, kind: 'order' })
  return row as OrderCodeRow
}
