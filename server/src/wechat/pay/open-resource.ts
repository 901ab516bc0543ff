import { createDecipheriv } from 'node:crypto'

const TAG_BYTES = 16

/** The encrypted part of a callback (facts 1.10). */
export interface EncryptedResource {
  algorithm: string
  ciphertext: string
  nonce: string
  associated_data?: string | undefined
}

/**
 * AEAD_AES_256_GCM with the tag checked: `undefined` when a bit of ciphertext, tag, nonce or associated data differs
 * from what was sealed, or the key is another one.
 */
export function openResource(apiV3Key: string, resource: EncryptedResource): string | undefined {
  const sealed = Buffer.from(resource.ciphertext, 'base64')
  const isPossible =
    resource.algorithm === 'AEAD_AES_256_GCM' && resource.nonce.length === 12 && sealed.length > TAG_BYTES
  if (!isPossible) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(resource.associated_data ?? '', 'utf8'))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
    return plain.toString('utf8')
  } catch {
    // "Unsupported state or unable to authenticate data": forged, or another key.
    return undefined
  }
}
