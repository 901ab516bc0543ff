import type { merchantSettingsInput, taxpayerInput } from '@piaoma/shared/contract'
import type { FieldIssue } from '@piaoma/shared/errors'
import type { z } from 'zod'
import type { Ground } from '../ground'
import { type Acting, changedFields, refuseIssues } from './acting'
import { recordAudit } from './audit'
import { type MerchantRow, merchantEntity, type TaxpayerRow, taxpayerEntity } from './entity'
import { loadMerchant, loadTaxpayer } from './load'
import { forMerchant } from './scoped'

/** Changes the merchant's own settings; what is left out stays. */
export function changeSettings(
  ground: Ground,
  acting: Acting,
  change: z.output<typeof merchantSettingsInput>,
): Promise<MerchantRow> {
  const { merchantId } = acting
  return ground.db.transaction(async (tx) => {
    const fields = changedFields(change)
    if (fields) {
      const set = change.defaultKinds
        ? { ...change, defaultKinds: [...new Set(change.defaultKinds)] }
        : change
      await tx.manager.update(merchantEntity, { id: merchantId }, set)
      await recordAudit(ground, tx, {
        ...acting,
        targetType: 'merchant',
        targetId: merchantId,
        action: 'settings.change',
        detail: fields,
      })
    }
    return loadMerchant(tx.manager, merchantId)
  })
}

/**
 * Changes what a seller prints on invoices, or its credentials at the channel (the secret is sealed and never shown
 * again). Refuses `resource.not_found`, and channel addresses that are not http(s) or carry a password.
 */
export function changeTaxpayer(
  ground: Ground,
  acting: Acting,
  id: string,
  change: z.output<typeof taxpayerInput>,
): Promise<TaxpayerRow> {
  const { channel, ...printed } = change
  if (channel) {
    refuseIssues([
      ...urlIssues(channel.gatewayUrl, 'channel.gatewayUrl'),
      ...urlIssues(channel.tokenUrl, 'channel.tokenUrl'),
    ])
  }
  const { merchantId } = acting
  return ground.db.transaction(async (tx) => {
    await loadTaxpayer(tx.manager, merchantId, id)
    const sealed = channel && { ...channel, appSecret: ground.secrets.seal(channel.appSecret) }
    await forMerchant(tx.manager, taxpayerEntity, merchantId).update({ id }, { ...printed, ...sealed })
    await recordAudit(ground, tx, {
      ...acting,
      targetType: 'taxpayer',
      targetId: id,
      action: 'taxpayer.change',
      detail: changedFields(change),
    })
    return loadTaxpayer(tx.manager, merchantId, id)
  })
}

/** An address a channel may have: plain http(s), no password in it, at most 300 characters. */
export function urlIssues(text: string, path: string): FieldIssue[] {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isGood = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && text.length <= 300
  return isGood ? [] : [{ path, code: 'url.form' }]
}
