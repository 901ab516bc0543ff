import { z } from 'zod'

/** Shapes of the calls (facts 1.2–1.9). Unknown keys are refused, so that a misspelt one is not merely ignored. */
const fen = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const text = (max: number) =>
  z
    .string()
    .min(1)
    .refine((value) => [...value].length <= max)
const optional = (max: number) =>
  z
    .string()
    .refine((value) => [...value].length <= max)
    .optional()
export const applyId = z.string().regex(/^[0-9A-Za-z_\-|*]{1,32}$/)
const mchid = z.string().regex(/^\d{8,10}$/)
const digits = z.string().regex(/^\d+$/)
const flagText = z.enum(['true', 'false']).optional()

export const cardTemplate = z.strictObject({
  sub_mchid: mchid.optional(),
  card_appid: text(32),
  card_template_information: z.strictObject({
    payee_name: optional(32),
    logo_url: z.url().max(1024),
    custom_cell: z
      .strictObject({
        words: text(32),
        description: text(32),
        jump_url: optional(256),
        miniprogram_user_name: optional(128),
        miniprogram_path: optional(256),
      })
      .optional(),
  }),
})

export const developmentConfig = z.strictObject({
  callback_url: z
    .url({ protocol: /^https?$/ })
    .max(256)
    .optional(),
  /** Sic: not sub_mchid. */
  sub_mch_code: mchid.optional(),
  show_fapiao_cell: z.boolean().optional(),
  support_vat_fapiao: z.boolean().optional(),
})

export const titleUrlQuery = z.strictObject({
  fapiao_apply_id: applyId,
  source: z.enum(['WEB', 'MINIPROGRAM']),
  appid: text(32),
  openid: text(128),
  total_amount: digits,
  seller_name: optional(32),
  show_phone_cell: flagText,
  must_input_phone: flagText,
  show_email_cell: flagText,
  must_input_email: flagText,
  sub_mchid: mchid.optional(),
})

const scene = z.enum(['WITH_WECHATPAY', 'WITHOUT_WECHATPAY'])
export const userTitleQuery = z.strictObject({
  fapiao_apply_id: text(32),
  scene,
  sub_mchid: mchid.optional(),
})

export const buyer = z
  .strictObject({
    type: z.enum(['INDIVIDUAL', 'ORGANIZATION']),
    name: text(256),
    taxpayer_id: optional(32),
    address: optional(128),
    telephone: optional(32),
    bank_name: optional(128),
    bank_account: optional(32),
    phone: optional(1024),
    email: optional(1024),
    amount: fen.optional(),
    fapiao_bill_type: z.enum(['COMM_FAPIAO', 'VAT_FAPIAO']).optional(),
    user_apply_message: optional(200),
    out_trade_no: optional(32),
  })
  .refine((value) => value.type === 'INDIVIDUAL' || value.taxpayer_id, { path: ['taxpayer_id'] })

const preference = z.enum([
  'NO_FAVORABLE',
  'OUTSIDE_VAT',
  'VAT_EXEMPT',
  'NORMAL_ZERO_RATED',
  'EXPORT_ZERO_RATED',
])
/** Rate × 10 000: 1300 is 13 %. */
const rate = z.union(
  [0, 100, 150, 300, 400, 500, 600, 900, 1000, 1100, 1300, 1600, 1700].map((each) => z.literal(each)),
)

export const cardItem = z.strictObject({
  tax_code: z.string().regex(/^\d{19}$/),
  goods_name: text(128),
  specification: optional(128),
  unit: optional(20),
  /** Number × 10⁸. */
  quantity: z.number().int().min(1),
  /** Yuan × 10⁸, without tax. */
  unit_price: z.number().int().min(0),
  amount: z.number().int(),
  tax_amount: z.number().int(),
  total_amount: z.number().int(),
  tax_rate: rate,
  tax_prefer_mark: preference,
  discount: z.boolean(),
})

export const cardInformation = z.strictObject({
  fapiao_media_id: text(128),
  fapiao_number: z.string().regex(/^(\d{8}|\d{20})$/),
  fapiao_code: z
    .string()
    .regex(/^(\d{10}|\d{12})?$/)
    .optional(),
  fapiao_time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
  check_code: z
    .string()
    .regex(/^(\d{20})?$/)
    .optional(),
  password: optional(512),
  total_amount: fen,
  tax_amount: fen,
  amount: fen,
  seller_information: z.strictObject({
    name: text(256),
    taxpayer_id: text(32),
    address: text(128),
    telephone: optional(32),
    bank_name: optional(128),
    bank_account: optional(32),
  }),
  extra_information: z.strictObject({ payee: optional(32), reviewer: optional(32), drawer: text(32) }),
  items: z.array(cardItem).min(1).max(2000),
  remark: optional(200),
})

export const insertCards = z.strictObject({
  sub_mchid: mchid.optional(),
  scene,
  buyer_information: buyer,
  fapiao_card_information: z.array(cardInformation).min(1).max(5),
})

export const uploadMeta = z.strictObject({
  sub_mchid: mchid.optional(),
  file_type: z.literal('PDF'),
  /** Sic: the misspelt key is the contract. */
  digest_alogrithm: z.literal('SM3'),
  digest: z.string().regex(/^[0-9a-f]{64}$/i),
})

const issueItem = z.strictObject({
  tax_code: z.string().regex(/^\d{19}$/),
  goods_category: optional(200),
  goods_name: optional(128),
  goods_id: z.number().int().optional(),
  specification: optional(128),
  unit: optional(20),
  quantity: z.number().int().min(1),
  total_amount: z.number().int(),
  tax_rate: rate.optional(),
  tax_prefer_mark: preference.optional(),
  discount: z.boolean(),
})

export const issueFapiao = z.strictObject({
  sub_mchid: mchid.optional(),
  scene,
  fapiao_apply_id: applyId,
  buyer_information: buyer,
  fapiao_information: z
    .array(
      z.strictObject({
        fapiao_id: applyId,
        total_amount: fen,
        need_list: z.boolean().optional(),
        remark: optional(200),
        items: z.array(issueItem).min(1).max(2000),
      }),
    )
    .min(1)
    .max(5),
})

export const reverseFapiao = z.strictObject({
  sub_mchid: mchid.optional(),
  reverse_reason: text(200),
  fapiao_information: z
    .array(z.strictObject({ fapiao_id: applyId, fapiao_number: text(20), fapiao_code: optional(12) }))
    .min(1),
})

export const queryFapiao = z.strictObject({ sub_mchid: mchid.optional(), fapiao_id: applyId.optional() })
export const fileQuery = z.strictObject({ sub_mchid: mchid.optional(), fapiao_id: applyId })
export const subQuery = z.strictObject({ sub_mchid: mchid.optional() })
export const subCodeQuery = z.strictObject({ sub_mch_code: mchid.optional() })
export const taxCodeQuery = z.strictObject({ sub_mchid: mchid.optional(), offset: digits, limit: digits })
export const transactionQuery = z.strictObject({
  mchid: mchid.optional(),
  sp_mchid: mchid.optional(),
  sub_mchid: mchid.optional(),
})
export const nothing = z.strictObject({})
export const echo = z.strictObject({
  echo_message: text(1024),
  encrypted_echo_message: optional(1024),
  notify_url: z.url().max(256).optional(),
})
