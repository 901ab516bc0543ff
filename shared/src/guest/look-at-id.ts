import { checkTaxpayerId, normaliseTaxpayerId } from '../taxpayer'
import type { ApplyForm } from './form'

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
