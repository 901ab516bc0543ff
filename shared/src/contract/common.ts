import { z } from 'zod'
import { INVOICE_KINDS } from '../invoice/model'
import { TAX_RATES } from '../tax/rate'

/** The largest amount of one order or invoice: 10 billion yuan, far inside the safe integers. */
export const MAX_AMOUNT_FEN = 1_000_000_000_000

// 4-byte characters reach no invoice: stop and ask, never drop silently.
const isPlainText = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/.test(
    text,
  ) &&
  ![...text].some((char) => char.length > 1) &&
  // A lone surrogate is no character at all.
  !/[\ud800-\udfff]/.test(text)

/** One line of text for an invoice: trimmed, no control, bidirectional, zero-width or 4-byte characters. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, 'text.required')
    .max(max, 'text.too_long')
    .refine(isPlainText, 'text.characters')
    .refine((value) => !/[\r\n\t]/.test(value), 'text.one_line')

/** Text of several lines (remark). */
export const multilineText = (max: number) =>
  z.string().trim().max(max, 'text.too_long').refine(isPlainText, 'text.characters')

function fenIssue(value: number): string | undefined {
  if (!Number.isSafeInteger(value)) return 'amount.not_fen'
  if (value <= 0) return 'amount.not_positive'
  return value > MAX_AMOUNT_FEN ? 'amount.too_large' : undefined
}

/** Integer fen above zero. Not `z.int()`: a fraction there would keep the checks of the whole form from running. */
export const amountFen = z
  .number('amount.not_fen')
  .superRefine((value, context) => {
    const code = fenIssue(value)
    if (code) context.addIssue({ code: 'custom', message: code })
  })
  .meta({ type: 'integer', exclusiveMinimum: 0, maximum: MAX_AMOUNT_FEN })
export const storedFen = z.int()
export const ulid = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'id.form')
export const time = z.iso.datetime({ offset: true, error: 'time.form' })
export const invoiceKind = z.enum(INVOICE_KINDS, { error: 'kind.unknown' })
export const invoiceKinds = z.array(invoiceKind).min(1, 'kind.required').max(2)
export const taxRate = z.enum(TAX_RATES, { error: 'line.tax_rate_unknown' })
export const taxCode = z.string().regex(/^\d{19}$/, 'line.tax_code_form')
export const email = z.string().trim().max(254, 'email.form').pipe(z.email('email.form'))
export const mobile = z
  .string()
  .trim()
  .regex(/^(\+\d{6,15}|1[3-9]\d{9})$/, 'mobile.form')
export const decimal = z.string().regex(/^\d{1,12}(\.\d{1,13})?$/, 'number.form')

/** Keyset paging: pass the last answer's `next` to go on. */
export const pageQuery = z.strictObject({
  cursor: ulid.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: ulid.nullable() })

/** For a check of a whole form: it also runs when single fields are wrong, so that all issues come at once. */
export const always = { when: () => true }

/** An issue of the form itself has no path yet. */
interface FoundIssue {
  code?: string | undefined
  path?: readonly PropertyKey[] | undefined
}

/** Adds an issue to a form unless that field, or what it stands in, is known to be wrong already. */
export function addIssue(context: z.RefinementCtx, path: string, code: string): void {
  const parts = path.split('.').filter((part) => part !== '')
  const known = context.issues as readonly FoundIssue[]
  const isKnown = known.some(({ code: found, path: at = [] }) => {
    if (found === 'unrecognized_keys' || !at.every((part, index) => String(part) === parts[index]))
      return false
    return at.length === parts.length || found === 'invalid_type'
  })
  if (!isKnown) context.addIssue({ code: 'custom', path: parts, message: code })
}

export const ok = z.object({ ok: z.literal(true) })

/** In a change: left out stays, `null` clears. */
export const clearable = <S extends z.ZodType>(schema: S) => schema.nullable().optional()

/** Where WeChat's own pages open: in WeChat alone, or in any browser (the demo, whose WeChat is a page). */
export const wechatPlace = z.enum(['wechat', 'anywhere'])
export type WechatPlace = z.infer<typeof wechatPlace>
