import type { EntityManager } from 'typeorm'
import { AppError } from '../http'
import {
  type MerchantRow,
  merchantEntity,
  type StoreRow,
  storeEntity,
  type TaxpayerRow,
  taxpayerEntity,
} from './entity'
import { forMerchant } from './scoped'

/** The merchant's own row; refuses with `resource.not_found`. */
export async function loadMerchant(manager: EntityManager, merchantId: string): Promise<MerchantRow> {
  const row = await manager.findOneBy(merchantEntity, { id: merchantId })
  if (!row) throw new AppError('resource.not_found')
  return row
}

/** A store of the merchant; another merchant's is `resource.not_found`. */
export function loadStore(manager: EntityManager, merchantId: string, id: string): Promise<StoreRow> {
  return forMerchant(manager, storeEntity, merchantId).get(id)
}

/** A seller of the merchant; another merchant's is `resource.not_found`. Its secret is still sealed. */
export function loadTaxpayer(manager: EntityManager, merchantId: string, id: string): Promise<TaxpayerRow> {
  return forMerchant(manager, taxpayerEntity, merchantId).get(id)
}
