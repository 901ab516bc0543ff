import type { CustomerView, DraftForm, MerchantApplication } from '@piaoma/shared/contract'
import { type BuyerTitle, parseTitleQr, parseTitleText } from '@piaoma/shared/taxpayer'
import { type ApplicationDraft, changeOf, draftOf, issuesOf } from './application-edit'
import { emptyLine, type Issue } from './line-draft'

/** A manual invoice as it is typed. `version` of the application means nothing here and stays 0. */
export interface ManualDraft extends ApplicationDraft {
  storeId: string
}

/** Nothing typed yet. */
export function emptyManual(storeId = ''): ManualDraft {
  return {
    storeId,
    version: 0,
    kind: 'normal',
    buyerType: 'company',
    name: '',
    taxpayerId: '',
    address: '',
    phone: '',
    bankName: '',
    bankAccount: '',
    email: '',
    mobile: '',
    remark: '',
    lines: [emptyLine('l0')],
  }
}

/** The draft as the service keeps it. */
export function formOf(draft: ManualDraft): DraftForm {
  const { version: _version, lines, ...fields } = draft
  return { ...fields, lines: lines.map(({ key: _key, ...line }) => line) }
}

/** A kept draft as the form shows it. */
export function draftOfForm(form: DraftForm): ManualDraft {
  const lines = form.lines.map((line, index) => ({ ...line, key: `l${index}` }))
  return { ...form, version: 0, lines: lines.length > 0 ? lines : [emptyLine('l0')] }
}

/** The same invoice once more: buyer, kind, lines and remark of an application. */
export function copyOf(application: MerchantApplication): ManualDraft {
  return { ...draftOf(application), version: 0, storeId: application.storeId }
}

/** Whether there is anything to lose. */
export function isTyped(draft: ManualDraft): boolean {
  const { storeId: _store, kind: _kind, ...mine } = formOf(draft)
  const { storeId: _other, kind: _its, ...empty } = formOf(emptyManual())
  return JSON.stringify(mine) !== JSON.stringify(empty)
}

/** Everything that is wrong, by the contract's field names. */
export function manualIssues(draft: ManualDraft): Issue[] {
  const issues = issuesOf(draft)
  return draft.storeId === '' ? [{ path: 'storeId', code: 'field.required' }, ...issues] : issues
}

/** The body to issue it. Call when `manualIssues` finds nothing. */
export function manualBody(draft: ManualDraft, draftId: string | undefined) {
  const { version: _version, ...fields } = changeOf(draft)
  return { storeId: draft.storeId, ...fields, ...(draftId ? { draftId } : {}) }
}

type BuyerPart = Pick<
  ManualDraft,
  'buyerType' | 'name' | 'taxpayerId' | 'address' | 'phone' | 'bankName' | 'bankAccount'
>

/** A title in place of the buyer that stood there. */
export function buyerOfTitle(title: BuyerTitle): BuyerPart {
  return {
    buyerType: title.type,
    name: title.name,
    taxpayerId: title.taxpayerId ?? '',
    address: title.address ?? '',
    phone: title.phone ?? '',
    bankName: title.bankName ?? '',
    bankAccount: title.bankAccount ?? '',
  }
}

/** A customer in place of the buyer; his addresses only where he has some. */
export function buyerOfCustomer(customer: CustomerView): Partial<ManualDraft> {
  return {
    ...buyerOfTitle({ ...customer, type: 'company' }),
    ...(customer.email ? { email: customer.email } : {}),
    ...(customer.mobile ? { mobile: customer.mobile } : {}),
  }
}

/** A scanned title QR (`$01…$`) or a pasted block as a buyer; `undefined` when it is neither. */
export function readTitle(text: string): BuyerPart | undefined {
  const scanned = parseTitleQr(text)?.title
  if (scanned) return buyerOfTitle(scanned)
  if (/^\s*(\$01|https?:|weixin:)/i.test(text)) return undefined
  const pasted = parseTitleText(text)
  return pasted.name
    ? buyerOfTitle({ ...pasted, type: pasted.type ?? 'company', name: pasted.name })
    : undefined
}
