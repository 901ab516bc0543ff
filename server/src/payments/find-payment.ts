import type { ErrorCode } from '@piaoma/shared/errors'
import { isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import type { Transaction } from '../wechat/pay/calls'
import type { PayOutcome } from '../wechat/pay/client'
import { type PaymentRow, paymentEntity } from './entity'
import type { PayAccess } from './pay-access'

export type PaymentRef = { transactionId: string } | { outTradeNo: string }

export type FoundPayment =
  /** `isRefunded`: at least one refund was begun; which ones is known only from their callbacks. */
  | { outcome: 'paid'; payment: PaymentRow; isRefunded: boolean }
  /** A definite no, in words for the guest. */
  | { outcome: 'refused'; code: Extract<ErrorCode, `payment.${string}`> }
  /** WeChat did not say. */
  | { outcome: 'unknown'; cause: string }

/**
 * Asks WeChat about a payment and notes it. Nothing is taken from a callback or a guest but the number: merchant
 * number, sub-merchant, state and amount come from the signed answer to our own question.
 */
export async function findPayment(ground: Ground, access: PayAccess, ref: PaymentRef): Promise<FoundPayment> {
  const { account, calls } = access
  const asked = await calls.transaction({ ...ref, subMchid: account.subMchid ?? undefined })
  if (asked.outcome !== 'done') return withoutAnswer(asked)
  const transaction = asked.body
  const state = stateOf(access, transaction, ref)
  if (state !== 'paid') return { outcome: 'refused', code: state }
  const payment = await notePayment(ground, access, transaction)
  return { outcome: 'paid', payment, isRefunded: transaction.trade_state === 'REFUND' }
}

function withoutAnswer(asked: Exclude<PayOutcome<Transaction>, { outcome: 'done' }>): FoundPayment {
  // 404: unknown number; 403 and 400: somebody else's. To the guest all of them are "not here".
  if (asked.outcome === 'refused' && [400, 403, 404].includes(asked.status)) {
    return { outcome: 'refused', code: 'payment.not_found' }
  }
  return { outcome: 'unknown', cause: asked.cause }
}

function stateOf(
  { account }: PayAccess,
  transaction: Transaction,
  ref: PaymentRef,
): 'paid' | 'payment.not_found' | 'payment.unpaid' {
  const isOurs =
    account.subMchid === null
      ? transaction.mchid === account.mchid
      : transaction.sp_mchid === account.mchid && transaction.sub_mchid === account.subMchid
  const isAsked =
    'transactionId' in ref
      ? transaction.transaction_id === ref.transactionId
      : transaction.out_trade_no === ref.outTradeNo
  if (!isOurs || !isAsked) return 'payment.not_found'
  const isPaid = ['SUCCESS', 'REFUND'].includes(transaction.trade_state)
  const { amount } = transaction
  const isYuan = amount !== undefined && amount.total > 0 && (amount.currency ?? 'CNY') === 'CNY'
  return isPaid && isYuan && transaction.transaction_id ? 'paid' : 'payment.unpaid'
}

/** Notes a payment once; noted before, it is only marked as asked about. */
async function notePayment(
  ground: Ground,
  { account }: PayAccess,
  transaction: Transaction,
): Promise<PaymentRow> {
  const { manager } = ground.db
  const now = ground.clock.now()
  const key = { merchantId: account.merchantId, transactionId: transaction.transaction_id ?? '' }
  const { payer } = transaction
  const known = await manager.findOneBy(paymentEntity, key)
  if (!known) {
    try {
      await manager.insert(paymentEntity, {
        ...key,
        id: ground.ids.ulid(),
        outTradeNo: transaction.out_trade_no,
        appId: transaction.appid ?? transaction.sp_appid ?? account.appId,
        openid: payer?.openid ?? payer?.sp_openid ?? payer?.sub_openid ?? null,
        totalFen: transaction.amount?.total ?? 0,
        refundedFen: 0,
        refunds: [],
        codeId: null,
        paidAt: transaction.success_time ? Date.parse(transaction.success_time) : null,
        checkedAt: now,
        createdAt: now,
      })
    } catch (error) {
      // Somebody else noted it meanwhile: it is the same payment.
      if (!isUniqueViolation(error)) throw error
    }
  }
  await manager.update(paymentEntity, key, { checkedAt: now })
  return manager.findOneByOrFail(paymentEntity, key)
}
