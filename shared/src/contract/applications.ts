import { z } from 'zod'
import { APPLICATION_STATUSES, DELIVERY_STATUSES } from '../states/lifecycles'
import { applicant, buyer, checkApplicant } from './buyer'
import {
  always,
  amountFen,
  email,
  invoiceKind,
  multilineText,
  page,
  pageQuery,
  storedFen,
  text,
  time,
  ulid,
} from './common'
import { invoiceLineView, orderLines, orderLinesInput } from './lines'
import { walletView } from './wechat'

/** `POST /api/v1/applications`. `amountFen` only with a product code. */
export const applicationInput = z
  .strictObject({
    codes: z.array(z.string().trim().min(1).max(200)).min(1, 'code.required').max(20, 'code.too_many'),
    ...applicant,
    amountFen: amountFen.optional(),
  })
  .superRefine(checkApplicant, always)
export type ApplicationInput = z.input<typeof applicationInput>

export const applicationAccepted = z.object({
  id: ulid,
  token: z.string(),
  status: z.enum(APPLICATION_STATUSES),
})

export const invoiceFiles = z.object({
  pdf: z.string().nullable(),
  ofd: z.string().nullable(),
  xml: z.string().nullable(),
})
export const deliveryView = z.object({
  id: ulid,
  channel: z.enum(['email', 'sms', 'wallet']),
  /** Masked for a guest, whole for the merchant. */
  to: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  at: time,
  problem: z.string().optional(),
})

/** Why it waits, was rejected or refused: a code with words in both languages, and the tax side's or merchant's own words. */
export const reason = z.object({ code: z.string(), text: z.string() })

/** What the guest sees of his application; the token in the address is his only key. */
export const applicationView = z.object({
  id: ulid,
  token: z.string(),
  status: z.enum(APPLICATION_STATUSES),
  merchantName: z.string(),
  sellerName: z.string(),
  storeName: z.string().optional(),
  storePhone: z.string().optional(),
  kind: invoiceKind,
  buyerName: z.string(),
  buyerTaxpayerId: z.string().optional(),
  amountFen: storedFen,
  /** Codes of the order, so that the guest can go back and apply anew after a refusal. */
  codes: z.array(z.string()),
  invoices: z.array(
    z.object({
      number: z.string(),
      totalFen: storedFen,
      taxFen: storedFen,
      issuedAt: time,
      files: invoiceFiles,
    }),
  ),
  deliveries: z.array(deliveryView),
  /** Absent when the merchant has no card wallet. */
  wallet: walletView.optional(),
  reason: reason.optional(),
  /** Seconds until the usual end of what is going on; absent when nobody can say. */
  expectedSeconds: z.int().optional(),
  submittedAt: time,
  updatedAt: time,
  actions: z.array(z.string()),
})
export type ApplicationView = z.infer<typeof applicationView>
export const sendAgainInput = z.strictObject({ email })

/** How a merchant sees an application: every field whole. */
export const merchantApplication = z.object({
  id: ulid,
  status: z.enum(APPLICATION_STATUSES),
  version: z.int(),
  codeKind: z.enum(['order', 'product', 'manual']),
  orderNos: z.array(z.string()),
  title: z.string().optional(),
  storeId: ulid,
  storeName: z.string(),
  sellerName: z.string(),
  kind: invoiceKind,
  buyer,
  email: z.string().optional(),
  mobile: z.string().optional(),
  remark: z.string().optional(),
  lines: orderLines,
  /** Price and tax separated, as it will be issued. */
  invoiceLines: z.array(invoiceLineView),
  amountFen: storedFen,
  taxFen: storedFen,
  reviewCause: z.enum(['product_code', 'over_limit', 'merchant_setting', 'manual']).optional(),
  reason: reason.optional(),
  invoices: z.array(z.object({ id: ulid, number: z.string(), totalFen: storedFen, issuedAt: time })),
  deliveries: z.array(deliveryView),
  history: z.array(
    z.object({ at: time, actor: z.string(), action: z.string(), detail: z.string().optional() }),
  ),
  submittedAt: time,
  updatedAt: time,
  actions: z.array(z.string()),
})
export type MerchantApplication = z.infer<typeof merchantApplication>

export const merchantApplicationSummary = merchantApplication
  .pick({
    id: true,
    status: true,
    version: true,
    codeKind: true,
    orderNos: true,
    title: true,
    storeName: true,
    kind: true,
    amountFen: true,
    reviewCause: true,
    reason: true,
    submittedAt: true,
    updatedAt: true,
    actions: true,
  })
  .extend({
    buyerName: z.string(),
    buyerType: z.enum(['company', 'person']),
    invoiceNumbers: z.array(z.string()),
  })
export type MerchantApplicationSummary = z.infer<typeof merchantApplicationSummary>
export const applicationPage = page(merchantApplicationSummary)
export const applicationListQuery = pageQuery.extend({
  /** One status or several separated by commas. */
  status: z
    .string()
    .regex(/^[a-z]+(,[a-z]+)*$/, 'status.unknown')
    .optional(),
  storeId: ulid.optional(),
  search: text(64).optional(),
})

/** Every field of an application in review may be edited; `version` is the one that was read. */
export const applicationChange = z
  .strictObject({
    version: z.int(),
    ...applicant,
    lines: orderLinesInput,
  })
  .superRefine(checkApplicant, always)
/** How the application would be issued: in how many invoices, and which others could go into it. */
export const applicationProposals = z.object({
  /** Invoices it becomes by the limits of the channel; 0: it cannot be issued as it is. */
  parts: z.int(),
  /** Why it cannot be. */
  problem: z.string().optional(),
  mergeable: z.array(merchantApplicationSummary),
})
export const applicationMergeInput = z.strictObject({
  version: z.int(),
  others: z
    .array(z.strictObject({ id: ulid, version: z.int() }))
    .min(1, 'field.required')
    .max(20, 'field.invalid'),
})
export const versionInput = z.strictObject({ version: z.int() })
export const rejectInput = z.strictObject({ version: z.int(), reason: text(200) })
export const batchInput = z.strictObject({
  action: z.enum(['approve', 'reject', 'discard']),
  items: z
    .array(z.strictObject({ id: ulid, version: z.int() }))
    .min(1)
    .max(100),
  /** Needed with `reject`; the guest reads it. */
  reason: text(200).optional(),
})
export const batchResult = z.object({
  results: z.array(z.object({ id: ulid, isDone: z.boolean(), code: z.string().optional() })),
})
export const remarkText = multilineText(200)
