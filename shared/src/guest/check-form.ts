import type { CodeView } from '../contract'
import { checkEmail, checkMobile, validateBuyer } from '../taxpayer'
import { readAmount } from './amount'
import type { ApplyForm } from './form'
import { lookAtTaxpayerId } from './look-at-id'
import { buyerOf, plainMobile } from './request'

/** One thing to correct: the same shape as an issue of the server, without words. */
export interface FormIssue {
  path: string
  code: string
}

const MAX_REMARK = 200

/** All issues of the form at once, in the order of the page. What passes here may still be refused by the server. */
export function checkForm(form: ApplyForm, codes: readonly CodeView[]): FormIssue[] {
  const issues: FormIssue[] = []
  if (codes[0]?.kind === 'product') {
    const { issue } = readAmount(form.amount)
    if (issue) issues.push({ path: 'amountFen', code: issue })
  }
  issues.push(...validateBuyer(buyerOf(form), form.kind))
  if (lookAtTaxpayerId(form).state === 'unsure' && !form.isIdConfirmed) {
    issues.push({ path: 'buyer.taxpayerId', code: 'buyer.taxpayer_id_unsure' })
  }
  if (form.email.trim() && !checkEmail(form.email.trim())) issues.push({ path: 'email', code: 'email.form' })
  if (form.mobile.trim() && !checkMobile(plainMobile(form.mobile)))
    issues.push({ path: 'mobile', code: 'mobile.form' })
  if (form.remark.length > MAX_REMARK) issues.push({ path: 'remark', code: 'text.too_long' })
  if (/[\ud800-\udfff]/.test(form.remark)) issues.push({ path: 'remark', code: 'text.characters' })
  return issues
}
