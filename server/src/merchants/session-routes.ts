import type { Ground } from '../ground'
import { AppError, type Guard, type Person, type RateLimits } from '../http'
import { changePassword } from './change-password'
import { membershipEntity, type SessionRow, sessionEntity } from './entity'
import { presentSession } from './present-session'
import { createSignIn } from './sign-in'

/** `/api/v1/sessions…`: signing in and out, and what concerns the person himself. */
export function mountSessions(guard: Guard, ground: Ground, limits: RateLimits): void {
  const { manager } = ground.db
  const signIn = createSignIn(ground, limits)

  guard('POST /api/v1/sessions', 'signIn', async ({ ctx, body }) => {
    const { token, session } = await signIn(body, ctx.ip)
    ctx.set('cache-control', 'no-store')
    return { ...(await presentSession(manager, session)), token }
  })
  guard('GET /api/v1/sessions/current', 'console', async ({ caller }) =>
    presentSession(manager, await sessionOf(caller)),
  )
  guard('PUT /api/v1/sessions/current/merchant', 'console', async ({ caller, body }) => {
    const { merchantId } = body
    const isMember = await manager.existsBy(membershipEntity, {
      userId: caller.userId,
      merchantId,
      isActive: true,
    })
    if (!isMember) throw new AppError('resource.not_found')
    await manager.update(sessionEntity, { tokenHash: caller.sessionHash }, { merchantId })
    return presentSession(manager, await sessionOf(caller))
  })
  guard('PUT /api/v1/sessions/current/password', 'signIn', async ({ caller, body }) => {
    await changePassword(ground, caller, body)
    return { ok: true as const }
  })
  guard('DELETE /api/v1/sessions/current', 'console', async ({ caller }) => {
    await manager.delete(sessionEntity, { tokenHash: caller.sessionHash })
  })

  async function sessionOf(caller: Person): Promise<SessionRow> {
    const session = await manager.findOneBy(sessionEntity, { tokenHash: caller.sessionHash })
    if (!session) throw new AppError('auth.required')
    return session
  }
}
