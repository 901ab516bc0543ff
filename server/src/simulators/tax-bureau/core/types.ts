import type { InvoiceKind, InvoiceLine, InvoiceModel, InvoiceParty } from '@piaoma/shared/invoice'

/** What any door hands to the bureau: one blue invoice to be issued. */
export interface BureauOrder {
  taxNum: string
  /** The sender's own number: one invoice per (taxpayer, serial), for ever. */
  serial: string
  kind: InvoiceKind
  /** What the order says of the seller; name and taxpayer id come from the register. */
  seller: Omit<InvoiceParty, 'name' | 'taxpayerId'>
  buyer: InvoiceParty
  isNaturalPerson: boolean
  lines: InvoiceLine[]
  remark?: string
  drawer: string
}

/** Why the bureau says no. Each door has its own codes and words for them. */
export type ProblemCode =
  | 'seller_unknown'
  | 'kind_not_allowed'
  | 'no_lines'
  | 'too_many_lines'
  | 'line_text'
  | 'tax_code'
  | 'rate'
  | 'line_sum'
  | 'line_tolerance'
  | 'invoice_tolerance'
  | 'price_quantity'
  | 'discount_position'
  | 'discount_name'
  | 'discount_rate'
  | 'discount_amount'
  | 'deduction'
  | 'buyer_name'
  | 'buyer_tax_id'
  | 'special_buyer'
  | 'total'
  | 'quota'
  | 'operator_login'
  | 'operator_identity'
  | 'refused'

export interface Problem {
  code: ProblemCode
  /** Chinese, as the bureau would word it. */
  message: string
}

type Operator = 'ready' | 'login_required' | 'identity_required'

export interface Taxpayer {
  taxNum: string
  name: string
  /** 授信额度 of a month, tax-exclusive fen. */
  quotaFen: number
  operator: Operator
  kinds: InvoiceKind[]
}

/** An order the bureau has taken in; `accepted` until it is issued or failed. */
export interface Accepted {
  taxNum: string
  serial: string
  /** The bureau's own number for the request, 20 digits. */
  receipt: string
  state: 'accepted' | 'issued' | 'failed'
  /** False: issued, but the files could not be sealed yet. */
  isSealed: boolean
  order: BureauOrder
  notifyUrl?: string
  problem?: Problem
  acceptedAt: number
  /** When the bureau gets round to it, epoch ms. */
  dueAt: number
}

/** One issued invoice. */
export interface LedgerEntry {
  number: string
  taxNum: string
  serial: string
  receipt: string
  kind: InvoiceKind
  amountFen: number
  taxFen: number
  totalFen: number
  issuedAt: number
  /** Unguessable part of the file addresses. */
  fileKey: string
  model: InvoiceModel
}

export interface QuotaState {
  totalFen: number
  usedFen: number
  availableFen: number
}
