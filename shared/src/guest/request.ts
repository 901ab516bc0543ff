import type { ApplicationInput, CodeView } from '../contract'
import { type BuyerTitle, normaliseBuyer } from '../taxpayer'
import { readAmount } from './amount'
import type { ApplyForm, RememberedTitle } from './form'

/** The buyer as it will be sent. */
export function buyerOf(form: ApplyForm): BuyerTitle {
  if (form.type === 'person') return normaliseBuyer({ type: 'person', name: form.personName })
  const { taxpayerId, address, phone, bankName, bankAccount } = form
  return normaliseBuyer({
    type: 'company',
    name: form.companyName,
    taxpayerId,
    address,
    phone,
    bankName,
    bankAccount,
  })
}

/** The body of `POST /api/v1/applications`. The amount is only sent with a product code: an order has its own. */
export function toInput(form: ApplyForm, codes: readonly CodeView[]): ApplicationInput {
  const amount = codes[0]?.kind === 'product' ? readAmount(form.amount).fen : undefined
  const email = form.email.trim()
  const mobile = plainMobile(form.mobile)
  const remark = form.remark.trim()
  return {
    codes: codes.map((view) => view.code),
    buyer: buyerOf(form),
    kind: form.kind,
    ...(amount === undefined ? {} : { amountFen: amount }),
    ...(email ? { email } : {}),
    ...(mobile ? { mobile } : {}),
    ...(remark ? { remark } : {}),
  }
}

/** A mobile number without the spaces and hyphens that people and address books put in. */
export function plainMobile(text: string): string {
  return text.replace(/[\s-]/g, '')
}

/** What this device remembers of it: the buyer and where the invoice went. */
export function titleOf(form: ApplyForm): RememberedTitle {
  const title: RememberedTitle = buyerOf(form)
  if (form.email.trim()) title.email = form.email.trim()
  if (form.mobile.trim()) title.mobile = plainMobile(form.mobile)
  return title
}
