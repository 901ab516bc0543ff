import { applicationEntity } from '../applications/entity'
import type { DeliverableInvoice, InvoiceReader } from '../delivery'
import { readOriginal } from '../documents/read-files'
import type { Ground } from '../ground'
import { type InvoiceRow, invoiceEntity } from '../issuing/entity'
import type { FileFormat } from '../issuing/tax-channel'
import { merchantEntity } from '../merchants'
import type { Storage } from '../storage'

const FORMATS: readonly FileFormat[] = ['pdf', 'ofd', 'xml']

/** What a mail carries: the invoices that stand, with the originals that are stored by now. */
export function createInvoiceReader(ground: Ground, storage: Storage): InvoiceReader {
  const { manager } = ground.db
  const deliverable = async (row: InvoiceRow): Promise<DeliverableInvoice> => {
    const files: DeliverableInvoice['files'] = []
    for (const format of FORMATS) {
      const file = await readOriginal(ground, storage, row.id, format)
      if (file) files.push({ format, bytes: file.bytes })
    }
    return { number: row.number, totalFen: row.totalFen, issuedAt: row.issuedAt, files }
  }
  return {
    async load(applicationId) {
      const application = await manager.findOneBy(applicationEntity, { id: applicationId })
      const where = { applicationId, status: 'issued' as const }
      const rows = await manager.find(invoiceEntity, { where, order: { id: 'ASC' } })
      const [first] = rows
      if (!application || !first) return undefined
      const merchant = await manager.findOneByOrFail(merchantEntity, { id: application.merchantId })
      return {
        token: application.token,
        merchantName: merchant.name,
        sellerName: first.model.seller.name,
        buyerName: application.buyer.name,
        invoices: await Promise.all(rows.map(deliverable)),
        language: application.language,
      }
    },
  }
}
