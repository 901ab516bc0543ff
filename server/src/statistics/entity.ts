import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import { EntitySchema } from 'typeorm'
import { fen, id, ref, text, time } from '../db'

/**
 * What one invoice has of one thing at one rate, so that sums by rate and goods are SQL. Counted from the invoice by a
 * job; the invoice says what is true.
 */
export interface SoldGoodsRow {
  id: string
  merchantId: string
  storeId: string
  invoiceId: string
  issuedAt: number
  kind: InvoiceKind
  name: string
  taxRate: OrderLine['taxRate']
  amountFen: number
  taxFen: number
  totalFen: number
}
export const soldGoodsEntity = new EntitySchema<SoldGoodsRow>({
  name: 'sold_goods',
  columns: {
    id: id(),
    merchantId: ref(),
    storeId: ref(),
    invoiceId: ref(),
    issuedAt: time(),
    kind: text(10),
    name: text(130),
    taxRate: text(10),
    amountFen: fen(),
    taxFen: fen(),
    totalFen: fen(),
  },
  // All that a sum reads stands in the index: the rows themselves are never touched.
  indices: [
    {
      name: 'ix_sold_goods_sum',
      columns: [
        'merchantId',
        'issuedAt',
        'storeId',
        'taxRate',
        'name',
        'invoiceId',
        'amountFen',
        'taxFen',
        'totalFen',
      ],
    },
    { name: 'ix_sold_goods_invoice', columns: ['invoiceId'] },
  ],
})
