import type { ProductCodeView } from '@piaoma/shared/contract'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { formatYuan, parseYuan } from '@piaoma/shared/money'
import type { Issue, LineDraft } from './line-draft'
import { date, endOfDay, startOfDay } from './times'

/** A product code as it is typed in. */
export interface ProductCodeDraft {
  title: string
  storeId: string
  name: string
  specification: string
  unit: string
  taxRate: LineDraft['taxRate']
  taxCode: string
  kinds: InvoiceKind[]
  /** `YYYY-MM-DD` or empty. */
  validFrom: string
  validUntil: string
  minAmount: string
  maxAmount: string
}

export const EMPTY_PRODUCT_CODE: ProductCodeDraft = {
  title: '',
  storeId: '',
  name: '',
  specification: '',
  unit: '',
  taxRate: '0.06',
  taxCode: '',
  kinds: [],
  validFrom: '',
  validUntil: '',
  minAmount: '',
  maxAmount: '',
}

/** A code as the form shows it. */
export function productCodeDraft(code: ProductCodeView): ProductCodeDraft {
  const yuan = (fen: number | undefined) => (fen === undefined ? '' : formatYuan(fen))
  return {
    title: code.title,
    storeId: code.storeId,
    name: code.line.name,
    specification: code.line.specification ?? '',
    unit: code.line.unit ?? '',
    taxRate: code.line.taxRate,
    taxCode: code.line.taxCode,
    kinds: code.kinds,
    validFrom: code.validFrom ? date(code.validFrom) : '',
    validUntil: code.validUntil ? date(code.validUntil) : '',
    minAmount: yuan(code.minAmountFen),
    maxAmount: yuan(code.maxAmountFen),
  }
}

/** Everything that is wrong, by the contract's field names. */
export function productCodeIssues(draft: ProductCodeDraft): Issue[] {
  const issues: Issue[] = []
  const add = (path: string, code: string) => issues.push({ path, code })
  if (draft.title.trim() === '') add('title', 'field.required')
  if (draft.name.trim() === '') add('line.name', 'field.required')
  if (!/^\d{19}$/.test(draft.taxCode)) add('line.taxCode', 'line.tax_code_form')
  for (const [field, text] of [
    ['minAmountFen', draft.minAmount],
    ['maxAmountFen', draft.maxAmount],
  ] as const) {
    if (text.trim() === '') continue
    const fen = parseYuan(text)
    if (fen === undefined) add(field, 'number.form')
    else if (fen <= 0) add(field, 'amount.not_positive')
  }
  const min = parseYuan(draft.minAmount)
  const max = parseYuan(draft.maxAmount)
  if (min !== undefined && max !== undefined && min > max) add('minAmountFen', 'amount.above_maximum')
  if (draft.validFrom && draft.validUntil && draft.validUntil < draft.validFrom)
    add('validUntil', 'time.order')
  return issues
}

/** The body to create or to change the code with. Call when `productCodeIssues` finds nothing. */
export function productCodeBody(draft: ProductCodeDraft) {
  const minAmountFen = parseYuan(draft.minAmount)
  const maxAmountFen = parseYuan(draft.maxAmount)
  const validFrom = startOfDay(draft.validFrom)
  const validUntil = endOfDay(draft.validUntil)
  return {
    title: draft.title.trim(),
    ...(draft.storeId ? { storeId: draft.storeId } : {}),
    line: {
      name: draft.name.trim(),
      ...(draft.specification.trim() ? { specification: draft.specification.trim() } : {}),
      ...(draft.unit.trim() ? { unit: draft.unit.trim() } : {}),
      taxRate: draft.taxRate,
      taxCode: draft.taxCode,
    },
    ...(draft.kinds.length > 0 ? { kinds: draft.kinds } : {}),
    ...(validFrom ? { validFrom } : {}),
    ...(validUntil ? { validUntil } : {}),
    ...(minAmountFen === undefined ? {} : { minAmountFen }),
    ...(maxAmountFen === undefined ? {} : { maxAmountFen }),
  }
}

/** The body to change a code with: what stands empty is cleared. Call when `productCodeIssues` finds nothing. */
export function productCodeChange(draft: ProductCodeDraft) {
  const cleared = { validFrom: null, validUntil: null, minAmountFen: null, maxAmountFen: null }
  return { ...cleared, ...productCodeBody(draft) }
}
