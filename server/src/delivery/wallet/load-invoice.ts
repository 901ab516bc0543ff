import { readOriginal } from '../../documents/read-files'
import type { Ground } from '../../ground'
import { invoiceEntity } from '../../issuing/entity'
import type { Storage } from '../../storage'
import type { WalletInvoice } from './route'

/** What a route needs; undefined while the original is not stored, or when the invoice does not stand (any more). */
export async function loadWalletInvoice(
  ground: Pick<Ground, 'db'>,
  storage: Storage,
  where: { id: string; merchantId: string },
): Promise<WalletInvoice | undefined> {
  const mine = { id: where.id, merchantId: where.merchantId, status: 'issued' as const }
  const invoice = await ground.db.manager.findOneBy(invoiceEntity, mine)
  const pdf = invoice && (await readOriginal(ground, storage, invoice.id, 'pdf'))
  if (!invoice || !pdf) return undefined
  const { id, merchantId, applicationId, number, totalFen, taxFen, amountFen, issuedAt, model } = invoice
  return {
    id,
    merchantId,
    applicationId,
    number,
    totalFen,
    taxFen,
    amountFen,
    issuedAt,
    model,
    pdf: pdf.bytes,
  }
}
