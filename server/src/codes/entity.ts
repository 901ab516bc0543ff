import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import type { OrderCodeStatus, ProductCodeStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { fen, id, json, ref, text, time } from '../db'

export type OrderSource = 'console' | 'api' | 'import' | 'till' | 'payment'

/** What a product code stands for. */
export type ProductLine = Pick<OrderLine, 'name' | 'specification' | 'unit' | 'taxRate' | 'taxCode'>

interface CodeRowBase {
  id: string
  merchantId: string
  storeId: string
  taxpayerId: string
  /** Link token (26 characters, at least 128 bits), or the signed text of a till's off-line code. */
  token: string
  /** Short form without hyphens. */
  shortCode: string
  kinds: InvoiceKind[]
  validFrom: number | null
  validUntil: number | null
  /** Masked name of the buyer who holds or spent an order code, and since when. */
  usedBy: string | null
  usedAt: number | null
  createdAt: number
  updatedAt: number
}

/** 订单码 together with its order: one order, one code. */
export interface OrderCodeRow extends CodeRowBase {
  kind: 'order'
  status: OrderCodeStatus
  source: OrderSource
  orderNo: string
  /** Makes an order exactly-once: `orderNo`, or till and order number of an off-line code. Unique per merchant. */
  orderKey: string
  title: null
  lines: OrderLine[]
  amountFen: number
  minAmountFen: null
  maxAmountFen: null
  remark: string | null
}

/** 商品码: reusable; the guest types the amount. */
export interface ProductCodeRow extends CodeRowBase {
  kind: 'product'
  status: ProductCodeStatus
  source: 'console'
  orderNo: null
  orderKey: string
  title: string
  lines: ProductLine[]
  amountFen: null
  minAmountFen: number | null
  maxAmountFen: number | null
  remark: null
}

export type CodeRow = OrderCodeRow | ProductCodeRow

export const codeEntity = new EntitySchema<CodeRow>({
  name: 'code',
  columns: {
    id: id(),
    merchantId: ref(),
    storeId: ref(),
    taxpayerId: ref(),
    kind: text(10),
    status: text(10),
    source: text(10),
    token: text(160),
    shortCode: text(16),
    orderNo: text(64, { nullable: true }),
    orderKey: text(100),
    title: text(60, { nullable: true }),
    lines: json(),
    amountFen: fen({ nullable: true }),
    minAmountFen: fen({ nullable: true }),
    maxAmountFen: fen({ nullable: true }),
    kinds: json(),
    remark: text(200, { nullable: true }),
    validFrom: time({ nullable: true }),
    validUntil: time({ nullable: true }),
    usedBy: text(100, { nullable: true }),
    usedAt: time({ nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [
    { name: 'uq_code_token', columns: ['token'] },
    { name: 'uq_code_short', columns: ['shortCode'] },
    { name: 'uq_code_order', columns: ['merchantId', 'orderKey'] },
  ],
  indices: [{ name: 'ix_code_list', columns: ['merchantId', 'kind', 'id'] }],
})

/** Which application used which code. `holdKey` is the code's id while an order code is held: unique, so that belt joins braces. */
export interface CodeUseRow {
  id: string
  merchantId: string
  applicationId: string
  codeId: string
  holdKey: string | null
}
export const codeUseEntity = new EntitySchema<CodeUseRow>({
  name: 'code_use',
  columns: {
    id: id(),
    merchantId: ref(),
    applicationId: ref(),
    codeId: ref(),
    holdKey: ref({ nullable: true }),
  },
  uniques: [{ name: 'uq_code_use_hold', columns: ['holdKey'] }],
  indices: [
    { name: 'ix_code_use_application', columns: ['applicationId'] },
    { name: 'ix_code_use_code', columns: ['codeId'] },
  ],
})
