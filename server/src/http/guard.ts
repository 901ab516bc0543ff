import type Router from '@koa/router'
import { type Api, api, type Endpoint, type EndpointKey } from '@piaoma/shared/contract'
import type { ErrorCode, FieldIssue } from '@piaoma/shared/errors'
import type { Context } from 'koa'
import type { z } from 'zod'
import { AppError } from './app-error'
import type { Caller, Callers } from './callers'
import type { LimitName, RateLimits } from './rate-limit'

type Parsed<K extends EndpointKey, Part extends string> =
  Api[K] extends Record<Part, infer S> ? (S extends z.ZodType ? z.output<S> : undefined) : undefined

/** What a handler returns: the answer before the guard has checked and stripped it. */
export type Answer<K extends EndpointKey> = Api[K] extends { answer: { schema: infer S } }
  ? S extends z.ZodType
    ? z.input<S>
    : never
  : unknown

type CallerOf<K extends EndpointKey> = Api[K]['access'] extends 'session'
  ? Extract<Caller, { type: 'person' }>
  : Api[K]['access'] extends 'apiKey'
    ? Extract<Caller, { type: 'program' }>
    : undefined

export interface Request<K extends EndpointKey> {
  ctx: Context
  params: Parsed<K, 'params'>
  query: Parsed<K, 'query'>
  body: Parsed<K, 'body'>
  caller: CallerOf<K>
  /** The Idempotency-Key; always there where the contract asks for it. */
  idempotencyKey: string
}

export type Handler<K extends EndpointKey> = (request: Request<K>) => Promise<Answer<K>>

/** Mounts an endpoint of the contract: rate limit → caller → input → handler → output. */
export type Guard = <K extends EndpointKey>(key: K, limit: LimitName, handler: Handler<K>) => void

const ALWAYS: readonly ErrorCode[] = [
  'request.malformed',
  'request.invalid',
  'request.too_large',
  'request.unsupported_type',
  'request.rate_limited',
  'server.error',
  'server.busy',
]

export function createGuard(router: Router, limits: RateLimits, callers: Callers): Guard {
  return (key, limit, handler) => {
    const endpoint: Endpoint = api[key]
    const [method = '', path = ''] = key.split(' ')
    router.register(path, [method.toLowerCase()], async (ctx: Context) => {
      await limits.take(limit, ctx.ip)
      const caller = await callers.identify(ctx, endpoint)
      const request = {
        ctx,
        params: readPart(endpoint.params, ctx.params, 'params'),
        query: endpoint.query && readPart(endpoint.query, ctx.query, 'query'),
        body: endpoint.upload ? undefined : readBody(endpoint, ctx),
        caller,
        idempotencyKey: endpoint.isIdempotent ? readIdempotencyKey(ctx) : '',
      }
      try {
        // The parts were parsed by the very schemas that the handler's types are inferred from.
        send(ctx, endpoint, await handler(request as unknown as Request<typeof key>))
      } catch (error) {
        throw declared(key, endpoint, error)
      }
    })
  }
}

/** An error the contract does not list is a fault of ours, not an answer. */
function declared(key: string, endpoint: Endpoint, error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const isDeclared =
    endpoint.errors.includes(error.code) ||
    ALWAYS.includes(error.code) ||
    error.code.startsWith('auth.') ||
    (endpoint.isIdempotent === true && error.code.startsWith('idempotency.'))
  return isDeclared ? error : new Error(`${key} answered ${error.code}, which its contract does not list`)
}

function readBody(endpoint: Endpoint, ctx: Context): unknown {
  if (!endpoint.body) return undefined
  if (!ctx.is('application/json')) throw new AppError('request.unsupported_type')
  return readPart(endpoint.body, (ctx.request as { body?: unknown }).body, '')
}

function readPart(schema: z.ZodType | undefined, value: unknown, part: '' | 'params' | 'query'): unknown {
  if (!schema) return undefined
  const result = parseInput(schema, value)
  if (result.success) return result.data
  // An address that cannot exist is not found, whatever is wrong with it.
  if (part === 'params') throw new AppError('resource.not_found')
  throw new AppError('request.invalid', { fields: fieldIssues(result.error) })
}

/** Parses what came from outside; its issues know the input, so that what is missing is told from what is wrong. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
): z.ZodSafeParseResult<z.output<S>> {
  return schema.safeParse(value, { reportInput: true })
}

/** All issues that `parseInput` found at once, by dotted path. */
export function fieldIssues(error: z.ZodError): FieldIssue[] {
  const issues = error.issues.flatMap(issuesOf)
  const seen = new Set<string>()
  return issues.filter(({ path, code }) => {
    const key = `${path} ${code}`
    return !seen.has(key) && seen.add(key)
  })
}

function issuesOf(issue: z.core.$ZodIssue): FieldIssue[] {
  const path = issue.path.join('.')
  const under = (name: string) => (path ? `${path}.${name}` : name)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ path: under(name), code: 'field.unknown' }))
  }
  if (issue.code === 'invalid_union') {
    // Of several forms the one was meant that needs the least correcting.
    const forms = issue.errors.map((errors) => errors.flatMap(issuesOf)).sort((a, b) => a.length - b.length)
    return (forms[0] ?? [{ path: '', code: 'field.invalid' }]).map((each) => ({
      ...each,
      path: under(each.path),
    }))
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, code: 'field.required' }]
  return [{ path, code: /^[a-z_]+(\.[a-z0-9_]+)+$/.test(issue.message) ? issue.message : 'field.invalid' }]
}

function readIdempotencyKey(ctx: Context): string {
  const key = ctx.get('idempotency-key').trim()
  if (!/^[\x21-\x7e]{8,255}$/.test(key)) throw new AppError('idempotency.key_required')
  return key
}

function send(ctx: Context, endpoint: Endpoint, answer: unknown): void {
  const { answer: declaration } = endpoint
  ctx.status = declaration.status
  if ('schema' in declaration) {
    const checked = declaration.schema.safeParse(answer)
    if (!checked.success) throw new Error(`answer breaks its contract: ${checked.error.message}`)
    ctx.type = 'application/json'
    ctx.body = JSON.stringify(checked.data)
  } else if ('media' in declaration) {
    if (answer !== undefined) {
      if (!ctx.response.get('content-type')) ctx.type = declaration.media
      ctx.body = answer
    }
  } else {
    ctx.body = null
  }
}
