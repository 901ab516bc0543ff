import { In } from 'typeorm'
import type { Ground } from '../ground'
import type { Guard } from '../http'
import { actingAs } from './acting'
import { addMember } from './add-member'
import { changeMember } from './change-member'
import { apiKeyEntity, membershipEntity, storeEntity, tillEntity, userEntity } from './entity'
import { loadStore } from './load'
import { createApiKey, registerTill, revokeApiKey, revokeTill } from './manage-keys'
import { presentApiKey, presentMember, presentTill } from './presenter'
import { forMerchant } from './scoped'

/** People and their roles. */
export function mountMembers(guard: Guard, ground: Ground): void {
  const { manager } = ground.db

  guard('GET /api/v1/merchant/members', 'console', async ({ caller }) => {
    const memberships = await forMerchant(manager, membershipEntity, caller.merchantId).find(
      {},
      { order: { id: 'ASC' } },
    )
    const users = await manager.findBy(userEntity, { id: In(memberships.map((row) => row.userId)) })
    const byId = new Map(users.map((user) => [user.id, user]))
    return {
      items: memberships.flatMap((membership) => {
        const user = byId.get(membership.userId)
        return user ? [presentMember({ membership, user })] : []
      }),
    }
  })
  guard('POST /api/v1/merchant/members', 'console', async ({ caller, body }) =>
    presentMember(await addMember(ground, actingAs(caller), body)),
  )
  guard('PATCH /api/v1/merchant/members/:id', 'console', async ({ caller, params, body }) =>
    presentMember(await changeMember(ground, actingAs(caller), params.id, body)),
  )
}

/** API keys and tills. Each secret is in the answer that made it and nowhere else. */
export function mountKeys(guard: Guard, ground: Ground): void {
  const { manager } = ground.db

  guard('GET /api/v1/merchant/api-keys', 'console', async ({ caller }) => {
    const rows = await forMerchant(manager, apiKeyEntity, caller.merchantId).find(
      {},
      { order: { id: 'ASC' } },
    )
    return { items: rows.map(presentApiKey) }
  })
  guard('POST /api/v1/merchant/api-keys', 'console', async ({ ctx, caller, body }) => {
    const { key, row } = await createApiKey(ground, actingAs(caller), body)
    ctx.set('cache-control', 'no-store')
    return { ...presentApiKey(row), key }
  })
  guard('DELETE /api/v1/merchant/api-keys/:id', 'console', ({ caller, params }) =>
    revokeApiKey(ground, actingAs(caller), params.id),
  )

  guard('GET /api/v1/merchant/tills', 'console', async ({ caller }) => {
    const tills = await forMerchant(manager, tillEntity, caller.merchantId).find({}, { order: { id: 'ASC' } })
    const stores = await forMerchant(manager, storeEntity, caller.merchantId).find()
    const names = new Map(stores.map((store) => [store.id, store.name]))
    return { items: tills.map((row) => presentTill(row, names.get(row.storeId) ?? '')) }
  })
  guard('POST /api/v1/merchant/tills', 'console', async ({ ctx, caller, body }) => {
    const { secret, row } = await registerTill(ground, actingAs(caller), body)
    const store = await loadStore(manager, row.merchantId, row.storeId)
    ctx.set('cache-control', 'no-store')
    return { ...presentTill(row, store.name), secret }
  })
  guard('DELETE /api/v1/merchant/tills/:id', 'console', ({ caller, params }) =>
    revokeTill(ground, actingAs(caller), params.id),
  )
}
