import type { FileFormat } from '../issuing/tax-channel'

/** What a delivery needs to know of an application; read anew for each try, so that late files still go along. */
export interface InvoiceReader {
  /** Undefined when there is nothing to deliver: no such application, or no invoice that stands. */
  load(applicationId: string): Promise<DeliverableInvoices | undefined>
}

export interface DeliverableInvoices {
  /** Of the guest's lasting private link. */
  token: string
  merchantName: string
  sellerName: string
  buyerName: string
  invoices: DeliverableInvoice[]
  /** Of the guest; it comes first, the other one below. */
  language: 'zh-CN' | 'en'
}

export interface DeliverableInvoice {
  number: string
  totalFen: number
  /** Epoch milliseconds. */
  issuedAt: number
  /** The byte-exact originals that are stored by now. */
  files: { format: FileFormat; bytes: Uint8Array; fileName?: string }[]
}
