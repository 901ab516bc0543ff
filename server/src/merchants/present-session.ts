import type { EntityManager } from 'typeorm'
import { In } from 'typeorm'
import { type Answer, AppError } from '../http'
import { membershipEntity, merchantEntity, type SessionRow, userEntity } from './entity'
import { permissionsOf } from './policy'

/** Who is signed in, where, and what he may do. Refuses `auth.required` when he is a member no more. */
export async function presentSession(
  manager: EntityManager,
  session: SessionRow,
): Promise<Answer<'GET /api/v1/sessions/current'>> {
  const { userId } = session
  const user = await manager.findOneByOrFail(userEntity, { id: userId })
  const memberships = await manager.find(membershipEntity, {
    where: { userId, isActive: true },
    order: { id: 'ASC' },
  })
  const merchants = await manager.findBy(merchantEntity, { id: In(memberships.map((row) => row.merchantId)) })
  const names = new Map(merchants.map((row) => [row.id, row.name]))
  const current = memberships.find((row) => row.merchantId === session.merchantId)
  if (!current) throw new AppError('auth.required')
  return {
    user: { id: user.id, name: user.name, login: user.login, hasPassword: user.passwordHash !== null },
    merchant: { id: current.merchantId, name: names.get(current.merchantId) ?? '' },
    role: current.role,
    storeIds: current.storeIds,
    merchants: memberships.map(({ merchantId, role }) => ({
      id: merchantId,
      name: names.get(merchantId) ?? '',
      role,
    })),
    permissions: [...permissionsOf(current.role)],
    expiresAt: new Date(session.expiresAt).toISOString(),
  }
}
