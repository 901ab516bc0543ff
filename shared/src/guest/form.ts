import type { InvoiceKind } from '../invoice'
import type { BuyerTitle } from '../taxpayer'

/** What the guest has typed, as typed. A company's and a person's name are kept apart, so that switching loses neither. */
export interface ApplyForm {
  type: 'company' | 'person'
  companyName: string
  personName: string
  taxpayerId: string
  address: string
  phone: string
  bankName: string
  bankAccount: string
  kind: InvoiceKind
  email: string
  mobile: string
  remark: string
  /** Yuan as typed; only with a product code. */
  amount: string
  isRemembered: boolean
  /** The guest says that the tax number is right although its check digit is not. */
  isIdConfirmed: boolean
}

export type TextField = Exclude<keyof ApplyForm, 'type' | 'kind' | 'isRemembered' | 'isIdConfirmed'>

export type FormChange =
  | { do: 'type'; field: TextField; value: string }
  | { do: 'kind'; kind: InvoiceKind }
  | { do: 'refit'; kinds: readonly InvoiceKind[] }
  | { do: 'buyerType'; buyerType: 'company' | 'person'; kinds: readonly InvoiceKind[] }
  | { do: 'fill'; title: RememberedTitle; kinds: readonly InvoiceKind[] }
  | { do: 'remember'; isRemembered: boolean }
  | { do: 'confirmId'; isIdConfirmed: boolean }

/** A title with the addresses that were used with it. */
export type RememberedTitle = Partial<BuyerTitle> & { email?: string; mobile?: string }

const EMPTY: ApplyForm = {
  type: 'company',
  companyName: '',
  personName: '',
  taxpayerId: '',
  address: '',
  phone: '',
  bankName: '',
  bankAccount: '',
  kind: 'normal',
  email: '',
  mobile: '',
  remark: '',
  amount: '',
  isRemembered: true,
  isIdConfirmed: false,
}

/** A fresh form of a code, or the one of this visit's draft; what the code does not allow is corrected. */
export function startForm(kinds: readonly InvoiceKind[], draft?: Partial<ApplyForm>): ApplyForm {
  return fitKind({ ...EMPTY, ...draft }, kinds)
}

/** The next form after one change. */
export function changeForm(form: ApplyForm, change: FormChange): ApplyForm {
  switch (change.do) {
    case 'type':
      return {
        ...form,
        [change.field]: change.value,
        // Another number has to be looked at anew.
        isIdConfirmed: change.field === 'taxpayerId' ? false : form.isIdConfirmed,
      }
    case 'kind':
      return { ...form, kind: change.kind }
    case 'refit':
      return fitKind(form, change.kinds)
    case 'buyerType':
      return fitKind({ ...form, type: change.buyerType }, change.kinds)
    case 'fill':
      return fitKind(fillTitle(form, change.title), change.kinds)
    case 'remember':
      return { ...form, isRemembered: change.isRemembered }
    case 'confirmId':
      return { ...form, isIdConfirmed: change.isIdConfirmed }
  }
}

function fitKind(form: ApplyForm, kinds: readonly InvoiceKind[]): ApplyForm {
  const [first = 'normal'] = kinds
  const kind = kinds.indexOf(form.kind) >= 0 ? form.kind : first
  if (kind === 'normal' || form.type === 'company') return { ...form, kind }
  // A person gets no 专票: the kind gives way, and where only 专票 is sold, the person does.
  return kinds.indexOf('normal') >= 0 ? { ...form, kind: 'normal' } : { ...form, kind, type: 'company' }
}

function fillTitle(form: ApplyForm, title: RememberedTitle): ApplyForm {
  const contact = { email: title.email ?? form.email, mobile: title.mobile ?? form.mobile }
  if (title.type === 'person') {
    return { ...form, ...contact, type: 'person', personName: title.name ?? form.personName }
  }
  const isWhole = !!title.name
  // A whole title replaces the old one, so that no bank account of another company stays behind.
  const kept = (old: string, value: string | undefined) => value ?? (isWhole ? '' : old)
  return {
    ...form,
    ...contact,
    type: 'company',
    companyName: kept(form.companyName, title.name),
    taxpayerId: kept(form.taxpayerId, title.taxpayerId),
    address: kept(form.address, title.address),
    phone: kept(form.phone, title.phone),
    bankName: kept(form.bankName, title.bankName),
    bankAccount: kept(form.bankAccount, title.bankAccount),
    isIdConfirmed: false,
  }
}
