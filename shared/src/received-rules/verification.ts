import type {
  ReceivedField,
  ReceivedFieldName,
  ReceivedFields,
  ReceivedKind,
  ReceivedValues,
} from '../received/model'

/**
 * What 查验 may answer. `found`: it exists and every value asked is right. `unknown`: nobody can say whether the
 * service saw the question (time-out, reset, error page). `denied`: our account is refused, not the invoice.
 */
export const VERIFY_OUTCOMES = [
  'found',
  'mismatch',
  'no_record',
  'voided',
  'reversed',
  'busy',
  'limit',
  'not_yet',
  'too_old',
  'unsupported',
  'denied',
  'unknown',
] as const
export type VerifyOutcome = (typeof VERIFY_OUTCOMES)[number]

/** The tax side lets one invoice be asked about this often a day; further questions are answered by `limit`. */
export const TRIES_A_DAY = 5

/** Values that 查验 compares besides number, code and date. */
export type VerifyValue = 'amountFen' | 'totalFen' | 'checkCode'

/** One question to the tax side. `checkCode` holds the last six characters only. */
export interface VerifyQuestion {
  kind: ReceivedKind
  code?: string
  number: string
  /** `YYYY-MM-DD` */
  issuedOn: string
  amountFen?: number
  totalFen?: number
  checkCode?: string
}

/**
 * What is asked of each kind besides its identity. 数电票, rail and air: 价税合计; 专票: 金额 without tax; 普票: the
 * last six of the 校验码; 财政票据: both. Kinds that nobody verifies are absent. Sources: the bureau's 查验 data
 * interface, Tencent VatInvoiceVerifyNew, Baidu vat_invoice_verification.
 */
const NEEDS: Partial<Record<ReceivedKind, readonly VerifyValue[]>> = {
  digital_special: ['totalFen'],
  digital_normal: ['totalFen'],
  rail: ['totalFen'],
  air: ['totalFen'],
  electronic_special: ['amountFen'],
  paper_special: ['amountFen'],
  electronic_normal: ['checkCode'],
  paper_normal: ['checkCode'],
  roll: ['checkCode'],
  toll: ['checkCode'],
  fiscal: ['totalFen', 'checkCode'],
}

/** Kinds that the bureau itself numbers and therefore knows at once; every other reaches it overnight. */
const KNOWN_AT_ONCE: readonly ReceivedKind[] = ['digital_special', 'digital_normal', 'rail', 'air']

/** Values 查验 asks of a kind; undefined: this kind cannot be verified at all. */
export function verifyNeeds(kind: ReceivedKind): readonly VerifyValue[] | undefined {
  return NEEDS[kind]
}

/** Whether asking makes sense on the day of issue. Dates are `YYYY-MM-DD` in Shanghai. */
export function isAskableOn(kind: ReceivedKind, issuedOn: string, today: string): boolean {
  return issuedOn < today || (issuedOn === today && KNOWN_AT_ONCE.includes(kind))
}

export type VerifyPlan =
  | { plan: 'ask'; question: VerifyQuestion }
  /** Values that stand nowhere, or that nobody has confirmed: asking with them would waste a try. */
  | { plan: 'incomplete'; fields: ReceivedFieldName[] }
  | { plan: 'unsupported' }

/**
 * The question for an invoice as it was read. Fields in `doubtful` are not sent: one of five tries a day is too dear
 * for a guess. What a person typed is never doubtful.
 */
export function planVerification(
  kind: ReceivedKind,
  fields: ReceivedFields,
  doubtful: readonly ReceivedFieldName[] = [],
): VerifyPlan {
  const values = NEEDS[kind]
  if (!values) return { plan: 'unsupported' }
  const isOld = !KNOWN_AT_ONCE.includes(kind)
  const asked: ReceivedFieldName[] = [...(isOld ? (['code'] as const) : []), 'number', 'issuedOn', ...values]
  const missing = asked.filter((name) => {
    const field: ReceivedField<string | number> | undefined = fields[name]
    if (field === undefined || field.value === '') return true
    return field.source !== 'person' && doubtful.includes(name)
  })
  const { code, number, issuedOn } = fields
  if (missing.length > 0 || !number || !issuedOn) return { plan: 'incomplete', fields: missing }
  const question: VerifyQuestion = { kind, number: number.value, issuedOn: issuedOn.value }
  if (isOld && code) question.code = code.value
  if (values.includes('amountFen') && fields.amountFen) question.amountFen = fields.amountFen.value
  if (values.includes('totalFen') && fields.totalFen) question.totalFen = fields.totalFen.value
  if (values.includes('checkCode') && fields.checkCode) question.checkCode = fields.checkCode.value.slice(-6)
  return { plan: 'ask', question }
}

/** Whether two questions ask the very same: the answer of one is that of the other, for better or worse. */
export function isSameQuestion(a: VerifyQuestion, b: VerifyQuestion): boolean {
  const names = ['kind', 'code', 'number', 'issuedOn', 'amountFen', 'totalFen', 'checkCode'] as const
  return names.every((name) => a[name] === b[name])
}

/** Whether an attempt with this outcome counts as one of the day. What is not known is counted, to be safe. */
export function isTrySpent(outcome: VerifyOutcome | null): boolean {
  return (
    outcome === null || !['busy', 'denied', 'not_yet', 'too_old', 'unsupported', 'limit'].includes(outcome)
  )
}

/** The true fields as the tax side has them; a service gives what it gives. */
export type CheckedValues = Partial<ReceivedValues>

/** One field that reads otherwise than the tax side has it. */
export interface FieldDifference {
  field: ReceivedFieldName
  read: string | number
  checked: string | number
}

/** Field by field, what we read and what the tax side has; spelling of brackets and blanks in names is no difference. */
export function fieldDifferences(fields: ReceivedFields, checked: CheckedValues): FieldDifference[] {
  return (Object.keys(checked) as ReceivedFieldName[]).flatMap((field) => {
    const read = fields[field]?.value
    const value = checked[field]
    if (read === undefined || value === undefined || isSameText(read, value)) return []
    return [{ field, read, checked: value }]
  })
}

/** The fields with the tax side's values in place of every machine's; what a person typed stays. */
export function withChecked(fields: ReceivedFields, checked: CheckedValues): ReceivedFields {
  const result: Record<string, ReceivedField<string | number>> = { ...fields }
  for (const [name, value] of Object.entries(checked)) {
    const before = result[name]
    if (value === undefined || value === '' || before?.source === 'person') continue
    const place = before?.place
    result[name] = { value, confidence: 1, source: 'checked', ...(place ? { place } : {}) }
  }
  return result as ReceivedFields
}

function isSameText(a: string | number, b: string | number): boolean {
  return typeof a === 'string' && typeof b === 'string' ? plainName(a) === plainName(b) : a === b
}

/** A name without what differs between prints of it: width of characters, blanks, capitals. */
export function plainName(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}
