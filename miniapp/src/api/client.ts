import { ApiError, type CallInput, type CallOutput, createClient } from '@piaoma/shared/client'
import type { EndpointKey } from '@piaoma/shared/contract'
import { currentSession, sessionExpired } from '@/session/store'
import { currentLanguage } from '@/words'
import { countChange } from './changes'
import { transport } from './transport'

/** Headers of every call of a signed-in person; files and uploads need them too. */
export function sessionHeaders(): Record<string, string> {
  const { token } = currentSession()
  return {
    'accept-language': currentLanguage(),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
}

const client = createClient({ transport, headers: sessionHeaders })

/** Calls the service. A session it does not know brings the sign-in sheet over the page; the call still fails. */
export async function call<K extends EndpointKey>(key: K, input: CallInput<K>): Promise<CallOutput<K>> {
  const { token } = currentSession()
  try {
    const answer = await client(key, input)
    if (!key.startsWith('GET ')) countChange()
    return answer
  } catch (error) {
    // A late answer to an old token must not end the session that replaced it.
    if (isAuthRequired(error) && token === currentSession().token) sessionExpired()
    throw error
  }
}

function isAuthRequired(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'auth.required'
}
