import type { InvoiceLine } from '@piaoma/shared/invoice'
import type { Ground } from '../ground'
import { invoiceEntity } from '../issuing/entity'
import type { Job } from '../jobs'
import { type SoldGoodsRow, soldGoodsEntity } from './entity'

/** Job `statistics.count`: sums an invoice's lines by name and rate, once. A discount belongs to what it is on. */
export async function countInvoice(ground: Ground, job: Job): Promise<undefined> {
  const invoice = await ground.db.manager.findOneBy(invoiceEntity, { id: job.payload.invoiceId ?? '' })
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    if (!invoice) return
    const { merchantId, storeId, id: invoiceId, issuedAt, kind } = invoice
    const rows = sumGoods(invoice.model.lines).map(
      (sum): SoldGoodsRow => ({
        ...sum,
        id: ground.ids.ulid(),
        merchantId,
        storeId,
        invoiceId,
        issuedAt,
        kind,
      }),
    )
    for (let from = 0; from < rows.length; from += 200) {
      await tx.manager.insert(soldGoodsEntity, rows.slice(from, from + 200))
    }
  })
  return
}

type GoodsSum = Pick<SoldGoodsRow, 'name' | 'taxRate' | 'amountFen' | 'taxFen' | 'totalFen'>

/** Lines of one name and rate added up, in the order they first appear. */
export function sumGoods(lines: readonly InvoiceLine[]): GoodsSum[] {
  const sums = new Map<string, GoodsSum>()
  for (const { name, taxRate, amountFen, taxFen, totalFen } of lines) {
    const key = `${taxRate}\n${name}`
    const sum = sums.get(key) ?? { name, taxRate, amountFen: 0, taxFen: 0, totalFen: 0 }
    sum.amountFen += amountFen
    sum.taxFen += taxFen
    sum.totalFen += totalFen
    sums.set(key, sum)
  }
  return [...sums.values()]
}
