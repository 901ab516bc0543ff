import { z } from 'zod'
import { deliveryView, invoiceFiles } from './applications'
import { buyer } from './buyer'
import { invoiceKind, MAX_AMOUNT_FEN, page, pageQuery, storedFen, text, time, ulid } from './common'
import { invoiceLineView } from './lines'

export const invoiceSummary = z.object({
  id: ulid,
  applicationId: ulid,
  number: z.string(),
  status: z.enum(['issued', 'parked']),
  kind: invoiceKind,
  buyerName: z.string(),
  sellerName: z.string(),
  storeName: z.string(),
  amountFen: storedFen,
  taxFen: storedFen,
  totalFen: storedFen,
  issuedAt: time,
})
export type InvoiceSummary = z.infer<typeof invoiceSummary>
export const invoicePage = page(invoiceSummary)
export const invoiceListQuery = pageQuery.extend({
  kind: invoiceKind.optional(),
  storeId: ulid.optional(),
  from: time.optional(),
  until: time.optional(),
  search: text(64).optional(),
  status: z.enum(['issued', 'parked']).optional(),
  minFen: z.coerce.number().int().min(0).max(MAX_AMOUNT_FEN).optional(),
  maxFen: z.coerce.number().int().min(0).max(MAX_AMOUNT_FEN).optional(),
  /** Only those of which a delivery failed. */
  delivery: z.literal('failed').optional(),
})
export const invoiceDetail = invoiceSummary.extend({
  serial: z.string(),
  channel: z.string(),
  buyer,
  seller: z.object({ name: z.string(), taxpayerId: z.string() }),
  lines: z.array(invoiceLineView),
  remark: z.string().optional(),
  drawer: z.string(),
  files: invoiceFiles,
  deliveries: z.array(deliveryView),
  orderNos: z.array(z.string()),
  /** Order codes it came from, in the order of `orderNos`. */
  orders: z.array(z.object({ id: ulid, orderNo: z.string() })),
  /** What happened, oldest first. */
  lifeLine: z.array(
    z.object({
      step: z.enum([
        'code',
        'applied',
        'approved',
        'corrected',
        'sent',
        'issued',
        'filed',
        'delivered',
        'undelivered',
      ]),
      at: time,
      detail: z.string().optional(),
    }),
  ),
  /** What the caller may do: `send`, `copy`. Reversing is not offered yet. */
  actions: z.array(z.string()),
})
export type InvoiceDetail = z.infer<typeof invoiceDetail>
