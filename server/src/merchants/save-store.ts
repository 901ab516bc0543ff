import type { storeChange, storeInput } from '@piaoma/shared/contract'
import type { EntityManager } from 'typeorm'
import type { z } from 'zod'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { type Acting, changedFields } from './acting'
import { recordAudit } from './audit'
import { type StoreRow, storeEntity, taxpayerEntity } from './entity'
import { loadStore, loadTaxpayer } from './load'
import { forMerchant } from './scoped'

type StoreInput = z.output<typeof storeInput>

/** Adds a store; without a seller the merchant's first one. Another merchant's seller is `resource.not_found`. */
export function addStore(ground: Ground, acting: Acting, input: StoreInput): Promise<StoreRow> {
  const { merchantId } = acting
  return ground.db.transaction(async (tx) => {
    const taxpayerId = await sellerOf(tx.manager, merchantId, input.taxpayerId)
    const row = await forMerchant(tx.manager, storeEntity, merchantId).insert({
      id: ground.ids.ulid(),
      taxpayerId,
      name: input.name,
      address: input.address ?? null,
      phone: input.phone ?? null,
      isActive: input.isActive ?? true,
      createdAt: ground.clock.now(),
    })
    await recordAudit(ground, tx, { ...acting, targetType: 'store', targetId: row.id, action: 'store.add' })
    return row
  })
}

/** Changes a store; what is left out stays. Codes made before keep the seller they were made with. */
export function changeStore(
  ground: Ground,
  acting: Acting,
  id: string,
  change: z.output<typeof storeChange>,
): Promise<StoreRow> {
  const { merchantId } = acting
  return ground.db.transaction(async (tx) => {
    await loadStore(tx.manager, merchantId, id)
    if (change.taxpayerId !== undefined) await loadTaxpayer(tx.manager, merchantId, change.taxpayerId)
    await forMerchant(tx.manager, storeEntity, merchantId).update({ id }, change)
    await recordAudit(ground, tx, {
      ...acting,
      targetType: 'store',
      targetId: id,
      action: 'store.change',
      detail: changedFields(change),
    })
    return loadStore(tx.manager, merchantId, id)
  })
}

async function sellerOf(manager: EntityManager, merchantId: string, id: string | undefined): Promise<string> {
  if (id !== undefined) return (await loadTaxpayer(manager, merchantId, id)).id
  const [first] = await forMerchant(manager, taxpayerEntity, merchantId).find(
    {},
    { order: { id: 'ASC' }, take: 1 },
  )
  if (!first) throw new AppError('resource.not_found', { logText: 'the merchant has no seller' })
  return first.id
}
