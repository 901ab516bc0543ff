import { z } from 'zod'
import { taxCode, taxRate, text, time, ulid } from './common'

const mchid = z.string().regex(/^\d{8,10}$/, 'wechat_pay.mchid_form')
const pem = z.string().trim().min(1, 'field.required').max(10_000, 'text.too_long')

/** What a WeChat payment without an order of ours stands for on the invoice. */
const paymentLine = z.strictObject({
  name: text(90),
  specification: text(40).optional(),
  unit: text(20).optional(),
  taxRate,
  taxCode,
})

/** 微信支付: the merchant's own number and keys. Secrets go in and never come out. */
export const paySettingsInput = z.strictObject({
  /** 商户号; that of the 服务商 in partner mode. */
  mchid: mchid.optional(),
  /** 特约商户号 (partner mode); null: the merchant is a direct one. */
  subMchid: mchid.nullable().optional(),
  /** AppID bound to the merchant number; openids of the payers belong to it. */
  appId: z
    .string()
    .regex(/^wx[0-9a-z]{6,30}$/, 'wechat.app_id_form')
    .optional(),
  /** apiclient_cert.pem. */
  certificate: pem.optional(),
  /** apiclient_key.pem. */
  privateKey: pem.optional(),
  apiV3Key: z.string().max(64).optional(),
  /** 微信支付公钥 under its PUB_KEY_ID_…, or platform certificates under their serial; both while switching. */
  platformKeys: z
    .array(z.strictObject({ id: z.string().min(1).max(64), pem }))
    .min(1, 'field.required')
    .max(6)
    .optional(),
  /** Every payment becomes an order code with this line, at this store; null: only payments of orders known here do. */
  line: paymentLine.nullable().optional(),
  storeId: ulid.nullable().optional(),
})

export const paySettings = z.object({
  isSetUp: z.boolean(),
  mchid: z.string().nullable(),
  subMchid: z.string().nullable(),
  appId: z.string().nullable(),
  /** Serial of the API certificate. */
  certificateSerial: z.string().nullable(),
  platformKeyIds: z.array(z.string()),
  line: paymentLine.nullable(),
  storeId: z.string().nullable(),
  /** To be entered as notify_url of orders and refunds; set at WeChat by `…/check`. */
  callbackUrl: z.string().nullable(),
})

/** Whether WeChat answers, believes us and is believed. */
export const payCheck = z.object({
  outcome: z.enum(['ready', 'refused', 'unknown']),
  /** WeChat's code, or what kind of failure it was. */
  cause: z.string().optional(),
})

/** A payment as proof: either number, as it stands on the payer's bill. */
export const paymentProof = z.union([
  z.strictObject({
    transactionId: z.string().regex(/^\d{10,32}$/, 'payment.number_form'),
    guestToken: z.string().min(20).max(100).optional(),
  }),
  z.strictObject({
    outTradeNo: z.string().regex(/^[\w|*@-]{6,32}$/, 'payment.number_form'),
    guestToken: z.string().min(20).max(100).optional(),
  }),
])
/** The order code of the payment; the guest goes on with it. */
export const paymentCode = z.object({ code: z.string(), amountFen: z.int(), paidAt: time.optional() })
