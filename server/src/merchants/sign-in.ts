import type { Ground } from '../ground'
import { AppError, type RateLimits } from '../http'
import { sha256 } from '../ids'
import { acceptPassword, checkPassword, createUnknownLogins } from './attempts'
import { userEntity } from './entity'
import { normaliseLogin } from './normalise-login'
import { firstMerchantOf, type OpenedSession, openSession } from './session'
import { useSignInLink } from './sign-in-link'

/** A phone or e-mail with its password, or the token of a one-time link. */
export type SignInRequest = { login: string; password: string } | { linkToken: string }

/** Opens a session, or refuses with `auth.failed`, `auth.locked`, `auth.link_used` or `request.rate_limited`. */
export type SignIn = (request: SignInRequest, ip: string) => Promise<OpenedSession>

/**
 * Signing in. What fails is limited by address and by login on top of the lock of the account; an unknown login
 * answers as a known one with a wrong password does, in the same time.
 */
export function createSignIn(ground: Ground, limits: RateLimits): SignIn {
  const unknown = createUnknownLogins(ground)

  async function withPassword(login: string, password: string): Promise<OpenedSession> {
    const { manager } = ground.db
    const user = await manager.findOneBy(userEntity, { login })
    if (!user) return unknown.refuse(login, password)
    await checkPassword(ground, user, password)
    return ground.db.transaction(async (tx) => {
      await acceptPassword(tx.manager, user)
      const merchantId = await firstMerchantOf(tx.manager, user.id)
      if (merchantId === undefined) throw new AppError('auth.failed', { logText: 'no active membership' })
      return openSession(ground, tx.manager, { userId: user.id, merchantId })
    })
  }

  return async (request, ip) => {
    const login = 'login' in request ? normaliseLogin(request.login) : undefined
    const keys = login === undefined ? [ip] : [ip, `login:${sha256(login)}`]
    for (const key of keys) await limits.check('signInMiss', key)
    if (login !== undefined) await limits.take('signIn', `login:${sha256(login)}`)
    try {
      const opened =
        'linkToken' in request
          ? await useSignInLink(ground, request.linkToken)
          : await withPassword(login ?? '', request.password)
      ground.log.info({
        event: 'auth.signed_in',
        merchantId: opened.session.merchantId,
        userId: opened.session.userId,
      })
      return opened
    } catch (error) {
      if (error instanceof AppError) {
        ground.log.info({ event: 'auth.refused', code: error.code })
        for (const key of keys) await limits.take('signInMiss', key)
      }
      throw error
    }
  }
}
