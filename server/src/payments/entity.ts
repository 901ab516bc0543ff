import { EntitySchema } from 'typeorm'
import type { ProductLine } from '../codes/entity'
import { fen, id, json, ref, text, time } from '../db'

/** A merchant's WeChat Pay number and keys. */
export interface PayAccountRow {
  id: string
  merchantId: string
  /** Who signs: the merchant, or his 服务商. */
  mchid: string
  subMchid: string | null
  appId: string
  certificateSerial: string
  /** Certificate, private key and APIv3 key as JSON, sealed with the data key. */
  secrets: string
  /** WeChat's keys: public. */
  platformKeys: { id: string; pem: string }[]
  /** What a payment without an order of ours stands for; null: it makes no code. */
  line: ProductLine | null
  storeId: string | null
  /** Unguessable part of the address for callbacks. */
  callbackKey: string
  createdAt: number
  updatedAt: number
}
export const payAccountEntity = new EntitySchema<PayAccountRow>({
  name: 'pay_account',
  columns: {
    id: id(),
    merchantId: ref(),
    mchid: text(10),
    subMchid: text(10, { nullable: true }),
    appId: text(40),
    certificateSerial: text(64),
    secrets: { type: 'text' },
    platformKeys: json(),
    line: json({ nullable: true }),
    storeId: ref({ nullable: true }),
    callbackKey: text(64),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [
    { name: 'uq_pay_account_merchant', columns: ['merchantId'] },
    { name: 'uq_pay_account_callback', columns: ['callbackKey'] },
  ],
})

/** A genuine callback as it came, still encrypted; stored before it is answered, worked on by a job. */
export interface PayEventRow {
  id: string
  merchantId: string
  /** WeChat's id: the same in every delivery of one event. */
  eventId: string
  kind: string
  body: string
  receivedAt: number
  handledAt: number | null
  /** Why it had no effect. */
  problem: string | null
}
export const payEventEntity = new EntitySchema<PayEventRow>({
  name: 'pay_event',
  columns: {
    id: id(),
    merchantId: ref(),
    eventId: text(64),
    kind: text(50),
    body: { type: 'text' },
    receivedAt: time(),
    handledAt: time({ nullable: true }),
    problem: text(300, { nullable: true }),
  },
  uniques: [{ name: 'uq_pay_event', columns: ['merchantId', 'eventId'] }],
  indices: [{ name: 'ix_pay_event_open', columns: ['handledAt', 'receivedAt'] }],
})

/** 付款: one WeChat transaction that was asked about and found paid, and the one order code it became. */
export interface PaymentRow {
  id: string
  merchantId: string
  transactionId: string
  outTradeNo: string
  appId: string
  openid: string | null
  totalFen: number
  refundedFen: number
  /** Refunds that WeChat confirmed, by their number. */
  refunds: { no: string; amountFen: number }[]
  codeId: string | null
  paidAt: number | null
  /** When WeChat was last asked about it. */
  checkedAt: number
  createdAt: number
}
export const paymentEntity = new EntitySchema<PaymentRow>({
  name: 'payment',
  columns: {
    id: id(),
    merchantId: ref(),
    transactionId: text(32),
    outTradeNo: text(32),
    appId: text(40),
    openid: text(128, { nullable: true }),
    totalFen: fen(),
    refundedFen: fen(),
    refunds: json(),
    codeId: ref({ nullable: true }),
    paidAt: time({ nullable: true }),
    checkedAt: time(),
    createdAt: time(),
  },
  uniques: [
    { name: 'uq_payment', columns: ['merchantId', 'transactionId'] },
    // A code belongs to one payment: nobody pays twice for one invoice, or once for two.
    { name: 'uq_payment_code', columns: ['codeId'] },
  ],
  indices: [{ name: 'ix_payment_check', columns: ['checkedAt'] }],
})
