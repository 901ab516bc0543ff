import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import { isFen, parseYuan } from '@piaoma/shared/money'
import { amountOf, type LineDraft, orderLineOf } from './line-draft'
import { endOfDay } from './times'

/** What the counter picks from: the merchant's goods. */
export interface EntryGoods {
  id: string
  name: string
  specification?: string
  unit?: string
  unitPrice?: string
  taxRate: LineDraft['taxRate']
  taxCode: string
}

/** How many of each goods are picked, by id. */
export type Picked = Readonly<Record<string, number>>

/** The picked goods as order lines; goods without a price cannot be counted and are left to the typed line. */
export function pickedLines(goods: readonly EntryGoods[], picked: Picked): OrderLine[] {
  return goods.flatMap((item) => {
    const count = picked[item.id] ?? 0
    const amount = item.unitPrice === undefined ? undefined : amountOf(String(count), item.unitPrice)
    const amountFen = amount === undefined ? undefined : parseYuan(amount)
    if (count < 1 || amountFen === undefined) return []
    return [
      {
        name: item.name,
        ...(item.specification ? { specification: item.specification } : {}),
        ...(item.unit ? { unit: item.unit } : {}),
        quantity: String(count),
        unitPrice: item.unitPrice,
        amountFen,
        taxRate: item.taxRate,
        taxCode: item.taxCode,
      },
    ]
  })
}

/** Whether goods can be counted by taps: they have a usable price. */
export function isCountable(goods: EntryGoods): boolean {
  return goods.unitPrice !== undefined && amountOf('1', goods.unitPrice) !== undefined
}

/** The order so far: picked goods, then the typed line when it has an amount. */
export function orderLines(goods: readonly EntryGoods[], picked: Picked, typed: LineDraft): OrderLine[] {
  const line = typed.amount.trim() === '' ? undefined : orderLineOf(typed)
  return [...pickedLines(goods, picked), ...(line ? [line] : [])]
}

/** The sum of an order in fen; `undefined` beyond what an amount may be. */
export function orderTotal(lines: readonly OrderLine[]): number | undefined {
  const sum = lines.reduce((total, line) => total + line.amountFen - (line.discountFen ?? 0), 0)
  return isFen(sum) ? sum : undefined
}

/** What is seldom needed of an order. */
export interface MoreDraft {
  /** Empty: made by the service. */
  orderNo: string
  /** Empty: the merchant's usual kinds. */
  kinds: InvoiceKind[]
  /** `YYYY-MM-DD`; empty: the merchant's usual validity. */
  validUntil: string
  remark: string
}

/** The part of the body that comes from `MoreDraft`, without what is empty. */
export function moreOf(more: MoreDraft) {
  const orderNo = more.orderNo.trim()
  const remark = more.remark.trim()
  const validUntil = endOfDay(more.validUntil)
  return {
    ...(orderNo ? { orderNo } : {}),
    ...(more.kinds.length > 0 ? { kinds: more.kinds } : {}),
    ...(validUntil ? { validUntil } : {}),
    ...(remark ? { remark } : {}),
  }
}
