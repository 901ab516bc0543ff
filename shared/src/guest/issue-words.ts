import { normaliseTaxpayerId } from '../taxpayer'
import type { ApplyForm } from './form'
import { type FirstPhrases, say } from './phrases/types'

const WORDS: Readonly<Record<string, keyof FirstPhrases>> = {
  'amount.required': 'issueAmountRequired',
  'amount.form': 'issueAmountForm',
  'amount.not_fen': 'issueAmountForm',
  'amount.not_positive': 'issueAmountPositive',
  'amount.too_large': 'issueAmountLarge',
  'buyer.name_required': 'issueNameRequired',
  'buyer.taxpayer_id_required': 'issueIdRequired',
  'buyer.taxpayer_id_length': 'issueIdLength',
  'buyer.taxpayer_id_characters': 'issueIdCharacters',
  'buyer.taxpayer_id_unsure': 'issueIdUnsure',
  'buyer.special_to_person': 'issueSpecialToPerson',
  'buyer.astral_character': 'issueAstral',
  'buyer.control_character': 'issueControl',
  'buyer.invisible_character': 'issueControl',
  'buyer.angle_brackets': 'issueAngle',
  'buyer.phone_form': 'issuePhone',
  'buyer.bank_account_form': 'issueBankAccount',
  'text.characters': 'issueAstral',
  'text.required': 'issueNameRequired',
  'email.form': 'issueEmail',
  'mobile.form': 'issueMobile',
}

const LIMITS: Readonly<Record<string, number>> = {
  'buyer.name': 100,
  'buyer.address': 100,
  'buyer.phone': 30,
  'buyer.bankName': 100,
  'buyer.bankAccount': 50,
  remark: 200,
}

/** What to write at a field: the server's own words when it gave some, else ours for the code. */
export function issueWords(
  issue: { path: string; code: string; message?: string },
  form: Pick<ApplyForm, 'taxpayerId'>,
  phrases: FirstPhrases,
): string {
  if (issue.message) return issue.message
  if (/too_long$/.test(issue.code)) return say(phrases.issueTooLong, { n: LIMITS[issue.path] ?? 100 })
  const key = WORDS[issue.code] ?? 'issueOther'
  return say(phrases[key], { n: normaliseTaxpayerId(form.taxpayerId).length })
}

/** The control that an issue belongs to, by the id it has on the page; undefined when it is about the whole. */
export function controlOf(path: string, form: Pick<ApplyForm, 'type'>): string | undefined {
  if (path === 'amountFen') return 'amount'
  if (path === 'buyer.name') return form.type === 'person' ? 'personName' : 'companyName'
  if (path === 'buyer.type' || path === 'kind') return path === 'kind' ? 'kind' : 'buyerType'
  const [, field] =
    /^(?:buyer\.)?(taxpayerId|address|phone|bankName|bankAccount|email|mobile|remark)$/.exec(path) ?? []
  return field
}
