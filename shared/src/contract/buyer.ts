import { z } from 'zod'
import { type BuyerTitle, normaliseTaxpayerId, validateBuyer } from '../taxpayer'
import { addIssue, email, invoiceKind, mobile, multilineText, text } from './common'

// Full-width digits and spaces in a tax number are normalised, as the contract promises.
const taxpayerId = z.preprocess(
  (value) => (typeof value === 'string' ? normaliseTaxpayerId(value) || undefined : value),
  z.string().max(30, 'buyer.taxpayer_id_length').optional(),
)
const optionalText = (max: number) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), text(max).optional())

/** 购买方. A natural person has no tax number; a company needs one (国家税务总局公告2017年第16号). */
export const buyer = z.strictObject({
  type: z.enum(['company', 'person'], { error: 'buyer.type_unknown' }),
  name: text(100),
  taxpayerId,
  address: optionalText(100),
  phone: optionalText(30),
  bankName: optionalText(100),
  bankAccount: optionalText(50),
})
export type Buyer = z.infer<typeof buyer>

/** The fields about the buyer that a guest sends and a reviewer may edit. */
export const applicant = {
  buyer,
  kind: invoiceKind,
  email: z.preprocess((value) => (value === '' || value === null ? undefined : value), email.optional()),
  mobile: z.preprocess((value) => (value === '' || value === null ? undefined : value), mobile.optional()),
  remark: z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    multilineText(200).optional(),
  ),
}

/** Reports every issue of buyer and kind at once, beside what else is wrong in the form. Any value may come in. */
export function checkApplicant(value: unknown, context: z.RefinementCtx): void {
  const { buyer: given, kind } = asRecord(value)
  const fields = asRecord(given)
  const textOf = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined)
  const title: BuyerTitle = {
    type: fields.type === 'person' ? 'person' : 'company',
    name: textOf('name') ?? '',
  }
  for (const name of ['taxpayerId', 'address', 'phone', 'bankName', 'bankAccount'] as const) {
    const text = textOf(name)
    if (text !== undefined) title[name] = text
  }
  for (const { path, code } of validateBuyer(title, kind === 'special' ? 'special' : 'normal')) {
    addIssue(context, path, code)
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
