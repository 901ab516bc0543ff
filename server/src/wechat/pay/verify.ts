import { createVerify } from 'node:crypto'
import type { PayKeys } from './keys'
import { WINDOW_SECONDS } from './sign'

/** Why what claims to come from WeChat is not believed. */
export type Distrust =
  /** A header is missing. */
  | 'unsigned'
  /** More than five minutes from now, either way. */
  | 'stale'
  /** Signed with a key that this merchant does not have. */
  | 'unknown_serial'
  /** WeChat's own test whether we check: deliberately wrong. */
  | 'probe'
  | 'wrong_signature'

const PROBE = 'WECHATPAY/SIGNTEST/'

/**
 * Checks the signature over the raw bytes of an answer or a callback, before anything in them is read. `undefined`:
 * it is genuine and fresh. Certificate or public key is decided by Wechatpay-Serial alone; no network is asked.
 */
export function distrust(
  keys: PayKeys,
  header: (name: string) => string,
  raw: Uint8Array,
  nowMs: number,
): Distrust | undefined {
  const [timestamp, nonce, serial, signature] = ['timestamp', 'nonce', 'serial', 'signature'].map((name) =>
    header(`wechatpay-${name}`),
  )
  if (!timestamp || !nonce || !serial || !signature) return 'unsigned'
  if (signature.startsWith(PROBE)) return 'probe'
  if (!/^\d{10}$/.test(timestamp)) return 'stale'
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > WINDOW_SECONDS) return 'stale'
  const key = keys.platformKey(serial)
  if (!key) return 'unknown_serial'
  const isRight = createVerify('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n`)
    .update(raw)
    .update('\n')
    .verify(key, signature, 'base64')
  return isRight ? undefined : 'wrong_signature'
}
