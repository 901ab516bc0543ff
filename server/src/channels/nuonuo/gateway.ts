import { boundedFetch } from '../../bounded-fetch'
import { parseJson } from '../../parse-json'
import { envelope } from './answers'
import type { NuonuoSettings } from './config'
import { requestIdentity, signRequest } from './sign'
import { createTokenSource } from './token'

/** What one signed call brought back. */
export type GatewayAnswer =
  /** A business answer; `code` decides. */
  | { kind: 'answer'; code: string; describe: string; result: unknown }
  /** The gateway turned us away at the door: the business behind it never saw the request. */
  | { kind: 'denied'; code: string; message: string }
  /** The request may or may not have been carried out. */
  | { kind: 'unknown'; cause: string }

export interface Gateway {
  /** `method` is the full API name, `content` its private parameters. */
  call(method: string, content: unknown): Promise<GatewayAnswer>
}

const MAX_ANSWER_BYTES = 4 * 1024 * 1024

/** Codes of a token that is wrong or has died; a new one is worth one try. */
const TOKEN_CODES = /^070[13]\d\d$/
/** … except those that a new token cannot mend: API not granted, token limit used up, wrong app type. */
const HOPELESS_TOKEN_CODES = new Set(['070302', '070304', '070305', '070306', '070307'])
/** 07xxxx: credentials, signature, call volume, unknown API; all checked before the business runs. */
const GATEWAY_CODES = /^07\d{2,4}$/

/** Signs and sends calls to the NuoNuo gateway; a refused token is replaced and the call repeated once. */
export function createGateway(settings: NuonuoSettings): Gateway {
  const tokens = createTokenSource(settings)
  return {
    async call(method, content) {
      // Signed and sent from the same bytes: the signature covers the body exactly.
      const body = new TextEncoder().encode(JSON.stringify(content))
      const first = await tokens.current()
      if (first.outcome !== 'token') return withoutToken(first)
      const answer = await send(settings, method, body, first.token)
      if (answer.kind !== 'denied' || !isTokenProblem(answer.code)) return answer
      const second = await tokens.replace(first.token)
      if (second.outcome !== 'token') return withoutToken(second)
      return send(settings, method, body, second.token)
    },
  }
}

function isTokenProblem(code: string): boolean {
  return TOKEN_CODES.test(code) && !HOPELESS_TOKEN_CODES.has(code)
}

function withoutToken(
  outcome: { outcome: 'denied'; code: string; message: string } | { outcome: 'unknown'; cause: string },
): GatewayAnswer {
  return outcome.outcome === 'denied'
    ? { kind: 'denied', code: outcome.code, message: outcome.message }
    : { kind: 'unknown', cause: outcome.cause }
}

async function send(
  settings: NuonuoSettings,
  method: string,
  body: Uint8Array<ArrayBuffer>,
  token: string,
): Promise<GatewayAnswer> {
  const { appKey } = settings
  const timestamp = String(Math.floor(settings.now() / 1000))
  const { senid, nonce } = requestIdentity(settings.randomBytes)
  const url = new URL(settings.gatewayUrl)
  for (const [name, value] of Object.entries({ senid, nonce, timestamp, appkey: appKey })) {
    url.searchParams.set(name, value)
  }
  const headers: Record<string, string> = {
    'content-type': 'application/json;charset=UTF-8',
    'X-Nuonuo-Sign': signRequest(settings.appSecret, { appKey, senid, nonce, timestamp, body }),
    accessToken: token,
    method,
  }
  if (settings.userTax !== undefined) headers.userTax = settings.userTax
  const answer = await boundedFetch({
    url: url.toString(),
    init: { method: 'POST', headers, body },
    fetch: settings.fetch,
    timeoutMs: settings.timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (!answer.arrived) return { kind: 'unknown', cause: answer.cause }
  if (answer.status !== 200) return { kind: 'unknown', cause: `HTTP ${answer.status}` }
  return readEnvelope(answer.bytes)
}

function readEnvelope(bytes: Uint8Array): GatewayAnswer {
  const parsed = envelope.safeParse(parseJson(bytes))
  if (!parsed.success) return { kind: 'unknown', cause: 'unreadable answer' }
  const { code, describe, result } = parsed.data
  return GATEWAY_CODES.test(code)
    ? { kind: 'denied', code, message: describe }
    : { kind: 'answer', code, describe, result }
}
