import type { DraftForm } from '@piaoma/shared/contract'
import { EntitySchema } from 'typeorm'
import { fen, id, integer, json, ref, text, time } from '../db'

/** A manual invoice as far as it is typed; it ends in the transaction that submits it. */
export interface InvoiceDraftRow {
  id: string
  merchantId: string
  /** Whoever is limited to stores sees the drafts of his. */
  storeId: string
  userId: string
  version: number
  buyerName: string
  totalFen: number
  form: DraftForm
  createdAt: number
  updatedAt: number
}
export const invoiceDraftEntity = new EntitySchema<InvoiceDraftRow>({
  name: 'invoice_draft',
  columns: {
    id: id(),
    merchantId: ref(),
    storeId: ref(),
    userId: ref(),
    version: integer(),
    buyerName: text(200),
    totalFen: fen(),
    form: json(),
    createdAt: time(),
    updatedAt: time(),
  },
  indices: [{ name: 'ix_invoice_draft_list', columns: ['merchantId', 'id'] }],
})
