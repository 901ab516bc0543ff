import { createHash, randomBytes } from 'node:crypto'
import { monotonicFactory } from 'ulid'
import type { Clock } from './ground'

/** Identifiers and secrets made by the application. */
export interface Ids {
  /** 26-character ULID; sorts by time. */
  ulid(): string
  bytes(length: number): Uint8Array
  /** URL-safe secret of 32 characters (192 bits). */
  secret(): string
}

export function createIds(clock: Clock): Ids {
  const next = monotonicFactory(() => randomBytes(4).readUInt32BE() / 2 ** 32)
  return {
    ulid: () => next(clock.now()),
    bytes: (length) => new Uint8Array(randomBytes(length)),
    secret: () => randomBytes(24).toString('base64url'),
  }
}

/** Hexadecimal SHA-256 of a text. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
