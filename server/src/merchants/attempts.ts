import { type EntityManager, IsNull } from 'typeorm'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { sha256 } from '../ids'
import { type UserRow, userEntity } from './entity'
import { verifyPassword } from './password'

/** Wrong passwords in a row before an account is locked, and for how long. */
export const MAX_ATTEMPTS = 5
export const LOCK_MS = 15 * 60_000

type Parts = Pick<Ground, 'db' | 'clock'>

/**
 * Checks a user's password. Every try is counted in the database *before* it is looked at, by one conditional
 * UPDATE, so of any number of parallel guesses only five get a look. Refuses with `auth.failed` or, while the
 * account is locked, `auth.locked`, whether the password is right or not.
 */
export async function checkPassword(ground: Parts, user: UserRow, password: string): Promise<void> {
  if (!(await countAttempt(ground, user))) throw new AppError('auth.locked')
  if (!(await verifyPassword(user.passwordHash, password))) throw new AppError('auth.failed')
}

/**
 * Forgets the wrong tries, in the transaction that acts on a checked password. Refuses with `auth.failed` when the
 * password was changed since it was read: a thief who signs in at that moment comes too late.
 */
export async function acceptPassword(manager: EntityManager, user: UserRow): Promise<void> {
  const { affected } = await manager.update(
    userEntity,
    { id: user.id, passwordHash: user.passwordHash ?? IsNull() },
    { failedAttempts: 0, lockedUntil: null },
  )
  if (affected !== 1) throw new AppError('auth.failed', { logText: 'the password was changed meanwhile' })
}

/** False: the account is locked. The fifth try locks it; a right password opens it again. */
async function countAttempt(ground: Parts, user: UserRow): Promise<boolean> {
  const now = ground.clock.now()
  const { manager } = ground.db
  const update = () => manager.createQueryBuilder().update(userEntity)
  if (user.lockedUntil !== null) {
    // A lock that ran out gives five fresh tries; whoever comes second finds nothing to reset.
    await update()
      .set({ failedAttempts: 0, lockedUntil: null })
      .where('id = :id AND lockedUntil <= :now', { id: user.id, now })
      .execute()
  }
  const { affected } = await update()
    .set({
      // MySQL assigns from left to right: the lock has to be decided on the count before this try.
      lockedUntil: () =>
        `CASE WHEN failedAttempts + 1 >= ${MAX_ATTEMPTS} THEN ${now + LOCK_MS} ELSE NULL END`,
      failedAttempts: () => 'failedAttempts + 1',
    })
    .where('id = :id AND lockedUntil IS NULL', { id: user.id })
    .execute()
  return affected === 1
}

/** Logins that nobody has, counted like those somebody has, so that being locked does not tell them apart. */
export interface UnknownLogins {
  /** Takes as long as a real check; refuses with `auth.failed`, and from the sixth time with `auth.locked`. */
  refuse(login: string, password: string): Promise<never>
}

const REMEMBERED = 10_000

/** In this process's memory: the oldest are forgotten when there are more than 10,000. */
export function createUnknownLogins(ground: Pick<Ground, 'clock'>): UnknownLogins {
  const tries = new Map<string, { count: number; lockedUntil: number }>()
  return {
    async refuse(login, password) {
      const key = sha256(login)
      const now = ground.clock.now()
      const before = tries.get(key)
      if (before && before.lockedUntil > now) throw new AppError('auth.locked')
      const count = before && before.lockedUntil === 0 ? before.count + 1 : 1
      tries.delete(key)
      tries.set(key, { count, lockedUntil: count >= MAX_ATTEMPTS ? now + LOCK_MS : 0 })
      const [oldest] = tries.keys()
      if (tries.size > REMEMBERED && oldest !== undefined) tries.delete(oldest)
      await verifyPassword(null, password)
      throw new AppError('auth.failed')
    },
  }
}
