import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A request as Amazon's Signature Version 4 sees it. */
export interface SignedRequest {
  method: string
  /** Path and query as they came. */
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/** `<Code>` of S3 for a request that is not what its signer signed; undefined when it is. */
export type Refusal =
  | 'AccessDenied'
  | 'InvalidAccessKeyId'
  | 'RequestTimeTooSkewed'
  | 'SignatureDoesNotMatch'
  | 'XAmzContentSHA256Mismatch'
  | 'AuthorizationHeaderMalformed'

const MAX_SKEW_MS = 15 * 60_000
const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/

/** Checks a request as S3 does: who, when, from which region, and that nothing of it was changed. */
export function refusalOf(
  { method, url, headers, body }: SignedRequest,
  known: { accessKeyId: string; secretAccessKey: string; region: string; now: number },
): Refusal | undefined {
  const parts = FORM.exec(headers.authorization ?? '')
  if (!parts) return 'AccessDenied'
  const [, accessKeyId = '', day = '', region = '', signedHeaders = '', signature = ''] = parts
  if (accessKeyId !== known.accessKeyId) return 'InvalidAccessKeyId'
  if (region !== known.region) return 'AuthorizationHeaderMalformed'
  const names = signedHeaders.split(';')
  const date = text(headers, 'x-amz-date')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied'
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(at - known.now) <= MAX_SKEW_MS) || !date.startsWith(day)) return 'RequestTimeTooSkewed'
  const [path = '', query = ''] = url.split('?')
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${text(headers, name).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    text(headers, 'x-amz-content-sha256'),
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${known.secretAccessKey}`,
  )
  if (!timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))) return 'SignatureDoesNotMatch'
  return text(headers, 'x-amz-content-sha256') === sha256(body) ? undefined : 'XAmzContentSHA256Mismatch'
}

const text = (headers: IncomingMessage['headers'], name: string): string => {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
