import { searchTaxCodes, shortNameAt } from '@piaoma/shared/tax-codes'
import { In, IsNull } from 'typeorm'
import { contains } from '../db'
import type { Ground } from '../ground'
import { AppError, type Guard } from '../http'
import { actingAs } from './acting'
import { changeSettings, changeTaxpayer } from './change-settings'
import { alarmEntity, goodsEntity, type StoreRow, storeEntity, taxpayerEntity } from './entity'
import { loadMerchant, loadTaxpayer } from './load'
import { assertStore, storeScope } from './policy'
import { presentAlarm, presentGoods, presentSettings, presentStore, presentTaxpayer } from './presenter'
import { resolveAlarm } from './resolve-alarm'
import { addGoods, changeGoods, removeGoods } from './save-goods'
import { addStore, changeStore } from './save-store'
import { forMerchant } from './scoped'

const TAX_CODE_HITS = 30
const ALARMS_SHOWN = 200

/** Settings, sellers and stores of the merchant in session. */
export function mountSettings(guard: Guard, ground: Ground): void {
  const { manager } = ground.db

  guard('GET /api/v1/merchant/settings', 'console', async ({ caller }) =>
    presentSettings(await loadMerchant(manager, caller.merchantId)),
  )
  guard('PATCH /api/v1/merchant/settings', 'console', async ({ caller, body }) =>
    presentSettings(await changeSettings(ground, actingAs(caller), body)),
  )
  guard('GET /api/v1/merchant/taxpayers', 'console', async ({ caller }) => {
    const rows = await forMerchant(manager, taxpayerEntity, caller.merchantId).find(
      {},
      { order: { id: 'ASC' } },
    )
    return { items: rows.map(presentTaxpayer) }
  })
  guard('PATCH /api/v1/merchant/taxpayers/:id', 'console', async ({ caller, params, body }) =>
    presentTaxpayer(await changeTaxpayer(ground, actingAs(caller), params.id, body)),
  )

  guard('GET /api/v1/merchant/stores', 'console', async ({ caller }) => {
    const scope = storeScope(caller)
    const rows = await forMerchant(manager, storeEntity, caller.merchantId).find(
      scope ? { id: In(scope) } : {},
      {
        order: { id: 'ASC' },
      },
    )
    const sellers = await forMerchant(manager, taxpayerEntity, caller.merchantId).find()
    const names = new Map(sellers.map((seller) => [seller.id, seller.name]))
    return { items: rows.map((row) => presentStore(row, names.get(row.taxpayerId) ?? '')) }
  })
  guard('POST /api/v1/merchant/stores', 'console', async ({ caller, body }) =>
    withSeller(await addStore(ground, actingAs(caller), body)),
  )
  guard('PATCH /api/v1/merchant/stores/:id', 'console', async ({ caller, params, body }) =>
    withSeller(await changeStore(ground, actingAs(caller), params.id, body)),
  )

  async function withSeller(row: StoreRow) {
    return presentStore(row, (await loadTaxpayer(manager, row.merchantId, row.taxpayerId)).name)
  }
}

/** Goods with their tax classification, and the search in the official table. */
export function mountGoods(guard: Guard, ground: Ground): void {
  guard('GET /api/v1/merchant/goods', 'console', async ({ caller, query }) => {
    const goods = forMerchant(ground.db.manager, goodsEntity, caller.merchantId)
    const where = query.search ? { searchKeys: contains(query.search.trim()) } : {}
    return { items: (await goods.find(where, { order: { id: 'ASC' } })).map(presentGoods) }
  })
  guard('POST /api/v1/merchant/goods', 'console', async ({ caller, body }) =>
    presentGoods(await addGoods(ground, actingAs(caller), body)),
  )
  guard('PATCH /api/v1/merchant/goods/:id', 'console', async ({ caller, params, body }) =>
    presentGoods(await changeGoods(ground, actingAs(caller), params.id, body)),
  )
  guard('DELETE /api/v1/merchant/goods/:id', 'console', ({ caller, params }) =>
    removeGoods(ground, actingAs(caller), params.id),
  )
  guard('GET /api/v1/merchant/tax-codes', 'console', async ({ query }) => {
    const now = ground.clock.now()
    return {
      items: searchTaxCodes(query.search, TAX_CODE_HITS).map(({ code, name, shortName }) => ({
        taxCode: code,
        name,
        shortName: shortNameAt(code, now) ?? shortName,
      })),
    }
  })
}

/** What needs a person. People limited to stores see the alarms of their stores. */
export function mountAlarms(guard: Guard, ground: Ground): void {
  guard('GET /api/v1/merchant/alarms', 'console', async ({ caller }) => {
    const scope = storeScope(caller)
    const alarms = forMerchant(ground.db.manager, alarmEntity, caller.merchantId)
    const rows = await alarms.find(
      { resolvedAt: IsNull(), ...(scope ? { storeId: In(scope) } : {}) },
      { order: { at: 'DESC', id: 'DESC' }, take: ALARMS_SHOWN },
    )
    return { items: rows.map(presentAlarm) }
  })
  guard('POST /api/v1/merchant/alarms/:id/resolve', 'console', async ({ caller, params }) => {
    const alarm = await forMerchant(ground.db.manager, alarmEntity, caller.merchantId).get(params.id)
    if (alarm.storeId !== null) assertStore(caller, alarm.storeId)
    else if (storeScope(caller) !== null) throw new AppError('resource.not_found')
    await resolveAlarm(ground, actingAs(caller), params.id)
    return { ok: true as const }
  })
}
