import { sha256 } from './sha256'

const BLOCK = 64

/** HMAC-SHA-256 (RFC 2104): 32 bytes. */
export function hmacSha256(key: ArrayLike<number>, message: ArrayLike<number>): Uint8Array {
  const short = key.length > BLOCK ? sha256(key) : key
  const inner = new Uint8Array(BLOCK + message.length)
  const outer = new Uint8Array(BLOCK + 32)
  for (let i = 0; i < BLOCK; i++) {
    const byte = short[i] ?? 0
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  inner.set(message, BLOCK)
  outer.set(sha256(inner), BLOCK)
  return sha256(outer)
}

/** Compares two texts in a time that depends on their length alone. */
export function isEqualInConstantTime(left: string, right: string): boolean {
  let difference = left.length ^ right.length
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ (right.charCodeAt(i) || 0)
  return difference === 0
}
