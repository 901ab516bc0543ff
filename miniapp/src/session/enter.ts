import type { SessionView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { call } from '@/api/client'
import { forgetLive } from '@/api/live'
import { problemOf } from '@/api/problems'
import { forgetAnswers } from '@/api/use-resource'
import { forgetAll } from '@/lib/storage'
import { createStore, useStore } from '@/lib/store'
import { takeLinkToken } from '@/platform'
import { wechat } from '@/platform/wechat'
import { currentSession, refreshed, signedIn, signedOut } from './store'

interface Entering {
  /** A one-time link is being exchanged. */
  isBusy: boolean
  problem?: Problem
}
const entering = createStore<Entering>({ isBusy: false })

/** Whether a one-time link is being exchanged, and why it failed. */
export function useEntering(): Entering {
  return useStore(entering)
}

/** Signs in with login and password. What another person saw is forgotten. */
export async function signIn(login: string, password: string): Promise<void> {
  const { token, ...view } = await call('POST /api/v1/sessions', { body: { login, password } })
  begin(token, view)
}

function begin(...[token, view]: Parameters<typeof signedIn>): void {
  forgetAnswers()
  forgetLive()
  signedIn(token, view)
}

/** At the start: exchanges the one-time link the console was opened with, or asks who is signed in. */
export async function enter(): Promise<void> {
  const linkToken = takeLinkToken()
  if (!linkToken) return refresh()
  entering.set({ isBusy: true })
  try {
    const ticket = await ticketOfPhone()
    const { token, ...view } = ticket
      ? await call('POST /api/v1/wechat/bind', { body: { ticket, linkToken } })
      : await call('POST /api/v1/sessions', { body: { linkToken } })
    begin(token, view)
    entering.set({ isBusy: false })
  } catch (error) {
    entering.set({ isBusy: false, problem: problemOf(error) })
  }
}

/** A ticket to bind this phone's WeChat with, when it is nobody's yet and WeChat sign-in is set up. */
async function ticketOfPhone(): Promise<string | undefined> {
  const code = await wechat?.loginCode()
  if (!code) return undefined
  try {
    return (await call('POST /api/v1/wechat/sign-in', { body: { code } })).ticket ?? undefined
  } catch (error) {
    // Not set up or away: the invitation signs in without binding.
    problemOf(error)
    return undefined
  }
}

/** Signs in whom this phone's WeChat is bound to. Answers a ticket to bind it with when it is nobody's yet. */
export async function signInByWechat(code: string): Promise<string | undefined> {
  const { session, ticket } = await call('POST /api/v1/wechat/sign-in', { body: { code } })
  if (session) {
    const { token, ...view } = session
    begin(token, view)
  }
  return ticket ?? undefined
}

/** Binds this phone's WeChat to a person, by one proof of who he is, and signs in. */
export async function bindWechat(
  ticket: string,
  proof: { phoneCode: string } | { linkToken: string } | { login: string; password: string },
): Promise<void> {
  const { token, ...view } = await call('POST /api/v1/wechat/bind', { body: { ticket, ...proof } })
  begin(token, view)
}

async function refresh(): Promise<void> {
  if (currentSession().status !== 'in') return
  try {
    refreshed(await call('GET /api/v1/sessions/current', {}))
  } catch (error) {
    // Not reachable: go on with what is known; the pages say that they are offline. A dead session is told by `call`.
    problemOf(error)
  }
}

/** Goes on as a member of another merchant. */
export async function switchMerchant(merchantId: string): Promise<SessionView> {
  const { token } = currentSession()
  const view = await call('PUT /api/v1/sessions/current/merchant', { body: { merchantId } })
  if (token) begin(token, view)
  return view
}

/** Ends the session here at once; the service is told, but need not answer. */
export function signOut(): void {
  const ending = call('DELETE /api/v1/sessions/current', {})
  signedOut()
  forgetAll('draft.')
  forgetAnswers()
  forgetLive()
  ending.catch((error: unknown) => problemOf(error))
}
