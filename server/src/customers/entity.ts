import { EntitySchema } from 'typeorm'
import { id, integer, ref, text, time } from '../db'
import { SEARCH_KEYS_LENGTH } from '../search-keys'

/**
 * 客户: a company that the merchant issues to. A help for typing and no more: what an invoice says stands in the
 * invoice. Natural persons are not remembered.
 */
export interface CustomerRow {
  id: string
  merchantId: string
  name: string
  taxpayerId: string
  address: string | null
  phone: string | null
  bankName: string | null
  bankAccount: string | null
  email: string | null
  mobile: string | null
  /** `invoice`: learned, and kept as the newest invoice has it; otherwise a person's words stand. */
  source: 'invoice' | 'console' | 'import'
  searchKeys: string
  invoiceCount: number
  lastInvoicedAt: number | null
  createdAt: number
  updatedAt: number
}
export const customerEntity = new EntitySchema<CustomerRow>({
  name: 'customer',
  columns: {
    id: id(),
    merchantId: ref(),
    name: text(100),
    taxpayerId: text(20),
    address: text(100, { nullable: true }),
    phone: text(30, { nullable: true }),
    bankName: text(100, { nullable: true }),
    bankAccount: text(50, { nullable: true }),
    email: text(254, { nullable: true }),
    mobile: text(20, { nullable: true }),
    source: text(10),
    searchKeys: text(SEARCH_KEYS_LENGTH),
    invoiceCount: integer(),
    lastInvoicedAt: time({ nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [{ name: 'uq_customer_taxpayer', columns: ['merchantId', 'taxpayerId'] }],
  indices: [{ name: 'ix_customer_list', columns: ['merchantId', 'id'] }],
})
