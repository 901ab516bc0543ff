import type { goodsChange, goodsInput } from '@piaoma/shared/contract'
import type { z } from 'zod'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { searchKeysOf } from '../search-keys'
import { type Acting, changedFields, refuseIssues, taxCodeIssues } from './acting'
import { recordAudit } from './audit'
import { type GoodsRow, goodsEntity } from './entity'
import { forMerchant } from './scoped'

type GoodsInput = z.output<typeof goodsInput>

/** Adds goods; the tax code must be a leaf of the official table. */
export function addGoods(ground: Ground, acting: Acting, input: GoodsInput): Promise<GoodsRow> {
  refuseIssues(taxCodeIssues(input.taxCode, 'taxCode'))
  return ground.db.transaction(async (tx) => {
    const row = await forMerchant(tx.manager, goodsEntity, acting.merchantId).insert({
      id: ground.ids.ulid(),
      name: input.name,
      specification: input.specification ?? null,
      unit: input.unit ?? null,
      unitPrice: input.unitPrice ?? null,
      taxRate: input.taxRate,
      taxCode: input.taxCode,
      searchKeys: searchKeysOf(input.name),
      createdAt: ground.clock.now(),
    })
    await recordAudit(ground, tx, { ...acting, targetType: 'goods', targetId: row.id, action: 'goods.add' })
    return row
  })
}

/** Changes goods; what is left out stays. Orders typed in before are not touched. */
export function changeGoods(
  ground: Ground,
  acting: Acting,
  id: string,
  change: z.output<typeof goodsChange>,
): Promise<GoodsRow> {
  refuseIssues(taxCodeIssues(change.taxCode, 'taxCode'))
  return ground.db.transaction(async (tx) => {
    const goods = forMerchant(tx.manager, goodsEntity, acting.merchantId)
    await goods.get(id)
    const keys = change.name === undefined ? {} : { searchKeys: searchKeysOf(change.name) }
    await goods.update({ id }, { ...change, ...keys })
    await recordAudit(ground, tx, {
      ...acting,
      targetType: 'goods',
      targetId: id,
      action: 'goods.change',
      detail: changedFields(change),
    })
    return goods.get(id)
  })
}

/** Removes goods from the list; `resource.not_found` when they are gone already. */
export function removeGoods(ground: Ground, acting: Acting, id: string): Promise<void> {
  return ground.db.transaction(async (tx) => {
    const removed = await forMerchant(tx.manager, goodsEntity, acting.merchantId).delete({ id })
    if (removed === 0) throw new AppError('resource.not_found')
    await recordAudit(ground, tx, { ...acting, targetType: 'goods', targetId: id, action: 'goods.remove' })
  })
}
