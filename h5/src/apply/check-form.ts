import type { CodeView } from '@piaoma/shared/contract'
import {
  checkEmail,
  checkMobile,
  checkTaxpayerId,
  normaliseTaxpayerId,
  validateBuyer,
} from '@piaoma/shared/taxpayer'
import { readAmount } from './amount'
import { type ApplyForm, buyerOf, plainMobile } from './form'

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

/**
 * What to say about the tax number while it is typed: nothing yet, right, an old form, or a check digit that
 * does not match (`unsure`: gently asked about, never forbidden).
 */
export function lookAtTaxpayerId(form: Pick<ApplyForm, 'type' | 'taxpayerId'>): {
  state: 'none' | 'right' | 'old' | 'unsure' | 'wrong'
  length: number
} {
  const id = normaliseTaxpayerId(form.taxpayerId)
  const { length } = id
  if (form.type === 'person' || id === '') return { state: 'none', length }
  const check = checkTaxpayerId(id)
  if (!check.ok) {
    // Too short is only wrong once the guest has left the field; too long or a foreign character is wrong at once.
    return { state: check.reason === 'length' && length < 20 ? 'none' : 'wrong', length }
  }
  if (check.warning === 'check_digit') return { state: 'unsure', length }
  return { state: check.warning === 'old_form' ? 'old' : 'right', length }
}
