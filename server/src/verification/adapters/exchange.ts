import { boundedFetch } from '../../bounded-fetch'
import { parseJson } from '../../parse-json'
import { MAX_ANSWER_BYTES, MAX_EVIDENCE, type VerifierSettings } from '../verifier'

export type Exchanged =
  | { kind: 'json'; value: unknown; text: string; status: number }
  /** Time-out, reset, an error page, anything that is no answer. */
  | { kind: 'none'; cause: string }

/** One POST whose answer is JSON, or nothing. A 401 or 403 with JSON is an answer too. */
export async function post(
  settings: VerifierSettings,
  path: string,
  init: { headers: Record<string, string>; body: string },
): Promise<Exchanged> {
  const answer = await boundedFetch({
    url: settings.url.replace(/\/+$/, '') + path,
    init: { method: 'POST', ...init },
    fetch: settings.fetch ?? fetch,
    timeoutMs: settings.timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (!answer.arrived) return { kind: 'none', cause: answer.cause }
  const value = parseJson(answer.bytes)
  const isAnswer =
    value !== undefined && (answer.status === 200 || answer.status === 401 || answer.status === 403)
  if (!isAnswer) return { kind: 'none', cause: answer.status === 200 ? 'no JSON' : `HTTP ${answer.status}` }
  const text = new TextDecoder().decode(answer.bytes).slice(0, MAX_EVIDENCE)
  return { kind: 'json', value, text, status: answer.status }
}
