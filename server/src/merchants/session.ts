import type { EntityManager } from 'typeorm'
import type { Ground } from '../ground'
import { sha256 } from '../ids'
import { membershipEntity, type SessionRow, sessionEntity } from './entity'

/** How long a sign-in lasts. */
export const SESSION_MS = 30 * 86_400_000

/** A session's token is known to its holder only; the row keeps its SHA-256. */
export interface OpenedSession {
  token: string
  session: SessionRow
}

/** Opens a console session (192-bit bearer token, 30 days) in the caller's transaction and clears the user's expired ones. */
export async function openSession(
  ground: Pick<Ground, 'ids' | 'clock'>,
  manager: EntityManager,
  who: { userId: string; merchantId: string },
): Promise<OpenedSession> {
  const now = ground.clock.now()
  const token = ground.ids.secret()
  const session: SessionRow = {
    tokenHash: sha256(token),
    kind: 'session',
    ...who,
    createdAt: now,
    expiresAt: now + SESSION_MS,
  }
  await manager
    .createQueryBuilder()
    .delete()
    .from(sessionEntity)
    .where('userId = :userId AND expiresAt <= :now', { userId: who.userId, now })
    .execute()
  await manager.insert(sessionEntity, session)
  return { token, session }
}

/** Where a person begins: his oldest active membership, or undefined when he has none. */
export async function firstMerchantOf(manager: EntityManager, userId: string): Promise<string | undefined> {
  const [first] = await manager.find(membershipEntity, {
    where: { userId, isActive: true },
    order: { id: 'ASC' },
    take: 1,
  })
  return first?.merchantId
}
