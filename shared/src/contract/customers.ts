import { z } from 'zod'
import { type BuyerTitle, validateBuyer } from '../taxpayer'
import { buyer } from './buyer'
import { addIssue, always, email, mobile, page, pageQuery, text, time, ulid } from './common'

const empty = (value: unknown) => (value === '' || value === null ? undefined : value)
const contacts = {
  email: z.preprocess(empty, email.optional()),
  mobile: z.preprocess(empty, mobile.optional()),
}

/** 客户: a company to issue to, with where its invoices go. What is left out is empty afterwards. */
export const customerInput = z
  .strictObject({ ...buyer.omit({ type: true }).shape, ...contacts })
  .superRefine((value: unknown, context) => {
    const title: Record<string, unknown> = { type: 'company', name: '' }
    for (const [name, field] of Object.entries(value ?? {}))
      if (typeof field === 'string') title[name] = field
    for (const { path, code } of validateBuyer(title as unknown as BuyerTitle, 'normal')) {
      addIssue(context, path.replace(/^buyer\./, ''), code)
    }
  }, always)

export const customer = z.object({
  id: ulid,
  name: z.string(),
  taxpayerId: z.string().optional(),
  address: z.string().optional(),
  phone: z.string().optional(),
  bankName: z.string().optional(),
  bankAccount: z.string().optional(),
  email: z.string().optional(),
  mobile: z.string().optional(),
  source: z.enum(['invoice', 'console', 'import']),
  invoiceCount: z.int(),
  lastInvoicedAt: time.optional(),
})
export type CustomerView = z.infer<typeof customer>
export const customerPage = page(customer)
/** `search`: part of the name, of its pinyin or its initials, or of the tax number. */
export const customerListQuery = pageQuery.extend({ search: text(64).optional() })
/** All or nothing; the issues of all rows come at once. Known ones (same tax number) are changed. */
export const customerImportResult = z.object({ created: z.int(), changed: z.int() })
