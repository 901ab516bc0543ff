import type { InvoiceKind, InvoiceModel } from '@piaoma/shared/invoice'
import type { IssueRequestStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { fen, id, integer, json, ref, text, time } from '../db'
import type { IssueOrder } from './tax-channel'

/** One call to the tax channel. The order, serial included, is stored before the call and never altered after. */
export interface IssueRequestRow {
  id: string
  merchantId: string
  taxpayerId: string
  applicationId: string
  /** Our number at the channel, ≤ 20 characters, for ever. */
  serial: string
  /** Counts from 1 how often the application was requested: again after each refusal and correction. */
  round: number
  /** Counts from 0 the invoices of one application. */
  part: number
  status: IssueRequestStatus
  channel: string
  channelSerial: string | null
  order: Omit<IssueOrder, 'callbackUrl'>
  cause: string | null
  sentAt: number | null
  createdAt: number
  updatedAt: number
}
export const issueRequestEntity = new EntitySchema<IssueRequestRow>({
  name: 'issue_request',
  columns: {
    id: id(),
    merchantId: ref(),
    taxpayerId: ref(),
    applicationId: ref(),
    serial: text(20),
    round: integer(),
    part: integer(),
    status: text(12),
    channel: text(20),
    channelSerial: text(64, { nullable: true }),
    order: json(),
    cause: text(500, { nullable: true }),
    sentAt: time({ nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [{ name: 'uq_issue_request_serial', columns: ['serial'] }],
  indices: [
    { name: 'ix_issue_request_application', columns: ['applicationId'] },
    { name: 'ix_issue_request_taxpayer', columns: ['taxpayerId', 'status'] },
  ],
})

/** 发票 as the channel says it was issued. `parked`: amounts differ from what was asked, a person must look. */
export interface InvoiceRow {
  id: string
  merchantId: string
  storeId: string
  taxpayerId: string
  applicationId: string
  issueRequestId: string
  number: string
  status: 'issued' | 'parked'
  kind: InvoiceKind
  buyerName: string
  amountFen: number
  taxFen: number
  totalFen: number
  issuedAt: number
  model: InvoiceModel
  createdAt: number
}
export const invoiceEntity = new EntitySchema<InvoiceRow>({
  name: 'invoice',
  columns: {
    id: id(),
    merchantId: ref(),
    storeId: ref(),
    taxpayerId: ref(),
    applicationId: ref(),
    issueRequestId: ref(),
    number: text(20),
    status: text(10),
    kind: text(10),
    buyerName: text(100),
    amountFen: fen(),
    taxFen: fen(),
    totalFen: fen(),
    issuedAt: time(),
    model: json(),
    createdAt: time(),
  },
  uniques: [
    { name: 'uq_invoice_request', columns: ['issueRequestId'] },
    { name: 'uq_invoice_number', columns: ['number'] },
  ],
  indices: [
    { name: 'ix_invoice_application', columns: ['applicationId'] },
    { name: 'ix_invoice_list', columns: ['merchantId', 'id'] },
    // All that a sum of a period reads stands in the index.
    {
      name: 'ix_invoice_day',
      columns: ['merchantId', 'issuedAt', 'status', 'storeId', 'kind', 'amountFen', 'taxFen', 'totalFen'],
    },
  ],
})
