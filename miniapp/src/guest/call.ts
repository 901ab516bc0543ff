import { ApiError, createClient } from '@piaoma/shared/client'
import type { Problem } from '@piaoma/shared/errors'
import { transport } from '@/api/transport'
import { currentLanguage } from '@/words'

/** Calls the service as a guest: no session, the code or the application's token is the key. */
export const call = createClient({ transport, headers: () => ({ 'accept-language': currentLanguage() }) })

/** The problem inside whatever the client threw; anything else is our own mistake and goes on up. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  throw error
}
