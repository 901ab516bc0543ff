import { EntitySchema } from 'typeorm'
import { id, integer, ref, text, time } from '../db'

/** The byte-exact original of one invoice in one format; `sha256` and `storageKey` once it is stored. */
export interface InvoiceFileRow {
  id: string
  merchantId: string
  invoiceId: string
  format: 'pdf' | 'ofd' | 'xml'
  status: 'pending' | 'stored' | 'wrong'
  sourceUrl: string
  sha256: string | null
  size: number | null
  storageKey: string | null
  problem: string | null
  createdAt: number
  storedAt: number | null
}
export const invoiceFileEntity = new EntitySchema<InvoiceFileRow>({
  name: 'invoice_file',
  columns: {
    id: id(),
    merchantId: ref(),
    invoiceId: ref(),
    format: text(3),
    status: text(10),
    sourceUrl: text(500),
    sha256: text(64, { nullable: true }),
    size: integer({ nullable: true }),
    storageKey: text(200, { nullable: true }),
    problem: text(200, { nullable: true }),
    createdAt: time(),
    storedAt: time({ nullable: true }),
  },
  uniques: [{ name: 'uq_invoice_file', columns: ['invoiceId', 'format'] }],
})
