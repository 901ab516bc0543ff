import type { InvoiceKind } from '../invoice/model'
import { foldWidth, INVISIBLE } from './fold'
import { checkTaxpayerId, normaliseTaxpayerId } from './id'
import type { BuyerTitle } from './title'

/** Every issue that `validateBuyer` can raise. */
export const BUYER_ISSUES = [
  'buyer.name_required',
  'buyer.name_too_long',
  'buyer.taxpayer_id_required',
  'buyer.taxpayer_id_length',
  'buyer.taxpayer_id_characters',
  'buyer.special_to_person',
  'buyer.address_too_long',
  'buyer.phone_too_long',
  'buyer.phone_form',
  'buyer.bank_name_too_long',
  'buyer.bank_account_too_long',
  'buyer.bank_account_form',
  'buyer.astral_character',
  'buyer.control_character',
  'buyer.invisible_character',
  'buyer.angle_brackets',
] as const
export type BuyerIssueCode = (typeof BUYER_ISSUES)[number]

/** One thing wrong with one field; `path` is dotted from the application: `buyer.taxpayerId`, `kind`. */
export interface BuyerIssue {
  path: string
  code: BuyerIssueCode
}

// Characters, as the guest counts them; GBK bytes are the channel's limit (NuoNuo and PiaoTong: name 100,
// address and telephone 100 together, bank and account 100 together).
const LIMITS = [
  ['name', 100, 'buyer.name_too_long'],
  ['address', 100, 'buyer.address_too_long'],
  ['phone', 30, 'buyer.phone_too_long'],
  ['bankName', 100, 'buyer.bank_name_too_long'],
  ['bankAccount', 50, 'buyer.bank_account_too_long'],
] as const
const OPTIONAL = ['address', 'phone', 'bankName', 'bankAccount'] as const

/**
 * All issues of a buyer at once, empty when it may stand on an invoice of that kind. A company needs its tax
 * number on either kind (国家税务总局公告2017年第16号); a 专票 as 数电票 needs no more than name and tax number,
 * address and bank stay optional; a natural person needs no number (may give one) and gets no 专票.
 */
export function validateBuyer(buyer: BuyerTitle, kind: InvoiceKind): BuyerIssue[] {
  const issues: BuyerIssue[] = []
  if (buyer.name.trim() === '') issues.push({ path: 'buyer.name', code: 'buyer.name_required' })
  for (const [field, longest, tooLong] of LIMITS) {
    const value = buyer[field] ?? ''
    const add = (code: BuyerIssueCode) => issues.push({ path: `buyer.${field}`, code })
    if (value.length > longest) add(tooLong)
    for (const code of characterIssues(value)) add(code)
  }
  const { phone, bankAccount } = buyer
  if (phone && !isPhoneLike(phone)) issues.push({ path: 'buyer.phone', code: 'buyer.phone_form' })
  if (bankAccount && !/^[\dA-Za-z][\dA-Za-z *-]{3,}$/.test(foldWidth(bankAccount).trim()))
    issues.push({ path: 'buyer.bankAccount', code: 'buyer.bank_account_form' })
  const idIssue = taxpayerIdIssue(buyer)
  if (idIssue) issues.push({ path: 'buyer.taxpayerId', code: idIssue })
  if (kind === 'special' && buyer.type === 'person')
    issues.push({ path: 'kind', code: 'buyer.special_to_person' })
  return issues
}

/**
 * A buyer as it is stored: trimmed, white space as one space, widths folded in numbers, empty fields left
 * out. Invisible characters go only where they mean nothing (in numbers, at the ends, beside a space); in
 * the middle of a name they stay, for `validateBuyer` to point at.
 */
export function normaliseBuyer(buyer: BuyerTitle): BuyerTitle {
  const result: BuyerTitle = { type: buyer.type, name: cleanText(buyer.name) }
  const taxpayerId = normaliseTaxpayerId(buyer.taxpayerId ?? '')
  if (taxpayerId) result.taxpayerId = taxpayerId
  for (const field of OPTIONAL) {
    const isNumber = field === 'phone' || field === 'bankAccount'
    const value = isNumber ? cleanNumber(buyer[field] ?? '') : cleanText(buyer[field] ?? '')
    if (value) result[field] = value
  }
  return result
}

function taxpayerIdIssue({ type, taxpayerId = '' }: BuyerTitle): BuyerIssueCode | undefined {
  const id = normaliseTaxpayerId(taxpayerId)
  if (!id) return type === 'company' ? 'buyer.taxpayer_id_required' : undefined
  const check = checkTaxpayerId(id)
  return check.ok ? undefined : `buyer.taxpayer_id_${check.reason}`
}

function characterIssues(value: string): BuyerIssueCode[] {
  const issues: BuyerIssueCode[] = []
  // Characters beyond 16 bits (rare names, emoji): bureau and channels lose them, so the guest must choose.
  if (/[\ud800-\udfff]/.test(value)) issues.push('buyer.astral_character')
  // Control characters, line breaks, private use, and what decoders leave of text they could not read.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ue000-\uf8ff\ufff0-\uffff]/.test(value))
    issues.push('buyer.control_character')
  if (new RegExp(`[${INVISIBLE}]`).test(value)) issues.push('buyer.invisible_character')
  if (/[<>]/.test(value)) issues.push('buyer.angle_brackets')
  return issues
}

function isPhoneLike(phone: string): boolean {
  const folded = foldWidth(phone)
  return folded.replace(/\D/g, '').length >= 5 && /^[\d+()\-‐-―−\s转,、/;*#.ext]+$/i.test(folded)
}

function cleanText(text: string): string {
  // \s holds the byte order mark too, which is no space inside a name.
  const white = '[^\\S\\ufeff]'
  return text
    .replace(new RegExp(`^[\\s${INVISIBLE}]+|[\\s${INVISIBLE}]+$`, 'g'), '')
    .replace(new RegExp(`[${INVISIBLE}]*${white}[\\s${INVISIBLE}]*`, 'g'), ' ')
}

function cleanNumber(text: string): string {
  return foldWidth(text)
    .replace(new RegExp(`[${INVISIBLE}]`, 'g'), '')
    .replace(/\s+/g, ' ')
    .trim()
}
