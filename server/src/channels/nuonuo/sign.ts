import { createHmac } from 'node:crypto'

/** What the signature covers: the query parameters and the exact bytes of the body. */
export interface SignedParts {
  appKey: string
  /** 32 hex characters, new for each call. */
  senid: string
  /** 8 digits. */
  nonce: string
  /** Unix seconds. */
  timestamp: string
  /** The body as it goes over the wire; never a re-serialized copy. */
  body: Uint8Array
}

/**
 * `X-Nuonuo-Sign`: base64 of HMAC-SHA1 under the app secret.
 * Source: NuoNuo open platform, common request; `/open/v1/services` is spelled `a=services&l=v1&p=open`.
 */
export function signRequest(appSecret: string, parts: SignedParts): string {
  const { appKey, senid, nonce, timestamp, body } = parts
  const head = `a=services&l=v1&p=open&k=${appKey}&i=${senid}&n=${nonce}&t=${timestamp}&f=`
  return createHmac('sha1', appSecret).update(head, 'utf8').update(body).digest('base64')
}

/** `senid` (32 hex characters) and `nonce` (8 digits, the first not 0) from a source of random bytes. */
export function requestIdentity(randomBytes: (size: number) => Uint8Array): { senid: string; nonce: string } {
  const senid = Buffer.from(randomBytes(16)).toString('hex')
  const nonce = 10_000_000 + (Buffer.from(randomBytes(4)).readUInt32BE(0) % 90_000_000)
  return { senid, nonce: String(nonce) }
}
