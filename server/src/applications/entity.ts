import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import type { ApplicationStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { fen, flag, id, integer, json, ref, text, time } from '../db'

/** 购买方 as applied for. */
export interface BuyerFields {
  type: 'company' | 'person'
  name: string
  taxpayerId?: string
  address?: string
  phone?: string
  bankName?: string
  bankAccount?: string
}

export type ReviewCause = 'product_code' | 'over_limit' | 'merchant_setting' | 'manual'

/** 开票申请. */
export interface ApplicationRow {
  id: string
  merchantId: string
  storeId: string
  taxpayerId: string
  /** The guest's only key. */
  token: string
  status: ApplicationStatus
  /** Counts every change; a reviewer's edit names the version it was made on. */
  version: number
  /** `manual`: typed in by the merchant, without a code. */
  codeKind: 'order' | 'product' | 'manual'
  kind: InvoiceKind
  buyer: BuyerFields
  /** For lists and searches. */
  buyerName: string
  email: string | null
  mobile: string | null
  remark: string | null
  lines: OrderLine[]
  amountFen: number
  reviewCause: ReviewCause | null
  /** Why it waits, was rejected or refused. */
  reasonCode: string | null
  reasonText: string | null
  /** Of the guest's page, for his mails. */
  language: 'zh-CN' | 'en'
  /** The first delivery was planned; it is planned once. */
  isDeliveryPlanned: boolean
  /** The application that it went into, so that its guest's link leads there. */
  mergedIntoId: string | null
  submittedAt: number
  updatedAt: number
}
export const applicationEntity = new EntitySchema<ApplicationRow>({
  name: 'application',
  columns: {
    id: id(),
    merchantId: ref(),
    storeId: ref(),
    taxpayerId: ref(),
    token: text(32),
    status: text(12),
    version: integer(),
    codeKind: text(10),
    kind: text(10),
    buyer: json(),
    buyerName: text(100),
    email: text(254, { nullable: true }),
    mobile: text(20, { nullable: true }),
    remark: text(200, { nullable: true }),
    lines: json(),
    amountFen: fen(),
    reviewCause: text(20, { nullable: true }),
    reasonCode: text(40, { nullable: true }),
    reasonText: text(500, { nullable: true }),
    language: text(5),
    isDeliveryPlanned: flag(),
    mergedIntoId: ref({ nullable: true }),
    submittedAt: time(),
    updatedAt: time(),
  },
  uniques: [{ name: 'uq_application_token', columns: ['token'] }],
  indices: [{ name: 'ix_application_list', columns: ['merchantId', 'status', 'id'] }],
})
