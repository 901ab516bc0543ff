import type { memberInput, Role } from '@piaoma/shared/contract'
import { checkEmail, checkMobile } from '@piaoma/shared/taxpayer'
import { In } from 'typeorm'
import type { z } from 'zod'
import { isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { type Acting, refuseIssues } from './acting'
import { recordAudit } from './audit'
import { type MembershipRow, membershipEntity, storeEntity, type UserRow, userEntity } from './entity'
import { normaliseLogin } from './normalise-login'
import { hashPassword } from './password'
import { forMerchant } from './scoped'

export type NewMember = z.output<typeof memberInput>
export interface Member {
  membership: MembershipRow
  user: UserRow
}

/**
 * Adds a person with a login of his own. Without a password he can only come in by a one-time link. Refuses
 * `resource.exists` (the login is taken), `resource.not_found` (a store of somebody else), `request.invalid`.
 */
export async function addMember(ground: Ground, acting: Acting, input: NewMember): Promise<Member> {
  const login = normaliseLogin(input.login)
  refuseIssues(isLogin(login) ? [] : [{ path: 'login', code: 'login.form' }])
  // Hashing takes a tenth of a second: never inside a transaction.
  const passwordHash = input.password === undefined ? null : await hashPassword(input.password)
  try {
    return await ground.db.transaction(async (tx) => {
      const storeIds = await ownStores(tx, acting.merchantId, input.storeIds ?? null)
      const userId = await insertUser(ground, tx, { name: input.name, login, passwordHash })
      const id = await insertMember(ground, tx, { ...acting, userId, role: input.role, storeIds })
      await recordAudit(ground, tx, {
        ...acting,
        targetType: 'member',
        targetId: id,
        action: 'member.add',
        detail: input.role,
      })
      return loadMember(tx, acting.merchantId, id)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('resource.exists')
    throw error
  }
}

/** A member of this merchant; another's is `resource.not_found`. */
export async function loadMember(tx: Pick<Tx, 'manager'>, merchantId: string, id: string): Promise<Member> {
  const membership = await forMerchant(tx.manager, membershipEntity, merchantId).get(id)
  const user = await tx.manager.findOneByOrFail(userEntity, { id: membership.userId })
  return { membership, user }
}

/** The ids without repetition; refuses `resource.not_found` when one is not a store of the merchant. */
export async function ownStores(
  tx: Pick<Tx, 'manager'>,
  merchantId: string,
  storeIds: string[] | null,
): Promise<string[] | null> {
  if (storeIds === null) return null
  const wanted = [...new Set(storeIds)]
  const found = await forMerchant(tx.manager, storeEntity, merchantId).count({ id: In(wanted) })
  if (found !== wanted.length) throw new AppError('resource.not_found')
  return wanted
}

/** Whether a normalised text can be signed in with: a phone number or an e-mail address. */
export const isLogin = (login: string): boolean => checkEmail(login) || checkMobile(login)

/** A person; the login is normalised already. */
export async function insertUser(
  ground: Pick<Ground, 'ids' | 'clock'>,
  tx: Pick<Tx, 'manager'>,
  user: Pick<UserRow, 'name' | 'login' | 'passwordHash'>,
): Promise<string> {
  const id = ground.ids.ulid()
  await tx.manager.insert(userEntity, {
    ...user,
    id,
    failedAttempts: 0,
    lockedUntil: null,
    createdAt: ground.clock.now(),
  })
  return id
}

/** What a person is at a merchant. */
export async function insertMember(
  ground: Pick<Ground, 'ids' | 'clock'>,
  tx: Pick<Tx, 'manager'>,
  member: { merchantId: string; userId: string; role: Role; storeIds: string[] | null },
): Promise<string> {
  const id = ground.ids.ulid()
  const { merchantId, userId, role, storeIds } = member
  await tx.manager.insert(membershipEntity, {
    id,
    merchantId,
    userId,
    role,
    storeIds,
    isActive: true,
    createdAt: ground.clock.now(),
  })
  return id
}
