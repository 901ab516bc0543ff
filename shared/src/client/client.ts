import type { z } from 'zod'
import type { Api, EndpointKey } from '../contract/api'
import type { Problem } from '../errors/problem'

type Part<E, K extends string> =
  E extends Record<K, infer S> ? (S extends z.ZodType ? z.input<S> : never) : never
type With<K extends string, V> = [V] extends [never] ? Record<never, never> : Record<K, V>
type OptionalWith<K extends string, V> = [V] extends [never] ? Record<never, never> : Partial<Record<K, V>>

/** What a call to an endpoint takes. */
export type CallInput<K extends EndpointKey> = With<'params', Part<Api[K], 'params'>> &
  OptionalWith<'query', Part<Api[K], 'query'>> &
  With<'body', Part<Api[K], 'body'>> &
  (Api[K] extends { isIdempotent: true } ? { idempotencyKey: string } : Record<never, never>)

/** What the endpoint answers; `undefined` for 204. */
export type CallOutput<K extends EndpointKey> = Api[K] extends { answer: { schema: infer S } }
  ? S extends z.ZodType
    ? z.output<S>
    : never
  : undefined

/** One HTTP exchange, injected: `fetch` in a browser or Node, `Taro.request` in the mini-program. */
export type Transport = (request: {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}) => Promise<{ status: number; body: string; headers?: Record<string, string> }>

/** The service answered with a problem, or could not be reached (`status` 0). */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
}

interface AnyInput {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  idempotencyKey?: string
}

/** Fills `:name` parts of a path and appends the query; refuses a missing part, so that no address ever holds "undefined". */
export function buildPath(
  key: string,
  input: { params?: Record<string, string>; query?: Record<string, unknown> },
): string {
  const path = key.slice(key.indexOf(' ') + 1).replace(/:(\w+)/g, (_, name: string) => {
    const value = input.params?.[name]
    if (!value) throw new Error(`missing path parameter ${name}`)
    return encodeURIComponent(value)
  })
  const query = Object.entries(input.query ?? {})
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&')
  return query ? `${path}?${query}` : path
}

/** A typed client of the whole contract without its schemas: nothing of zod reaches a page. */
export function createClient(options: { transport: Transport; headers?: () => Record<string, string> }) {
  return async function call<K extends EndpointKey>(key: K, input: CallInput<K>): Promise<CallOutput<K>> {
    const { params, query, body, idempotencyKey } = input as AnyInput
    const answer = await options.transport({
      method: key.slice(0, key.indexOf(' ')),
      path: buildPath(key, { params, query }),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
        ...options.headers?.(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (answer.status >= 200 && answer.status < 300) {
      return (answer.body ? JSON.parse(answer.body) : undefined) as CallOutput<K>
    }
    throw new ApiError(readProblem(answer))
  }
}

function readProblem(answer: { status: number; body: string }): Problem {
  try {
    const problem = JSON.parse(answer.body) as Problem
    if (typeof problem.code === 'string') return problem
  } catch {
    // A proxy's HTML page is no problem document; the one below says the same.
  }
  const code = answer.status === 0 ? 'server.busy' : 'server.error'
  return { type: 'about:blank', title: code, status: answer.status, code, detail: '' }
}

export type Client = ReturnType<typeof createClient>
