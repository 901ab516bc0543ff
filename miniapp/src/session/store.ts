import type { SessionView } from '@piaoma/shared/contract'
import { keep, remember } from '@/lib/storage'
import { createStore, useStore } from '@/lib/store'

/**
 * `out`: nobody is signed in. `expired`: somebody was; his page stays as it is under the sign-in sheet, so that what
 * he typed is still there afterwards.
 */
export interface SessionState {
  status: 'out' | 'in' | 'expired'
  token?: string
  view?: SessionView
}

const kept = remember<{ token: string; view: SessionView }>('session')
const session = createStore<SessionState>(kept ? { status: 'in', ...kept } : { status: 'out' })

/** Who is signed in, watched. */
export function useSession(): SessionState {
  return useStore(session)
}

/** Who is signed in right now. */
export function currentSession(): SessionState {
  return session.get()
}

/** A session began; it is kept on this device. */
export function signedIn(token: string, view: SessionView): void {
  keep('session', { token, view })
  session.set({ status: 'in', token, view })
}

/** What the service says about the session now (role or permissions may have changed). */
export function refreshed(view: SessionView): void {
  const { token } = session.get()
  if (token) signedIn(token, view)
}

/** Nobody is signed in any more. */
export function signedOut(): void {
  keep('session', undefined)
  session.set({ status: 'out' })
}

/** The service does not know the token any more. */
export function sessionExpired(): void {
  const { status, view } = session.get()
  if (status !== 'in') return
  keep('session', undefined)
  session.set({ status: 'expired', view })
}

/** Whether the signed-in person may do something, e.g. `codes.write`. */
export function useCan(permission: string): boolean {
  return useStore(session).view?.permissions.includes(permission) ?? false
}
