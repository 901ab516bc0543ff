import { createHash, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { boundedFetch, type HttpAnswer } from '../../bounded-fetch'
import type { Clock } from '../../ground'
import { parseJson } from '../../parse-json'
import type { PayKeys } from './keys'
import { authorize } from './sign'
import { type Distrust, distrust } from './verify'

/** What one call brought back. Words of WeChat decide nothing: one code comes with many messages. */
export type PayOutcome<Body> = { outcome: 'done'; status: number; body: Body; requestId: string } | PayTrouble

export type PayTrouble =
  /** A definite, signed no. */
  | { outcome: 'refused'; status: number; code: string; requestId: string; cause: string }
  /** Definitely not done; worth trying again. */
  | { outcome: 'busy'; status: number; code: string; requestId: string; cause: string }
  /** Nobody knows whether it was done. `cause` holds no data. */
  | { outcome: 'unknown'; cause: string; distrust?: Distrust }

const MAX_BYTES = 8 * 1024 * 1024

export interface PayCallOptions<Schema extends z.ZodType> {
  query?: Record<string, string | number | boolean | undefined>
  body?: unknown
  answer: Schema
  /**
   * A second sending of the very same bytes does no harm, because WeChat tells it by an id in it (or it only reads):
   * only then the second host is tried.
   */
  isRepeatable: boolean
}

export interface PayClient {
  readonly keys: PayKeys
  call<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    options: PayCallOptions<Schema>,
  ): Promise<PayOutcome<z.output<Schema>>>
  /** Multipart with `file` and `meta`; the signature covers `meta` exactly as sent. */
  upload<Schema extends z.ZodType>(
    path: string,
    upload: { meta: Record<string, string>; file: Uint8Array; answer: Schema },
  ): Promise<PayOutcome<z.output<Schema>>>
}

export interface PayClientOptions {
  keys: PayKeys
  /** api.mch and its second site; the simulator in tests. */
  hosts: readonly string[]
  clock: Clock
  timeoutMs: number
  /** Told of every answer that was not believed. */
  onDistrust?: (why: Distrust) => void
}

interface Prepared {
  method: string
  target: string
  /** What is signed, as text. */
  signed: string
  body?: Uint8Array<ArrayBuffer>
  contentType?: string
}

/** A client of WeChat Pay APIv3 for one merchant. No method throws for what the outside world does. */
export function createPayClient(options: PayClientOptions): PayClient {
  const { keys } = options

  async function run<Schema extends z.ZodType>(
    request: Prepared,
    schema: Schema,
    isRepeatable: boolean,
  ): Promise<PayOutcome<z.output<Schema>>> {
    const [first = '', ...others] = options.hosts
    let arrival = await send(options, first, request)
    for (const host of isRepeatable ? others : []) {
      if (arrival.arrived) break
      arrival = await send(options, host, request)
    }
    return judge(options, arrival, schema)
  }

  return {
    keys,
    call(method, path, { query, body, answer, isRepeatable }) {
      const target = path + queryText(query)
      if (body === undefined) return run({ method, target, signed: '' }, answer, isRepeatable)
      const signed = JSON.stringify(body)
      const bytes = new TextEncoder().encode(signed)
      const request = { method, target, signed, body: bytes, contentType: 'application/json' }
      return run(request, answer, isRepeatable)
    },
    upload(path, { meta, file, answer }) {
      const boundary = `piaoma${randomBytes(16).toString('hex')}`
      const signed = JSON.stringify(meta)
      const request = {
        method: 'POST',
        target: path,
        signed,
        body: multipart(boundary, signed, file),
        contentType: `multipart/form-data; boundary=${boundary}`,
      }
      // A file that nothing refers to is cleaned away after three days.
      return run(request, answer, true)
    },
  }
}

function send(
  { keys, clock, timeoutMs }: PayClientOptions,
  host: string,
  request: Prepared,
): Promise<HttpAnswer> {
  const { method, target, signed, body, contentType } = request
  const timestamp = Math.floor(clock.now() / 1000)
  const nonce = randomBytes(16).toString('hex').toUpperCase()
  const headers = {
    accept: 'application/json',
    'content-type': contentType ?? 'application/json',
    'user-agent': 'piaoma',
    'wechatpay-serial': keys.preferredKeyId,
    authorization: authorize(keys, { method, target, timestamp, nonce, body: signed }),
  }
  // Redirects are not followed: the Authorization would go along.
  return boundedFetch({
    url: host + target,
    init: { method, headers, ...(body ? { body } : {}) },
    fetch,
    timeoutMs,
    maxBytes: MAX_BYTES,
  })
}

function judge<Schema extends z.ZodType>(
  { keys, clock, onDistrust }: PayClientOptions,
  arrival: HttpAnswer,
  schema: Schema,
): PayOutcome<z.output<Schema>> {
  if (!arrival.arrived) return { outcome: 'unknown', cause: arrival.cause }
  const { status, bytes } = arrival
  const header = (name: string) => arrival.headers.get(name) ?? ''
  const requestId = header('request-id')
  const why = distrust(keys, header, bytes, clock.now())
  if (why) {
    onDistrust?.(why)
    return {
      outcome: 'unknown',
      cause: `HTTP ${status}, not believed: ${why} ${requestId}`.trim(),
      distrust: why,
    }
  }
  const json = bytes.length === 0 ? {} : parseJson(bytes)
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(json)
    if (parsed.success) return { outcome: 'done', status, body: parsed.data, requestId }
    return { outcome: 'unknown', cause: `answer of another shape ${requestId}` }
  }
  return failure(status, codeOf(json), requestId)
}

/** Signed refusals by HTTP status and code (facts 1.12). */
function failure(status: number, code: string, requestId: string): PayTrouble {
  const cause = `HTTP ${status} ${code} ${requestId}`
  if (status === 429) return { outcome: 'busy', status, code, requestId, cause }
  if (status >= 500 || status < 400) return { outcome: 'unknown', cause }
  return { outcome: 'refused', status, code, requestId, cause }
}

function codeOf(json: unknown): string {
  const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'NO_CODE'
}

/** `?a=b`, percent-encoded before it is signed. */
function queryText(query: PayCallOptions<z.ZodType>['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function multipart(boundary: string, meta: string, file: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = (disposition: string, type: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(head('name="meta"', 'application/json') + meta, 'utf8'),
      Buffer.from(`\r\n${head('name="file"; filename="fapiao.pdf"', 'application/pdf')}`, 'utf8'),
      file,
      Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8'),
    ]),
  )
}

/** Hexadecimal SM3, as `meta` carries it. */
export function sm3(bytes: Uint8Array): string {
  return createHash('sm3').update(bytes).digest('hex')
}
