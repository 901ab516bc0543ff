import { z } from 'zod'
import { ORDER_CODE_STATUSES, PRODUCT_CODE_STATUSES } from '../states/lifecycles'
import {
  amountFen,
  clearable,
  invoiceKind,
  invoiceKinds,
  pageQuery,
  storedFen,
  taxRate,
  text,
  time,
  ulid,
  wechatPlace,
} from './common'
import { orderLines, orderLinesInput, productLine } from './lines'

/** What a guest may do with a code right now. */
export const CODE_STATES = ['open', 'spent', 'expired', 'inactive', 'unpaid', 'not_started'] as const

/** What the guest's page needs, in one answer. Nothing in it tells who spent the code beyond a masked name. */
export const codeView = z.object({
  code: z.string(),
  kind: z.enum(['order', 'product']),
  state: z.enum(CODE_STATES),
  merchantName: z.string(),
  sellerName: z.string(),
  storeName: z.string().optional(),
  storePhone: z.string().optional(),
  title: z.string().optional(),
  orderNo: z.string().optional(),
  lines: z.array(
    z.object({
      name: z.string(),
      quantity: z.string().optional(),
      unit: z.string().optional(),
      amountFen: storedFen.optional(),
      discountFen: storedFen.optional(),
      taxRate,
    }),
  ),
  amountFen: storedFen.optional(),
  kinds: z.array(invoiceKind),
  /** The application waits for the merchant before it is issued. */
  isReviewed: z.boolean(),
  validFrom: time.optional(),
  validUntil: time.optional(),
  spentBy: z.object({ buyerName: z.string(), at: time }).optional(),
  /** Where the guest may pick one of the titles that WeChat keeps for him; absent: nowhere. */
  titlePlace: wechatPlace.optional(),
})
export type CodeView = z.infer<typeof codeView>

/** Where an order came from. */
export const ORDER_SOURCES = ['console', 'api', 'import', 'till', 'payment'] as const

const orderCodeFields = {
  orderNo: z
    .string()
    .trim()
    .regex(/^[\w.:/#-]{1,64}$/, 'order_no.form'),
  storeId: ulid.optional(),
  lines: orderLinesInput,
  validFrom: time.optional(),
  validUntil: time.optional(),
  kinds: invoiceKinds.optional(),
  remark: text(200).optional(),
}
/** `POST /open/v1/order-codes`. */
export const openOrderCodeInput = z.strictObject({ ...orderCodeFields, isPaid: z.boolean().default(true) })
export const openOrderCode = z.object({
  id: ulid,
  orderNo: z.string(),
  status: z.enum(ORDER_CODE_STATUSES),
  code: z.string(),
  shortCode: z.string(),
  url: z.string(),
  qr: z.object({ svg: z.string(), png: z.string() }),
  amountFen: storedFen,
  validUntil: time.optional(),
})

/** An order code that a merchant types in; the order number may be left to us. */
export const orderCodeInput = z.strictObject({
  ...orderCodeFields,
  orderNo: orderCodeFields.orderNo.optional(),
})
export const orderCode = openOrderCode.extend({
  storeId: ulid,
  storeName: z.string(),
  source: z.enum(ORDER_SOURCES),
  kinds: z.array(invoiceKind),
  lines: orderLines,
  remark: z.string().optional(),
  validFrom: time.optional(),
  isExpired: z.boolean(),
  applicationId: ulid.optional(),
  createdAt: time,
  actions: z.array(z.string()),
})
export type OrderCodeView = z.infer<typeof orderCode>
export const codeListQuery = pageQuery.extend({
  status: z.string().optional(),
  source: z.enum(ORDER_SOURCES).optional(),
  storeId: ulid.optional(),
  search: text(64).optional(),
})
export const orderCodeAction = z.strictObject({
  action: z.enum(['activate', 'deactivate', 'markPaid', 'void', 'renew']),
  /** For `renew`; without it the merchant's usual validity counts from now. */
  validUntil: time.optional(),
})

export const productCodeInput = z.strictObject({
  title: text(60),
  storeId: ulid.optional(),
  line: productLine,
  kinds: invoiceKinds.optional(),
  validFrom: time.optional(),
  validUntil: time.optional(),
  minAmountFen: amountFen.optional(),
  maxAmountFen: amountFen.optional(),
})
export const productCodeChange = productCodeInput.partial().extend({
  validFrom: clearable(time),
  validUntil: clearable(time),
  minAmountFen: clearable(amountFen),
  maxAmountFen: clearable(amountFen),
})
export const productCode = z.object({
  id: ulid,
  code: z.string(),
  shortCode: z.string(),
  url: z.string(),
  qr: z.object({ svg: z.string(), png: z.string() }),
  title: z.string(),
  status: z.enum(PRODUCT_CODE_STATUSES),
  storeId: ulid,
  storeName: z.string(),
  line: productLine,
  kinds: z.array(invoiceKind),
  validFrom: time.optional(),
  validUntil: time.optional(),
  isExpired: z.boolean(),
  minAmountFen: storedFen.optional(),
  maxAmountFen: storedFen.optional(),
  useCount: z.int(),
  createdAt: time,
  actions: z.array(z.string()),
})
export type ProductCodeView = z.infer<typeof productCode>
export const productCodeAction = z.strictObject({ action: z.enum(['activate', 'deactivate']) })

/** Nothing is written unless every row is right; the issues of all rows come at once. */
export const importResult = z.object({
  created: z.int(),
  /** Rows whose order number had a code already: left as they are. */
  existing: z.int(),
  rows: z.array(z.object({ row: z.int(), orderNo: z.string(), url: z.string(), shortCode: z.string() })),
})
