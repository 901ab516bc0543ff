// Browsers, Node and the mini-program share no byte helpers (the mini-program has neither atob nor
// TextEncoder), so these few lines stand in for them everywhere.

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, as `TextEncoder` does it. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(i + 1)
      if (code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        i++
      } else code = 0xfffd
    }
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63))
      bytes.push(0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
  }
  return new Uint8Array(bytes)
}

/** Text of UTF-8 bytes, or undefined when they are not strictly valid UTF-8. */
export function utf8Text(bytes: ArrayLike<number>): string | undefined {
  let text = ''
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i++] ?? 0
    const more =
      first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1
    if (more < 0) return undefined
    let code = more === 0 ? first : first & (63 >> more)
    for (let k = 0; k < more; k++) {
      const next = bytes[i++] ?? 0
      if (next >> 6 !== 2) return undefined
      code = (code << 6) | (next & 63)
    }
    const isOverlong = (more === 2 && code < 0x800) || (more === 3 && code < 0x10000)
    if (isOverlong || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return undefined
    text +=
      code < 0x10000
        ? String.fromCharCode(code)
        : String.fromCharCode(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff))
  }
  return text
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: ArrayLike<number>): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += BASE64.charAt(bits >> 18) + BASE64.charAt((bits >> 12) & 63)
    text += left > 1 ? BASE64.charAt((bits >> 6) & 63) : '='
    text += left > 2 ? BASE64.charAt(bits & 63) : '='
  }
  return text
}

/** Base64 for URLs, without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: ArrayLike<number>): string {
  return toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/**
 * Bytes of base64 in either alphabet, with or without padding, white space skipped; undefined when
 * anything else is in it or the length cannot be.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const body = text
    .replace(/\s+/g, '')
    .replace(/={0,2}$/, '')
    .replace(/-/g, '+')
    .replace(/_/g, '/')
  if (body.length % 4 === 1) return undefined
  const bytes: number[] = []
  let bits = 0
  let count = 0
  for (let i = 0; i < body.length; i++) {
    const value = BASE64.indexOf(body.charAt(i))
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count >= 8) {
      count -= 8
      bytes.push((bits >> count) & 255)
    }
  }
  return new Uint8Array(bytes)
}
