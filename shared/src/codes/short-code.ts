import { CODE_ALPHABET, checkCharacter, hasRightCheckCharacter } from './alphabet'

/** Characters of the merchant's part, of the random part (31^8, 39.6 bits), and of the whole code. */
export const SHORT_CODE_PREFIX_LENGTH = 3
export const SHORT_CODE_RANDOM_LENGTH = 8
export const SHORT_CODE_LENGTH = 12

export type ShortCodeIssue = 'short_code.length' | 'short_code.character' | 'short_code.check'

/** `code` is canonical: 12 capitals without hyphens. `position` counts from 1 in the text without separators. */
export type ShortCodeCheck =
  | { ok: true; code: string }
  | { ok: false; reason: ShortCodeIssue; position?: number }

/**
 * The canonical short code (no hyphens) of a merchant prefix and eight random integers 0–30, each drawn
 * evenly (`crypto.randomInt(31)`). Refuses (RangeError) any other prefix or number.
 */
export function buildShortCode(prefix: string, randomInts: readonly number[]): string {
  if (!isShortCodePrefix(prefix)) throw new RangeError('a prefix is three characters of the code alphabet')
  if (randomInts.length !== SHORT_CODE_RANDOM_LENGTH) throw new RangeError('a short code takes 8 numbers')
  let body = prefix
  for (const value of randomInts) {
    const character = Number.isInteger(value) && value >= 0 ? CODE_ALPHABET.charAt(value) : ''
    if (character === '') throw new RangeError('random numbers are integers from 0 to 30')
    body += character
  }
  return body + checkCharacter(body)
}

/** Whether a text can be a merchant's prefix: three characters of the code alphabet. */
export function isShortCodePrefix(prefix: string): boolean {
  return new RegExp(`^[${CODE_ALPHABET}]{${SHORT_CODE_PREFIX_LENGTH}}$`).test(prefix)
}

/**
 * What a person typed, made comparable: full-width to half-width, capitals, no spaces, hyphens or
 * invisible characters. Look-alikes (0 O 1 I L) are kept: they never occur in a code, so
 * `checkShortCode` points at them instead of guessing.
 */
export function normaliseShortCode(text: string): string {
  return text
    .replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff\-_‐-―−－·.]/g, '')
    .replace(/[a-z]/g, (char) => char.toUpperCase())
}

/** Checks characters first, then length, then the check character, and says where the first foreign one is. */
export function checkShortCode(text: string): ShortCodeCheck {
  const code = normaliseShortCode(text)
  for (let i = 0; i < code.length; i++) {
    if (CODE_ALPHABET.indexOf(code.charAt(i)) < 0)
      return { ok: false, reason: 'short_code.character', position: i + 1 }
  }
  if (code.length !== SHORT_CODE_LENGTH) return { ok: false, reason: 'short_code.length' }
  return hasRightCheckCharacter(code) ? { ok: true, code } : { ok: false, reason: 'short_code.check' }
}

/** `PPPXXXXXXXXC` as printed: `PPP-XXXX-XXXXC`. Anything that is not 12 characters comes back unchanged. */
export function formatShortCode(code: string): string {
  return code.length === SHORT_CODE_LENGTH ? `${code.slice(0, 3)}-${code.slice(3, 7)}-${code.slice(7)}` : code
}
