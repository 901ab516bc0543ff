import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Seals secrets that must be stored readable for us only (channel and till keys). */
export interface SecretBox {
  seal(text: string): string
  /** Throws when the text was altered or sealed with another key. */
  open(sealed: string): string
}

/** AES-256-GCM with a fresh nonce; `key` is 64 hexadecimal digits. */
export function createSecretBox(key: string): SecretBox {
  const secret = Buffer.from(key, 'hex')
  return {
    seal(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', secret, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** The key in `folder/data.key`, made on first use and readable by its owner only. */
export function dataKey(folder: string): string {
  const file = join(folder, 'data.key')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    // `wx`: of two processes that start together one writes and both read.
    try {
      writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return readFileSync(file, 'utf8').trim()
}
