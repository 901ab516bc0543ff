import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')
/** Every signature of this side: SHA-1 over the values, sorted by code units and joined. */
const sortedSha1 = (values: string[]) => sha1([...values].sort().join(''))

/** `wx.config` of the JS-SDK; the address without its fragment, as the page really has it (facts 3.5). */
export function jsApiSign(given: {
  ticket: string
  nonceStr: string
  timestamp: number
  url: string
}): string {
  const url = given.url.replace(/#.*$/s, '')
  return sha1(
    `jsapi_ticket=${given.ticket}&noncestr=${given.nonceStr}&timestamp=${given.timestamp}&url=${url}`,
  )
}

/** `cardSign` of chooseInvoice in the JS-SDK (facts 3.1). */
export function cardSign(given: {
  ticket: string
  appId: string
  timestamp: number
  nonceStr: string
}): string {
  return sortedSha1([given.ticket, given.appId, String(given.timestamp), given.nonceStr, 'INVOICE'])
}

/** Whether a pushed request was signed with our token; in the same time for right and wrong. */
export function isSignedBy(token: string, values: string[], signature: string): boolean {
  const expected = Buffer.from(sortedSha1([token, ...values]))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * Opens an event of the AES mode: 16 random bytes, length, message, AppID. Undefined when the padding, the length or
 * the AppID is not right: it was sealed for somebody else, or altered.
 */
export function openSealed(sealed: string, aesKey: string, appId: string): string | undefined {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const bytes = Buffer.from(sealed, 'base64')
  if (key.length !== 32 || bytes.length === 0 || bytes.length % 16 !== 0) return undefined
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(bytes), decipher.final()])
  const pad = plain.at(-1) ?? 0
  if (pad < 1 || pad > 32 || pad > plain.length - 20) return undefined
  const content = plain.subarray(16, plain.length - pad)
  const length = content.readUInt32BE(0)
  if (length > content.length - 4) return undefined
  const owner = content.subarray(4 + length).toString('utf8')
  return owner === appId ? content.subarray(4, 4 + length).toString('utf8') : undefined
}
