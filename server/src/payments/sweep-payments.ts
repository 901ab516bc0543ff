import { In, LessThan, MoreThan } from 'typeorm'
import { codeEntity, type OrderCodeRow } from '../codes/entity'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { raiseAlarm } from '../merchants/audit'
import { codeOfPayment } from './code-of-payment'
import { type PaymentRow, payAccountEntity, paymentEntity } from './entity'
import { findPayment } from './find-payment'
import type { PayAccess, PayAccesses } from './pay-access'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What is older is asked about when somebody comes with it. */
const REACH_DAYS = 7
const BATCH = 500

/**
 * What callbacks lost: unpaid orders that WeChat knows as paid, and payments whose code is still free although they
 * were refunded. Goes through the days of `REACH_DAYS`; meant for every night, and harmless at any time.
 */
export async function sweepPayments(ground: Ground, accesses: PayAccesses): Promise<void> {
  for (const { merchantId } of await ground.db.manager.find(payAccountEntity, {
    select: { merchantId: true },
  })) {
    const access = await accesses.of(merchantId)
    if (!access) continue
    await askAboutUnpaid(ground, access)
    await askAboutPaid(ground, access)
  }
}

async function askAboutUnpaid(ground: Ground, access: PayAccess): Promise<void> {
  const { merchantId } = access.account
  const createdAt = MoreThan(ground.clock.now() - REACH_DAYS * DAY_MS)
  const where = { merchantId, kind: 'order' as const, status: 'unpaid' as const, createdAt }
  const orders = (await ground.db.manager.find(codeEntity, { where, take: BATCH })) as OrderCodeRow[]
  for (const { orderNo } of orders) {
    // Only such numbers can be an out_trade_no.
    if (!/^[\w|*@-]{6,32}$/.test(orderNo)) continue
    const found = await findPayment(ground, access, { outTradeNo: orderNo })
    if (found.outcome === 'paid') await withoutRefusal(codeOfPayment(ground, found, undefined))
  }
}

async function askAboutPaid(ground: Ground, access: PayAccess): Promise<void> {
  const { merchantId } = access.account
  const now = ground.clock.now()
  const payments = await ground.db.manager.find(paymentEntity, {
    where: {
      merchantId,
      createdAt: MoreThan(now - REACH_DAYS * DAY_MS),
      checkedAt: LessThan(now - 12 * HOUR_MS),
    },
    take: BATCH,
  })
  for (const payment of payments) {
    const found = await findPayment(ground, access, { transactionId: payment.transactionId })
    if (found.outcome === 'paid' && found.isRefunded && payment.refunds.length === 0)
      await holdBack(ground, payment)
  }
}

/** Refunded, by an amount that nobody told us: the code is not given out until the merchant has looked. */
async function holdBack(ground: Ground, payment: PaymentRow): Promise<void> {
  if (payment.codeId === null) return
  const { merchantId, codeId } = payment
  const free = { id: codeId, merchantId, kind: 'order' as const, status: In(['unpaid', 'active']) }
  await ground.db.manager.update(codeEntity, free, { status: 'inactive', updatedAt: ground.clock.now() })
  await raiseAlarm(ground, {
    merchantId,
    kind: 'payment.refund_unclear',
    text: `订单 ${payment.outTradeNo} 在微信侧有退款，金额未知，请核对后再放开开票。WeChat speaks of a refund whose amount is not known here.`,
    targetType: 'code',
    targetId: codeId,
  })
}

/** A refusal has raised its own alarm, or is for whoever asks next. */
async function withoutRefusal(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
