import { ApiError, type Client, createClient, type Transport } from '@piaoma/shared/client'
import type { Problem } from '@piaoma/shared/errors'

const TIMEOUT_MS = 20_000

/** `fetch` with an end: a request that hangs counts as not answered (`status` 0), as a dead network does. */
export const browserTransport: Transport = ({ method, path, headers, body }) => {
  const answer = fetch(path, { method, headers, body, credentials: 'same-origin' }).then(
    async (response) => ({ status: response.status, body: await response.text() }),
    () => ({ status: 0, body: '' }),
  )
  const timeout = new Promise<{ status: number; body: string }>((resolve) => {
    setTimeout(() => resolve({ status: 0, body: '' }), TIMEOUT_MS)
  })
  return Promise.race([answer, timeout])
}

/** The typed client, asking for words in the language of the page. */
export const call: Client = createClient({
  transport: browserTransport,
  headers: () => ({ 'accept-language': document.documentElement.lang }),
})

/** The language of the service's own words: it speaks these two, whatever the page speaks. */
export function serviceLanguage(): 'zh-CN' | 'en' {
  return document.documentElement.lang === 'zh-CN' ? 'zh-CN' : 'en'
}

/** The problem inside whatever was thrown by the client; anything else is our own fault and goes on up. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  throw error
}
