import { z } from 'zod'
import { APPLICATION_STATUSES } from '../states/lifecycles'
import { applicant, checkApplicant } from './buyer'
import { always, invoiceKind, page, storedFen, taxRate, time, ulid } from './common'
import { orderLinesInput } from './lines'

/** 手工填开: an invoice without a code. With `draftId` the draft it was typed in ends with it, so that it is issued once. */
export const manualInvoiceInput = z
  .strictObject({ storeId: ulid, ...applicant, lines: orderLinesInput, draftId: ulid.optional() })
  .superRefine(checkApplicant, always)
export type ManualInvoiceInput = z.input<typeof manualInvoiceInput>
export const manualInvoiceAccepted = z.object({ id: ulid, status: z.enum(APPLICATION_STATUSES) })

/** What stands in one field while it is being typed: anything, also what is not right yet. */
const typed = (max: number) => z.string().max(max, 'text.too_long')

/** A line as it is typed, amounts in yuan. */
export const draftLine = z.strictObject({
  name: typed(200),
  specification: typed(100),
  unit: typed(50),
  quantity: typed(40),
  unitPrice: typed(40),
  amount: typed(40),
  discount: typed(40),
  deduction: typed(40),
  taxRate,
  taxCode: typed(19),
})

/** The form as it is typed. */
export const draftForm = z.strictObject({
  storeId: ulid.or(z.literal('')),
  kind: invoiceKind,
  buyerType: z.enum(['company', 'person']),
  name: typed(200),
  taxpayerId: typed(60),
  address: typed(200),
  phone: typed(60),
  bankName: typed(200),
  bankAccount: typed(100),
  email: typed(254),
  mobile: typed(40),
  remark: typed(400),
  lines: z.array(draftLine).max(200, 'line.too_many'),
})
export type DraftForm = z.infer<typeof draftForm>

export const invoiceDraftInput = z.strictObject({ form: draftForm })
export const invoiceDraftChange = z.strictObject({ version: z.int(), form: draftForm })
export const invoiceDraft = z.object({
  id: ulid,
  version: z.int(),
  storeId: ulid,
  storeName: z.string(),
  authorName: z.string(),
  buyerName: z.string(),
  /** What the readable amounts come to. */
  totalFen: storedFen,
  form: draftForm,
  updatedAt: time,
})
export type InvoiceDraftView = z.infer<typeof invoiceDraft>
export const invoiceDraftPage = page(invoiceDraft)
