import { randomInt } from 'node:crypto'
import { CODE_ALPHABET } from '@piaoma/shared/codes'
import type { tillInput } from '@piaoma/shared/contract'
import type { z } from 'zod'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { sha256 } from '../ids'
import { type Acting, refuseIssues, taxCodeIssues } from './acting'
import { recordAudit } from './audit'
import { type ApiKeyRow, apiKeyEntity, type TillRow, tillEntity } from './entity'
import { loadStore } from './load'
import { forMerchant } from './scoped'

/** Makes a program's key, `pk_` and 192 random bits. The key itself is in this answer and nowhere else. */
export function createApiKey(
  ground: Ground,
  acting: Acting,
  input: { name: string },
): Promise<{ key: string; row: ApiKeyRow }> {
  const key = `pk_${ground.ids.secret()}`
  return ground.db.transaction(async (tx) => {
    const row = await forMerchant(tx.manager, apiKeyEntity, acting.merchantId).insert({
      id: ground.ids.ulid(),
      name: input.name,
      keyHash: sha256(key),
      hint: `pk_…${key.slice(-4)}`,
      createdAt: ground.clock.now(),
      lastUsedAt: null,
    })
    await recordAudit(ground, tx, { ...acting, targetType: 'apiKey', targetId: row.id, action: 'key.create' })
    return { key, row }
  })
}

/** Revokes a key at once; `resource.not_found` when it is gone already. */
export function revokeApiKey(ground: Ground, acting: Acting, id: string): Promise<void> {
  return ground.db.transaction(async (tx) => {
    const removed = await forMerchant(tx.manager, apiKeyEntity, acting.merchantId).delete({ id })
    if (removed === 0) throw new AppError('resource.not_found')
    await recordAudit(ground, tx, { ...acting, targetType: 'apiKey', targetId: id, action: 'key.revoke' })
  })
}

const KEY_ID_LENGTH = 10
const drawKeyId = (): string =>
  Array.from({ length: KEY_ID_LENGTH }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join('')

/**
 * Registers a till (收银机) that signs off-line codes. Its secret (256 bits, base64url; the HMAC key is the decoded
 * bytes) is in this answer and nowhere else. Another merchant's store is `resource.not_found`.
 */
export function registerTill(
  ground: Ground,
  acting: Acting,
  input: z.output<typeof tillInput>,
): Promise<{ secret: string; row: TillRow }> {
  refuseIssues(taxCodeIssues(input.line.taxCode, 'line.taxCode'))
  const secret = Buffer.from(ground.ids.bytes(32)).toString('base64url')
  return ground.db.transaction(async (tx) => {
    await loadStore(tx.manager, acting.merchantId, input.storeId)
    const row = await forMerchant(tx.manager, tillEntity, acting.merchantId).insert({
      id: ground.ids.ulid(),
      storeId: input.storeId,
      name: input.name,
      keyId: drawKeyId(),
      secret: ground.secrets.seal(secret),
      line: input.line,
      isActive: true,
      createdAt: ground.clock.now(),
    })
    await recordAudit(ground, tx, {
      ...acting,
      targetType: 'till',
      targetId: row.id,
      action: 'till.register',
    })
    return { secret, row }
  })
}

/** Shuts a till out: what it signed and nobody has used yet is worth nothing any more. Twice is once. */
export function revokeTill(ground: Ground, acting: Acting, id: string): Promise<void> {
  return ground.db.transaction(async (tx) => {
    const tills = forMerchant(tx.manager, tillEntity, acting.merchantId)
    await tills.get(id)
    const revoked = await tills.update({ id, isActive: true }, { isActive: false })
    if (revoked === 0) return
    await recordAudit(ground, tx, { ...acting, targetType: 'till', targetId: id, action: 'till.revoke' })
  })
}
