import type { InvoiceKind } from '../invoice/model'
import { checkTaxpayerId, normaliseTaxpayerId } from './id'
import type { BuyerTitle } from './title'

/** Every issue `validateBuyer` can raise. */
export const BUYER_ISSUES = [
  'buyer.name_required',
  'buyer.name_too_long',
  'buyer.taxpayer_id_required',
  'buyer.taxpayer_id_length',
  'buyer.taxpayer_id_characters',
  'buyer.special_to_person',
  'buyer.astral_character',
  'buyer.control_character',
  'buyer.invisible_character',
  'buyer.angle_brackets',
  'buyer.address_too_long',
  'buyer.phone_too_long',
  'buyer.phone_form',
  'buyer.bank_name_too_long',
  'buyer.bank_account_too_long',
  'buyer.bank_account_form',
] as const
export type BuyerIssueCode = (typeof BUYER_ISSUES)[number]

/** One thing wrong with one field; `path` is dotted from the application, e.g. `buyer.taxpayerId`, `kind`. */
export interface BuyerIssue {
  path: string
  code: BuyerIssueCode
}

const LIMITS = [
  ['name', 100, 'buyer.name_too_long'],
  ['address', 100, 'buyer.address_too_long'],
  ['phone', 30, 'buyer.phone_too_long'],
  ['bankName', 100, 'buyer.bank_name_too_long'],
  ['bankAccount', 50, 'buyer.bank_account_too_long'],
] as const

/**
 * All issues of a buyer at once. A company needs its tax number on either kind (国家税务总局公告2017年第16号);
 * a 数电专票 needs name and tax number, address and bank are optional; a person gets no 专票.
 */
export function validateBuyer(buyer: BuyerTitle, kind: InvoiceKind): BuyerIssue[] {
  const issues: BuyerIssue[] = []
  const add = (path: string, code: BuyerIssueCode) => issues.push({ path, code })
  if (buyer.name.trim() === '') add('buyer.name', 'buyer.name_required')
  for (const [field, max, code] of LIMITS) {
    const value = buyer[field] ?? ''
    if (value.length > max) add(`buyer.${field}`, code)
    if (/[\ud800-\udfff]/.test(value)) add(`buyer.${field}`, 'buyer.astral_character')
    if (/[<>]/.test(value)) add(`buyer.${field}`, 'buyer.angle_brackets')
  }
  if (kind === 'special' && buyer.type === 'person') add('kind', 'buyer.special_to_person')
  const id = normaliseTaxpayerId(buyer.taxpayerId ?? '')
  if (id === '') {
    if (buyer.type === 'company') add('buyer.taxpayerId', 'buyer.taxpayer_id_required')
  } else {
    const check = checkTaxpayerId(id)
    if (!check.ok) add('buyer.taxpayerId', `buyer.taxpayer_id_${check.reason}`)
  }
  return issues
}

/** A buyer as stored: trimmed, inner white space collapsed, tax number normalised, empty fields left out. */
export function normaliseBuyer(buyer: BuyerTitle): BuyerTitle {
  const clean = (text: string | undefined) => text?.replace(/\s+/g, ' ').trim() || undefined
  const result: BuyerTitle = { type: buyer.type, name: clean(buyer.name) ?? '' }
  const taxpayerId = normaliseTaxpayerId(buyer.taxpayerId ?? '')
  if (taxpayerId) result.taxpayerId = taxpayerId
  for (const field of ['address', 'phone', 'bankName', 'bankAccount'] as const) {
    const value = clean(buyer[field])
    if (value) result[field] = value
  }
  return result
}
