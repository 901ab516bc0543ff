import type { PayKeys } from './keys'

export const WINDOW_SECONDS = 300

/** One request as it will be sent: these very bytes are signed. */
export interface ToSign {
  method: string
  /** Path and query, encoded as they go over the wire. */
  target: string
  /** Epoch seconds. */
  timestamp: number
  nonce: string
  /** Body as text; the `meta` of an upload; empty when there is none. */
  body: string
}

/** The five lines of APIv3, each ended by a line feed, the empty body's too. */
export function messageToSign({ method, target, timestamp, nonce, body }: ToSign): string {
  return `${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`
}

/** The Authorization header of a request. */
export function authorize(keys: PayKeys, request: ToSign): string {
  return keys.authorization(request.nonce, String(request.timestamp), keys.sign(messageToSign(request)))
}
