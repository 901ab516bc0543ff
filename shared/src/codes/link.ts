import { parseOfflineCode } from './offline-code'
import { checkShortCode } from './short-code'

// Crockford's base 32 in lower case: no i l o u.
const TOKEN_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TOKEN_LENGTH = 26
// Longer than any code, link or title QR; keeps the matching below cheap on hostile input.
const LONGEST_SCAN = 4096

/** What a scanned or typed text turned out to be. `code` is canonical, and empty when `unknown`. */
export interface ScannedText {
  kind: 'token' | 'short' | 'offline' | 'title' | 'unknown'
  code: string
}

/**
 * The link token of 16 random bytes: 26 characters, 128 bits, so that it also fits the 32 characters of a
 * mini-program scene. Bytes after the 16th are not used; fewer are refused (RangeError).
 */
export function tokenFromBytes(bytes: ArrayLike<number>): string {
  if (bytes.length < 16) throw new RangeError('a link token needs 16 random bytes')
  let token = ''
  let bits = 0
  let count = 0
  for (let i = 0; i < 16; i++) {
    bits = ((bits << 8) | ((bytes[i] ?? 0) & 255)) & 0xfff
    count += 8
    for (; count >= 5; count -= 5) token += TOKEN_ALPHABET.charAt((bits >> (count - 5)) & 31)
  }
  return token + TOKEN_ALPHABET.charAt((bits << (5 - count)) & 31)
}

/** Whether a text has the shape of a link token (26 lower-case characters without i l o u). */
export function isLinkToken(text: string): boolean {
  return text.length === TOKEN_LENGTH && /^[0-9a-hjkmnp-tv-z]+$/.test(text)
}

/**
 * The address printed in a QR: `https://HOST/s/CODE`. Refuses (RangeError) whatever is no token, short or
 * off-line code, so that "undefined" can never be printed, and a base that is no plain http(s) address.
 */
export function linkFor(publicUrl: string, code: string): string {
  if (!/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/i.test(publicUrl))
    throw new RangeError('publicUrl is no http(s) address')
  const read = readCode(String(code))
  if (read.kind === 'unknown') throw new RangeError('a link needs a code')
  return `${publicUrl.replace(/\/+$/, '')}/s/${read.code}`
}

/**
 * Reads whatever a camera or a person gives: a whole link (`https://HOST/s/CODE?…`, also inside a copied
 * sentence), a bare code, the short form in any spelling, or a buyer's title QR (`$01…$`).
 */
export function readScannedText(text: string): ScannedText {
  const trimmed = text.slice(0, LONGEST_SCAN + 1).trim()
  if (trimmed.length > LONGEST_SCAN) return { kind: 'unknown', code: '' }
  if (/^\$01[^$]+\$?$/.test(trimmed)) return { kind: 'title', code: trimmed }
  const link = /https?:\/\/[^\s?#]+\/s\/([\w-]+(?:\.[\w-]+)*)/i.exec(trimmed)
  return readCode(link?.[1] ?? trimmed)
}

function readCode(text: string): ScannedText {
  const lower = text.toLowerCase()
  if (isLinkToken(lower)) return { kind: 'token', code: lower }
  if (parseOfflineCode(text)) return { kind: 'offline', code: text }
  const short = checkShortCode(text)
  return short.ok ? { kind: 'short', code: short.code } : { kind: 'unknown', code: '' }
}
