import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const CLOCK_SKEW_S = 300

export interface TencentGate {
  now: () => number
  /** SecretId → SecretKey. */
  secrets: ReadonlyMap<string, string>
  service: string
}

/** What Tencent Cloud finds wrong with the TC3-HMAC-SHA256 signature of a call: its error code, or undefined. */
export function tencentProblem(
  gate: TencentGate,
  headers: IncomingHttpHeaders,
  body: Buffer,
): string | undefined {
  const given =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/([a-z]+)\/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!given) return 'AuthFailure.SignatureFailure'
  const [, id = '', date = '', service = '', signedHeaders = '', signature = ''] = given
  const secret = gate.secrets.get(id)
  if (secret === undefined) return 'AuthFailure.SecretIdNotFound'
  const timestamp = Number(headers['x-tc-timestamp'])
  if (!(Math.abs(gate.now() / 1000 - timestamp) < CLOCK_SKEW_S)) return 'AuthFailure.SignatureExpire'
  const isDay = new Date(timestamp * 1000).toISOString().slice(0, 10) === date
  const names = signedHeaders.split(';')
  if (!isDay || service !== gate.service || !names.includes('content-type') || !names.includes('host')) {
    return 'AuthFailure.SignatureFailure'
  }
  const lines = names.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .toLowerCase()}\n`,
  )
  const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
  const canonical = ['POST', '/', '', lines.join(''), signedHeaders, hash(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', String(timestamp), scope, hash(canonical)].join('\n')
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const expected = mac(mac(mac(mac(`TC3${secret}`, date), service), 'tc3_request'), toSign)
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'AuthFailure.SignatureFailure'
}
