import type { MerchantApplication } from '@piaoma/shared/contract'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { checkEmail, checkMobile, normaliseTaxpayerId, validateBuyer } from '@piaoma/shared/taxpayer'
import { draftOfLine, type Issue, type LineDraft, lineIssues, orderLineOf } from './line-draft'

/** An application as it is being edited. */
export interface ApplicationDraft {
  version: number
  kind: InvoiceKind
  buyerType: 'company' | 'person'
  name: string
  taxpayerId: string
  address: string
  phone: string
  bankName: string
  bankAccount: string
  email: string
  mobile: string
  remark: string
  lines: LineDraft[]
}

/** The application as the form shows it. */
export function draftOf(application: MerchantApplication): ApplicationDraft {
  const { buyer } = application
  return {
    version: application.version,
    kind: application.kind,
    buyerType: buyer.type,
    name: buyer.name,
    taxpayerId: buyer.taxpayerId ?? '',
    address: buyer.address ?? '',
    phone: buyer.phone ?? '',
    bankName: buyer.bankName ?? '',
    bankAccount: buyer.bankAccount ?? '',
    email: application.email ?? '',
    mobile: application.mobile ?? '',
    remark: application.remark ?? '',
    lines: application.lines.map((line, index) => draftOfLine(line, `l${index}`)),
  }
}

/** Everything that is wrong, by field, all at once; the service checks again and knows more (official tax codes). */
export function issuesOf(draft: ApplicationDraft): Issue[] {
  const issues: Issue[] = validateBuyer(buyerOf(draft), draft.kind).map(({ path, code }) => ({ path, code }))
  if (draft.email.trim() !== '' && !checkEmail(draft.email.trim()))
    issues.push({ path: 'email', code: 'email.form' })
  if (draft.mobile.trim() !== '' && !checkMobile(draft.mobile.trim())) {
    issues.push({ path: 'mobile', code: 'mobile.form' })
  }
  if (draft.remark.length > 200) issues.push({ path: 'remark', code: 'text.too_long' })
  issues.push(...lineIssues(draft.lines))
  return issues
}

function buyerOf(draft: ApplicationDraft) {
  const optional = (field: 'address' | 'phone' | 'bankName' | 'bankAccount') => {
    const value = draft[field].trim()
    return value ? { [field]: value } : {}
  }
  const taxpayerId = normaliseTaxpayerId(draft.taxpayerId)
  return {
    type: draft.buyerType,
    name: draft.name.trim(),
    ...(taxpayerId ? { taxpayerId } : {}),
    ...optional('address'),
    ...optional('phone'),
    ...optional('bankName'),
    ...optional('bankAccount'),
  }
}

/** The body of `PATCH /api/v1/merchant/applications/:id`. Call when `issuesOf` finds nothing. */
export function changeOf(draft: ApplicationDraft) {
  const lines = draft.lines.map(orderLineOf).filter((line) => line !== undefined)
  const optional = (field: 'email' | 'mobile' | 'remark') => {
    const value = draft[field].trim()
    return value ? { [field]: value } : {}
  }
  return {
    version: draft.version,
    buyer: buyerOf(draft),
    kind: draft.kind,
    ...optional('email'),
    ...optional('mobile'),
    ...optional('remark'),
    lines,
  }
}

/** Fields that differ between two drafts, as dotted paths; the version is not one of them. */
export function changedFields(mine: ApplicationDraft, theirs: ApplicationDraft): string[] {
  const { lines: myLines, version: _mine, ...myFields } = mine
  const { lines: theirLines, version: _theirs, ...theirFields } = theirs
  const fields = Object.keys(myFields).filter(
    (field) => myFields[field as keyof typeof myFields] !== theirFields[field as keyof typeof theirFields],
  )
  const count = Math.max(myLines.length, theirLines.length)
  for (let index = 0; index < count; index++) {
    const a = myLines[index]
    const b = theirLines[index]
    if (!a || !b) fields.push(`lines.${index}`)
    else {
      const names = Object.keys(a).filter((name) => name !== 'key') as Exclude<keyof LineDraft, 'key'>[]
      fields.push(...names.filter((name) => a[name] !== b[name]).map((name) => `lines.${index}.${name}`))
    }
  }
  return fields
}

/** What stands in a field named by `changedFields`, as text; empty when there is nothing. */
export function fieldText(draft: ApplicationDraft, field: string): string {
  const match = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field)
  if (!match) {
    const value = draft[field as keyof ApplicationDraft]
    return typeof value === 'string' ? value : ''
  }
  const line = draft.lines[Number(match[1])]
  if (!line) return ''
  return match[2] === undefined ? `${line.name} ${line.amount}` : line[match[2] as keyof LineDraft]
}
