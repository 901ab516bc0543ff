import type { verificationAccountInput } from '@piaoma/shared/contract'
import type { EntityManager } from 'typeorm'
import type { z } from 'zod'
import type { Ground } from '../ground'
import { type Acting, refuseIssues } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { urlIssues } from '../merchants/change-settings'
import { forMerchant } from '../merchants/scoped'
import { type VerificationAccountRow, verificationAccountEntity } from './entity'

/** The merchant's account, or null. */
export function loadAccount(
  manager: EntityManager,
  merchantId: string,
): Promise<VerificationAccountRow | null> {
  return forMerchant(manager, verificationAccountEntity, merchantId).findOne({})
}

/**
 * Sets the merchant's account; a secret that is left out stays. Refuses addresses that are not http(s), and an account
 * without a secret.
 */
export function saveAccount(
  ground: Ground,
  acting: Acting,
  input: z.output<typeof verificationAccountInput>,
): Promise<VerificationAccountRow> {
  refuseIssues(urlIssues(input.url, 'url'))
  const { merchantId } = acting
  return ground.db.transaction(async (tx) => {
    const accounts = forMerchant(tx.manager, verificationAccountEntity, merchantId)
    const before = await accounts.findOne({})
    const appSecret = input.appSecret === undefined ? before?.appSecret : ground.secrets.seal(input.appSecret)
    if (appSecret === undefined) refuseIssues([{ path: 'appSecret', code: 'field.required' }])
    const { provider, url, appKey } = input
    const set = { provider, url, appKey, ...(appSecret === undefined ? {} : { appSecret }) }
    if (before) await accounts.update({ id: before.id }, set)
    else {
      const id = ground.ids.ulid()
      await accounts.insert({ ...set, id, appSecret: appSecret ?? '', createdAt: ground.clock.now() })
    }
    const target = { targetType: 'merchant', targetId: merchantId, action: 'verification.account' }
    await recordAudit(ground, tx, { ...acting, ...target, detail: provider })
    const saved = await accounts.findOne({})
    if (!saved) throw new Error('the account vanished while it was saved')
    return saved
  })
}
