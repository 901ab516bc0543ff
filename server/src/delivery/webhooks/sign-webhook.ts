import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/** A new secret in the form of the Standard Webhooks specification: `whsec_` and 32 random bytes in Base64. */
export const webhookSecret = (bytes: Uint8Array): string => PREFIX + Buffer.from(bytes).toString('base64')

/**
 * The headers of a webhook by the Standard Webhooks specification 1.0: the signature is HMAC-SHA256 over
 * `id.timestamp.body` with the decoded secret. `timestampSeconds` is that of the try, the id that of the message.
 */
export function webhookHeaders(
  secret: string,
  message: { id: string; timestampSeconds: number; body: string },
): Record<string, string> {
  if (!secret.startsWith(PREFIX)) throw new Error('not a webhook secret')
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signed = `${message.id}.${message.timestampSeconds}.${message.body}`
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestampSeconds),
    'webhook-signature': `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`,
  }
}
