import { type PayCall, type PayHandler, payee } from './handler'
import { readQuery } from './json-rules'
import { notFound, PayRefusal, paramError } from './refusal'
import * as schemas from './schemas'
import { chinaTime, type PayWorld, type SimTransaction } from './world'

/** Transactions by id or out_trade_no, of a merchant or (partner) of his sub-merchant (facts 4). */
export const directTransaction: PayHandler = (call) => {
  const { mchid } = readQuery(call.url, schemas.transactionQuery)
  if (mchid !== call.caller.mchid) throw paramError('/mchid', '一致性', 'query')
  return found(call, mchid)
}

export const partnerTransaction: PayHandler = (call) => {
  const { sp_mchid, sub_mchid } = readQuery(call.url, schemas.transactionQuery)
  if (sp_mchid !== call.caller.mchid) throw paramError('/sp_mchid', '一致性', 'query')
  if (sub_mchid === undefined) throw paramError('/sub_mchid', '必填性', 'query')
  return found(call, payee(call, sub_mchid).mchid)
}

function found(call: PayCall, payeeMchid: string) {
  const { transaction_id: id, out_trade_no: no } = call.params
  const all = [...call.world.transactions.values()]
  const transaction = all.find((one) =>
    id ? one.transactionId === id : one.outTradeNo === no && one.payee === payeeMchid,
  )
  if (!transaction) throw notFound('订单不存在', 'ORDER_NOT_EXIST')
  if (transaction.payee !== payeeMchid)
    throw new PayRefusal(403, 'NO_AUTH', '商户号与订单不匹配', { reason: 268_447_845 })
  return { status: 200, body: transactionBody(transaction) }
}

/** A transaction as answers and callbacks carry it. */
export function transactionBody(one: SimTransaction): Record<string, unknown> {
  const isPartner = one.mchid !== one.payee
  return {
    ...(isPartner
      ? { sp_appid: one.appid, sp_mchid: one.mchid, sub_mchid: one.payee }
      : { appid: one.appid, mchid: one.mchid }),
    out_trade_no: one.outTradeNo,
    trade_state: one.state,
    trade_state_desc: one.state === 'SUCCESS' ? '支付成功' : '见状态',
    ...(one.state === 'NOTPAY' || one.state === 'CLOSED'
      ? {}
      : {
          transaction_id: one.transactionId,
          trade_type: 'JSAPI',
          bank_type: 'OTHERS',
          success_time: chinaTime(one.paidAt),
          payer: isPartner ? { sp_openid: one.openid } : { openid: one.openid },
        }),
    attach: one.attach,
    amount: { total: one.totalFen, payer_total: one.payerFen, currency: 'CNY', payer_currency: 'CNY' },
  }
}

/** GET /v3/refund/domestic/refunds/{out_refund_no}. */
export const queryRefund: PayHandler = (call) => {
  const { sub_mchid } = readQuery(call.url, schemas.subQuery)
  const mchid = payee(call, sub_mchid).mchid
  const all = [...call.world.transactions.values()].filter((one) => one.payee === mchid)
  for (const transaction of all) {
    const refund = transaction.refunds.find((one) => one.outRefundNo === call.params.out_refund_no)
    if (refund) return { status: 200, body: refundBody(transaction, refund) }
  }
  throw notFound('退款单不存在')
}

export function refundBody(transaction: SimTransaction, refund: SimTransaction['refunds'][number]) {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: transaction.transactionId,
    out_trade_no: transaction.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    ...(refund.status === 'SUCCESS' ? { success_time: chinaTime(refund.at) } : {}),
    create_time: chinaTime(refund.at),
    status: refund.status,
    amount: { total: transaction.totalFen, refund: refund.amountFen, currency: 'CNY' },
  }
}

/** The callback about a refund has a shape of its own. */
export function refundNotice(transaction: SimTransaction, refund: SimTransaction['refunds'][number]) {
  const { amount, status, ...rest } = refundBody(transaction, refund)
  const isPartner = transaction.mchid !== transaction.payee
  return {
    ...(isPartner
      ? { sp_mchid: transaction.mchid, sub_mchid: transaction.payee }
      : { mchid: transaction.mchid }),
    transaction_id: rest.transaction_id,
    out_trade_no: rest.out_trade_no,
    refund_id: rest.refund_id,
    out_refund_no: rest.out_refund_no,
    refund_status: status,
    amount: {
      total: amount.total,
      refund: amount.refund,
      payer_total: transaction.payerFen,
      payer_refund: amount.refund,
    },
  }
}

export function transactionNumber(world: PayWorld): string {
  return `42000${world.ground.random.digits(23)}`
}
