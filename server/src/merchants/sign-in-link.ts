import type { Ground } from '../ground'
import { AppError } from '../http'
import { sha256 } from '../ids'
import { membershipEntity, sessionEntity, userEntity } from './entity'
import { normaliseLogin } from './normalise-login'
import { firstMerchantOf, type OpenedSession, openSession } from './session'

/** Makes a one-time sign-in link's token; only its SHA-256 is kept. It works once, until `ttlMs` have passed. */
export async function createSignInLink(
  ground: Pick<Ground, 'ids' | 'clock' | 'db'>,
  link: { userId: string; merchantId: string; ttlMs: number },
): Promise<string> {
  const now = ground.clock.now()
  const token = ground.ids.secret()
  await ground.db.manager.insert(sessionEntity, {
    tokenHash: sha256(token),
    kind: 'link',
    userId: link.userId,
    merchantId: link.merchantId,
    createdAt: now,
    expiresAt: now + link.ttlMs,
  })
  return token
}

/** Who a new link is for: the person with this login at his first merchant. Refuses (Error) an unknown login. */
export async function linkHolder(
  ground: Pick<Ground, 'db'>,
  login: string,
): Promise<{ userId: string; merchantId: string }> {
  const user = await ground.db.manager.findOneBy(userEntity, { login: normaliseLogin(login) })
  const merchantId = user && (await firstMerchantOf(ground.db.manager, user.id))
  if (!user || !merchantId) throw new Error(`nobody signs in as ${login}`)
  return { userId: user.id, merchantId }
}

/**
 * Turns a link into a session. Of any number that try at once the one whose DELETE removed the row wins; used,
 * expired, unknown, and links of people who left answer alike: `auth.link_used`.
 */
export async function useSignInLink(
  ground: Pick<Ground, 'ids' | 'clock' | 'db'>,
  linkToken: string,
): Promise<OpenedSession> {
  const opened = await ground.db.transaction(async ({ manager }) => {
    const mine = { tokenHash: sha256(linkToken), kind: 'link' as const }
    const link = await manager.findOneBy(sessionEntity, mine)
    if (!link || link.expiresAt <= ground.clock.now()) return undefined
    const { affected } = await manager.delete(sessionEntity, mine)
    if (affected !== 1) return undefined
    const { userId, merchantId } = link
    // A link of somebody who left is spent all the same.
    const isMember = await manager.existsBy(membershipEntity, { userId, merchantId, isActive: true })
    return isMember ? openSession(ground, manager, { userId, merchantId }) : undefined
  })
  if (!opened) throw new AppError('auth.link_used')
  return opened
}
