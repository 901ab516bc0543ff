import { createHash, createHmac } from 'node:crypto'

export interface TencentCall {
  secretId: string
  secretKey: string
  /** `ocr`, `sms`: the first word of the host. */
  service: string
  action: string
  version: string
  region?: string
  url: string
  /** Epoch milliseconds; they allow five minutes either way. */
  now: number
  body: string
}

/** Headers of a JSON call to Tencent Cloud, signed by TC3-HMAC-SHA256 over content type and host. Source: 签名方法 v3. */
export function tencentHeaders(call: TencentCall): Record<string, string> {
  const timestamp = Math.floor(call.now / 1_000)
  const date = new Date(timestamp * 1_000).toISOString().slice(0, 10)
  const contentType = 'application/json; charset=utf-8'
  const { host } = new URL(call.url)
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const names = 'content-type;host'
  const headers = `content-type:${contentType}\nhost:${host}\n`
  const canonical = ['POST', '/', '', headers, names, hash(call.body)].join('\n')
  const scope = `${date}/${call.service}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', String(timestamp), scope, hash(canonical)].join('\n')
  const key = mac(mac(mac(`TC3${call.secretKey}`, date), call.service), 'tc3_request')
  return {
    authorization: `TC3-HMAC-SHA256 Credential=${call.secretId}/${scope}, SignedHeaders=${names}, Signature=${mac(key, toSign).toString('hex')}`,
    'content-type': contentType,
    'x-tc-action': call.action,
    'x-tc-version': call.version,
    'x-tc-timestamp': String(timestamp),
    ...(call.region === undefined ? {} : { 'x-tc-region': call.region }),
  }
}
