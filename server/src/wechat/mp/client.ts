import { z } from 'zod'
import { boundedFetch, type HttpAnswer } from '../../bounded-fetch'
import type { Ground } from '../../ground'
import { parseJson } from '../../parse-json'
import { failureOf, isTokenCode, type MpOutcome } from './outcome'
import { createMpTokens, type Issued, type MpApp } from './tokens'

export interface MpCall {
  path: string
  query?: Record<string, string>
  /** JSON; without it and without `upload` the call is a GET. */
  body?: unknown
  upload?: { field: string; fileName: string; bytes: Uint8Array }
}

/** api.weixin.qq.com for any account. Calls settle with an outcome and never throw for what WeChat does. */
export interface MpClient {
  /** With the account's access token; a token that is refused is replaced once. */
  call<S extends z.ZodType>(app: MpApp, call: MpCall, answer: S): Promise<MpOutcome<z.output<S>>>
  /** As `call`, for answers that are a picture. */
  picture(app: MpApp, call: MpCall): Promise<MpOutcome<Buffer>>
  /** With AppID and secret in the address (sessions, OAuth). */
  credentialCall<S extends z.ZodType>(app: MpApp, call: MpCall, answer: S): Promise<MpOutcome<z.output<S>>>
  /** `jsapi` for wx.config, `wx_card` for the authorisation page and cardSign; `stale` was just refused. */
  ticket(app: MpApp, type: 'jsapi' | 'wx_card', stale?: string): Promise<MpOutcome<string>>
}

const MAX_BYTES = 8 * 1024 * 1024

const errorAnswer = z.object({ errcode: z.number(), errmsg: z.string().optional() })
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() })
const ticketAnswer = z.object({ ticket: z.string().min(1), expires_in: z.number() })

export function createMpClient(
  ground: Pick<Ground, 'db' | 'clock' | 'secrets'>,
  options: { baseUrl: string; timeoutMs: number },
): MpClient {
  const { timeoutMs } = options
  /** Redirects are not followed: the token in the address would go along. */
  const exchange = ({ href: url }: URL, init: RequestInit) =>
    boundedFetch({ url, init, fetch, timeoutMs, maxBytes: MAX_BYTES })
  const tokens = createMpTokens(ground)
  const address = (path: string, query: Record<string, string>) => {
    const url = new URL(options.baseUrl.replace(/\/+$/, '') + path)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  async function stableToken(app: MpApp, isForced: boolean): Promise<MpOutcome<Issued>> {
    const path = '/cgi-bin/stable_token'
    const { appId: appid, secret } = app
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: isForced }
    const arrival = await exchange(address(path, {}), jsonPost(body))
    const read = readJson(path, arrival, tokenAnswer)
    if (read.outcome !== 'done') return read
    return issued(read.answer.access_token, read.answer.expires_in)
  }
  const token = (app: MpApp, stale?: string) => {
    const renew = async () => {
      const fresh = await stableToken(app, false)
      // Forced only when the same token comes back: that is counted, 20 a day.
      const isSame = fresh.outcome === 'done' && fresh.answer.value === stale
      return isSame ? stableToken(app, true) : fresh
    }
    return tokens.get(app, 'token', renew, stale)
  }

  /** `read` decides; a token's refusal leads to one more try with a new one. */
  async function withToken<T>(
    app: MpApp,
    call: MpCall,
    read: (arrival: HttpAnswer) => MpOutcome<T>,
  ): Promise<MpOutcome<T>> {
    let stale: string | undefined
    for (;;) {
      const held = await token(app, stale)
      // Without a token nothing was asked: not "unknown", whatever became of the token.
      if (held.outcome === 'unknown') return { outcome: 'busy', errcode: 0, cause: held.cause }
      if (held.outcome !== 'done') return held
      const url = address(call.path, { access_token: held.answer, ...call.query })
      const result = read(await exchange(url, requestOf(call)))
      const isOver = result.outcome === 'refused' && isTokenCode(result.errcode)
      if (!isOver || stale !== undefined) return result
      stale = held.answer
    }
  }

  return {
    call: (app, call, answer) => withToken(app, call, (arrival) => readJson(call.path, arrival, answer)),
    picture: (app, call) => withToken(app, call, (arrival) => readPicture(call.path, arrival)),
    async credentialCall(app, call, answer) {
      const query = { appid: app.appId, secret: app.secret, ...call.query }
      return readJson(call.path, await exchange(address(call.path, query), requestOf(call)), answer)
    },
    ticket: (app, type, stale) => {
      const renew = async () => {
        const call = { path: '/cgi-bin/ticket/getticket', query: { type } }
        const read = await withToken(app, call, (arrival) => readJson(call.path, arrival, ticketAnswer))
        return read.outcome === 'done' ? issued(read.answer.ticket, read.answer.expires_in) : read
      }
      return tokens.get(app, type, renew, stale)
    },
  }
}

const issued = (value: string, seconds: number): MpOutcome<Issued> => ({
  outcome: 'done',
  answer: { value, lifeMs: seconds * 1000 },
})

const jsonPost = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

function requestOf({ body, upload }: MpCall): RequestInit {
  if (upload) {
    const form = new FormData()
    form.set(
      upload.field,
      new Blob([Uint8Array.from(upload.bytes)], { type: 'application/pdf' }),
      upload.fileName,
    )
    return { method: 'POST', body: form }
  }
  return body === undefined ? { method: 'GET' } : jsonPost(body)
}

/** HTTP 200 with `errcode` 0 or none, and the fields we need; anything else is a no or nobody knows. */
function readJson<S extends z.ZodType>(call: string, arrival: HttpAnswer, schema: S): MpOutcome<z.output<S>> {
  if (!arrival.arrived) return { outcome: 'unknown', cause: `${call}: ${arrival.cause}` }
  if (arrival.status !== 200) return { outcome: 'unknown', cause: `${call}: HTTP ${arrival.status}` }
  const content = parseJson(arrival.bytes)
  const error = errorAnswer.safeParse(content)
  if (error.success && error.data.errcode !== 0) return failureOf(call, error.data.errcode)
  const answer = schema.safeParse(content)
  return answer.success
    ? { outcome: 'done', answer: answer.data }
    : { outcome: 'unknown', cause: `${call}: unreadable answer` }
}

/** Errors come as JSON with HTTP 200 here too (facts 3.4). */
function readPicture(call: string, arrival: HttpAnswer): MpOutcome<Buffer> {
  if (
    arrival.arrived &&
    arrival.status === 200 &&
    arrival.headers.get('content-type')?.startsWith('image/')
  ) {
    return { outcome: 'done', answer: Buffer.from(arrival.bytes) }
  }
  const read = readJson(call, arrival, z.never())
  return read.outcome === 'done' ? { outcome: 'unknown', cause: `${call}: no picture` } : read
}
