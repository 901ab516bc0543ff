import { type Client, createClient } from '@piaoma/shared/client'

/** What a call was answered with, whatever it was. */
export interface HttpAnswer {
  status: number
  headers: Headers
  text: string
  bytes: Uint8Array
  /** Parsed JSON; undefined when the body is none. */
  json: unknown
}

export interface HttpOptions {
  method?: string
  token?: string
  key?: string
  body?: unknown
  /** Sent as it is, instead of `body` as JSON. */
  raw?: string | Uint8Array<ArrayBuffer> | FormData
  headers?: Record<string, string>
}

/** One bare HTTP call: nothing is checked, nothing throws but a broken connection. */
export async function http(baseUrl: string, path: string, options: HttpOptions = {}): Promise<HttpAnswer> {
  const { token, key, body, raw } = options
  const response = await fetch(baseUrl + path, {
    method: options.method ?? (body === undefined && raw === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...options.headers,
    },
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(bytes)
  return { status: response.status, headers: response.headers, text, bytes, json: jsonOf(text) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The typed client over real HTTP; `token` is a session's token or an API key. */
export function clientOf(baseUrl: string, token?: string): Client {
  return createClient({
    headers: (): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {}),
    transport: async ({ method, path, headers, body }) => {
      const answer = await fetch(baseUrl + path, { method, headers, body: body ?? null })
      return { status: answer.status, body: await answer.text(), headers: Object.fromEntries(answer.headers) }
    },
  })
}

let keys = 0
/** An Idempotency-Key that nobody has used. */
export function newKey(): string {
  keys += 1
  return `key-${process.pid}-${Date.now().toString(36)}-${keys}`
}
