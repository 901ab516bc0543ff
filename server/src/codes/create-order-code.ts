import { randomInt } from 'node:crypto'
import { buildShortCode, SHORT_CODE_RANDOM_LENGTH, tokenFromBytes } from '@piaoma/shared/codes'
import type { FieldIssue } from '@piaoma/shared/errors'
import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import { validateOrderLines } from '@piaoma/shared/tax'
import { checkTaxCode } from '@piaoma/shared/tax-codes'
import { isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { recordAudit } from '../merchants/audit'
import { merchantEntity, storeEntity } from '../merchants/entity'
import { codeEntity, type OrderCodeRow, type OrderSource } from './entity'

export interface NewOrderCode {
  merchantId: string
  source: OrderSource
  /** For the history: `user:ID`, `key:ID`, `till:ID`. */
  actor: string
  /** Left out: one is made. */
  orderNo?: string | undefined
  /** What makes the order exactly-once within the merchant; the order number unless a till says otherwise. */
  orderKey?: string
  /** The signed text of an off-line code; left out: a random link token. */
  token?: string
  /** Left out: the merchant's first store. */
  storeId?: string | undefined
  lines: OrderLine[]
  kinds?: InvoiceKind[] | undefined
  validFrom?: number | undefined
  validUntil?: number | undefined
  remark?: string | undefined
  isPaid?: boolean
  /** An order has one code: a second one is refused (`resource.exists`) or the first one answered. */
  onExisting?: 'refuse' | 'return'
}

/** Makes the one code of one order in a transaction of its own. */
export async function createOrderCode(ground: Ground, input: NewOrderCode): Promise<OrderCodeRow> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ground.db.transaction((tx) => insertOrderCode(ground, tx, input))
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      const existing = await findOrder(ground, input)
      if (existing && input.onExisting === 'return') return existing
      if (existing) throw new AppError('resource.exists')
      // Else the random short form met another one: draw again.
      if (attempt >= 5) throw error
    }
  }
}

function orderKeyOf(input: NewOrderCode): string | undefined {
  return input.orderKey ?? (input.orderNo === undefined ? undefined : `no:${input.orderNo}`)
}

async function findOrder(ground: Ground, input: NewOrderCode): Promise<OrderCodeRow | null> {
  const orderKey = orderKeyOf(input)
  if (orderKey === undefined) return null
  const row = await ground.db.manager.findOneBy(codeEntity, { merchantId: input.merchantId, orderKey })
  return row as OrderCodeRow | null
}

/** The same inside an open transaction (imports make many at once). */
export async function insertOrderCode(ground: Ground, tx: Tx, input: NewOrderCode): Promise<OrderCodeRow> {
  const { clock, ids } = ground
  const now = clock.now()
  const merchant = await tx.manager.findOneByOrFail(merchantEntity, { id: input.merchantId })
  const store = await findStore(tx, input)
  refuseBadOrder(input, now)
  const orderNo = input.orderNo ?? ids.ulid()
  const row: OrderCodeRow = {
    id: ids.ulid(),
    merchantId: input.merchantId,
    storeId: store.id,
    taxpayerId: store.taxpayerId,
    kind: 'order',
    status: input.isPaid === false ? 'unpaid' : 'active',
    source: input.source,
    token: input.token ?? tokenFromBytes(ids.bytes(17)),
    shortCode: newShortCode(merchant.shortCodePrefix),
    orderNo,
    orderKey: orderKeyOf(input) ?? `no:${orderNo}`,
    title: null,
    lines: input.lines,
    amountFen: orderTotal(input.lines),
    minAmountFen: null,
    maxAmountFen: null,
    kinds: input.kinds ?? merchant.defaultKinds,
    remark: input.remark ?? null,
    validFrom: input.validFrom ?? null,
    validUntil: input.validUntil ?? now + merchant.validityDays * 86_400_000,
    usedBy: null,
    usedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  await tx.manager.insert(codeEntity, row)
  await recordAudit(ground, tx, {
    merchantId: row.merchantId,
    targetType: 'code',
    targetId: row.id,
    actor: input.actor,
    action: 'create',
    detail: row.orderNo,
  })
  return row
}

async function findStore(tx: Tx, input: NewOrderCode) {
  const store = input.storeId
    ? await tx.manager.findOneBy(storeEntity, { id: input.storeId, merchantId: input.merchantId })
    : await tx.manager.findOne(storeEntity, {
        where: { merchantId: input.merchantId, isActive: true },
        order: { id: 'ASC' },
      })
  if (!store) throw new AppError('request.invalid', { fields: [{ path: 'storeId', code: 'store.unknown' }] })
  return store
}

function refuseBadOrder(input: NewOrderCode, now: number): void {
  const issues = orderIssues(input.lines)
  if (input.validUntil !== undefined && input.validUntil <= now)
    issues.push({ path: 'validUntil', code: 'time.past' })
  if (input.validUntil !== undefined && (input.validFrom ?? 0) >= input.validUntil) {
    issues.push({ path: 'validUntil', code: 'time.order' })
  }
  if (issues.length > 0) throw new AppError('request.invalid', { fields: issues })
}

/** All issues of order lines, tax codes looked up in the official table; paths begin with `lines`. */
export function orderIssues(lines: OrderLine[]): FieldIssue[] {
  return validateOrderLines(lines, { checkTaxCode }).map(({ path, code }) => ({ path, code }))
}

/** What the order comes to after its discounts, tax included. */
export function orderTotal(lines: OrderLine[]): number {
  return lines.reduce((sum, line) => sum + line.amountFen - (line.discountFen ?? 0), 0)
}

/** A fresh short form with the merchant's prefix. */
export function newShortCode(prefix: string): string {
  return buildShortCode(
    prefix,
    Array.from({ length: SHORT_CODE_RANDOM_LENGTH }, () => randomInt(31)),
  )
}
