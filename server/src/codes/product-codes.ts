import { tokenFromBytes } from '@piaoma/shared/codes'
import type { FieldIssue } from '@piaoma/shared/errors'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { productCodeMachine } from '@piaoma/shared/states'
import { checkTaxCode } from '@piaoma/shared/tax-codes'
import { In } from 'typeorm'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { recordAudit } from '../merchants/audit'
import { merchantEntity, storeEntity } from '../merchants/entity'
import { newShortCode } from './create-order-code'
import { codeEntity, type ProductCodeRow, type ProductLine } from './entity'

/** The fields of a product code that a merchant sets. Times are epoch milliseconds. */
export interface ProductCodeFields {
  title: string
  storeId?: string | undefined
  line: ProductLine
  kinds?: InvoiceKind[] | undefined
  validFrom?: number | undefined
  validUntil?: number | undefined
  minAmountFen?: number | undefined
  maxAmountFen?: number | undefined
}

/** Makes a product code in the open transaction. */
export async function createProductCode(
  ground: Ground,
  tx: Tx,
  input: ProductCodeFields & { merchantId: string; actor: string },
): Promise<ProductCodeRow> {
  const { clock, ids } = ground
  const now = clock.now()
  refuseBadFields(input)
  const merchant = await tx.manager.findOneByOrFail(merchantEntity, { id: input.merchantId })
  const store = await findStore(tx, input.merchantId, input.storeId)
  const codeId = ids.ulid()
  const row: ProductCodeRow = {
    id: codeId,
    merchantId: input.merchantId,
    storeId: store.id,
    taxpayerId: store.taxpayerId,
    kind: 'product',
    status: 'active',
    source: 'console',
    token: tokenFromBytes(ids.bytes(17)),
    shortCode: newShortCode(merchant.shortCodePrefix),
    orderNo: null,
    orderKey: `product:${codeId}`,
    title: input.title,
    lines: [input.line],
    amountFen: null,
    minAmountFen: input.minAmountFen ?? null,
    maxAmountFen: input.maxAmountFen ?? null,
    kinds: input.kinds ?? merchant.defaultKinds,
    remark: null,
    validFrom: input.validFrom ?? null,
    validUntil: input.validUntil ?? null,
    usedBy: null,
    usedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  await tx.manager.insert(codeEntity, row)
  await audit(ground, tx, row, input.actor, 'create')
  return row
}

type Clearable = 'validFrom' | 'validUntil' | 'minAmountFen' | 'maxAmountFen'
/** What an edit sets; `null` clears. */
export type ProductCodeEdit = Partial<Omit<ProductCodeFields, Clearable>> & {
  [Field in Clearable]?: number | null | undefined
}

/** Edits a product code; what is left out stays. Applications made before keep what they were made with. */
export async function editProductCode(
  ground: Ground,
  row: ProductCodeRow,
  input: ProductCodeEdit & { actor: string },
): Promise<void> {
  const [line] = row.lines
  refuseBadFields({
    line: input.line ?? line,
    validFrom: after(input.validFrom, row.validFrom),
    validUntil: after(input.validUntil, row.validUntil),
    minAmountFen: after(input.minAmountFen, row.minAmountFen),
    maxAmountFen: after(input.maxAmountFen, row.maxAmountFen),
  })
  await ground.db.transaction(async (tx) => {
    const store = input.storeId ? await findStore(tx, row.merchantId, input.storeId) : undefined
    const result = await tx.manager.update(
      codeEntity,
      { id: row.id, merchantId: row.merchantId, kind: 'product', status: In(['active', 'inactive']) },
      {
        updatedAt: ground.clock.now(),
        ...(input.title === undefined ? {} : { title: input.title }),
        ...(input.line === undefined ? {} : { lines: [input.line] }),
        ...(input.kinds === undefined ? {} : { kinds: input.kinds }),
        ...(store ? { storeId: store.id, taxpayerId: store.taxpayerId } : {}),
        ...(input.validFrom === undefined ? {} : { validFrom: input.validFrom }),
        ...(input.validUntil === undefined ? {} : { validUntil: input.validUntil }),
        ...(input.minAmountFen === undefined ? {} : { minAmountFen: input.minAmountFen }),
        ...(input.maxAmountFen === undefined ? {} : { maxAmountFen: input.maxAmountFen }),
      },
    )
    if (result.affected !== 1) throw new AppError('resource.not_found')
    await audit(ground, tx, row, input.actor, 'edit')
  })
}

/** The value that will stand after an edit. */
function after(change: number | null | undefined, before: number | null): number | undefined {
  return (change === undefined ? before : change) ?? undefined
}

/** Activates, deactivates or deletes (the row stays for the applications made with it). */
export async function changeProductCode(
  ground: Ground,
  row: ProductCodeRow,
  change: { action: 'activate' | 'deactivate' | 'delete'; actor: string },
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    const isDone = await transition(
      tx,
      codeEntity,
      productCodeMachine,
      change.action,
      { id: row.id, merchantId: row.merchantId, kind: 'product' },
      { updatedAt: ground.clock.now() },
    )
    if (!isDone) throw new AppError('resource.conflict')
    await audit(ground, tx, row, change.actor, change.action)
  })
}

async function findStore(tx: Tx, merchantId: string, storeId: string | undefined) {
  const store = await tx.manager.findOne(storeEntity, {
    where: { merchantId, isActive: true, ...(storeId ? { id: storeId } : {}) },
    order: { id: 'ASC' },
  })
  if (!store) throw new AppError('request.invalid', { fields: [{ path: 'storeId', code: 'store.unknown' }] })
  return store
}

function refuseBadFields(input: Partial<ProductCodeFields>): void {
  const fields: FieldIssue[] = []
  const problem = input.line && checkTaxCode(input.line.taxCode)
  if (problem) fields.push({ path: 'line.taxCode', code: `line.tax_code_${problem}` })
  if (input.validUntil !== undefined && input.validUntil <= (input.validFrom ?? 0)) {
    fields.push({ path: 'validUntil', code: 'time.order' })
  }
  if (
    input.minAmountFen !== undefined &&
    input.maxAmountFen !== undefined &&
    input.minAmountFen > input.maxAmountFen
  ) {
    fields.push({ path: 'maxAmountFen', code: 'amount.below_minimum' })
  }
  if (fields.length > 0) throw new AppError('request.invalid', { fields })
}

function audit(ground: Ground, tx: Tx, row: ProductCodeRow, actor: string, action: string): Promise<void> {
  const { merchantId, id, title } = row
  return recordAudit(ground, tx, {
    merchantId,
    targetType: 'code',
    targetId: id,
    actor,
    action,
    detail: title,
  })
}
