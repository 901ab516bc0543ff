import type { wechatSettingsInput } from '@piaoma/shared/contract'
import type { z } from 'zod'
import type { Ground } from '../../ground'
import { type Answer, AppError } from '../../http'
import type { MpClient } from '../../wechat/mp'
import * as api from '../../wechat/mp/api'
import { type Acting, changedFields } from '../acting'
import { recordAudit } from '../audit'
import { loadMerchant } from '../load'
import { platformApp, serviceApp, wechatAccountOf } from './accounts'
import { answerOrRefuse } from './answers'
import { type WechatAccountRow, wechatAccountEntity } from './entity'

/** Secrets are said to be there, never shown. */
export function presentWechat(
  { publicUrl }: Pick<Ground, 'publicUrl'>,
  row: WechatAccountRow,
): Answer<'GET /api/v1/merchant/wechat'> {
  return {
    walletRoutes: row.walletRoutes,
    serviceAppId: row.serviceAppId,
    platformAppId: row.platformAppId,
    hasServiceSecret: row.serviceSecret !== null,
    eventUrl: `${publicUrl}/wechat/events/${row.eventKey}`,
    isReady: row.isReady,
  }
}

const SECRETS = ['serviceSecret', 'platformSecret', 'pushToken', 'pushAesKey'] as const
/** A change of one of these needs the set-up at WeChat anew. */
const ACCOUNT = ['serviceAppId', 'serviceSecret', 'platformAppId', 'platformSecret'] as const

/** Changes the merchant's WeChat accounts; what is left out stays. */
export async function changeWechat(
  ground: Ground,
  acting: Acting,
  change: z.output<typeof wechatSettingsInput>,
): Promise<WechatAccountRow> {
  const { merchantId } = acting
  await wechatAccountOf(ground, merchantId)
  const sealed = Object.fromEntries(
    SECRETS.flatMap((name) => {
      const value = change[name]
      return value === undefined ? [] : [[name, ground.secrets.seal(value)]]
    }),
  )
  const isOther = ACCOUNT.some((name) => change[name] !== undefined)
  const fields = changedFields(change)
  if (fields) {
    await ground.db.transaction(async (tx) => {
      const reset = isOther ? { isReady: false, platformId: null, cardId: null } : {}
      await tx.manager.update(wechatAccountEntity, { merchantId }, { ...change, ...sealed, ...reset })
      await recordAudit(ground, tx, {
        ...acting,
        targetType: 'merchant',
        targetId: merchantId,
        action: 'wechat.change',
        detail: fields,
      })
    })
  }
  return wechatAccountOf(ground, merchantId)
}

/**
 * What must exist at WeChat before the first card: contact, fields of the authorisation page, platform id and card
 * template, in this order. Each is kept as soon as it is there, so that it can be run again after a failure. Refuses
 * `wechat.not_configured` without accounts and contact phone, `wechat.unavailable` when WeChat refuses or is away.
 */
export async function setUpWechat(ground: Ground, mp: MpClient, acting: Acting): Promise<WechatAccountRow> {
  const { merchantId } = acting
  const row = await wechatAccountOf(ground, merchantId)
  const service = serviceApp(ground, row)
  const platform = platformApp(ground, row)
  const merchant = await loadMerchant(ground.db.manager, merchantId)
  const phone = row.contactPhone ?? merchant.contactPhone
  if (!service || !platform || phone === null) throw new AppError('wechat.not_configured')
  const keep = (set: Partial<WechatAccountRow>) =>
    ground.db.manager.update(wechatAccountEntity, { merchantId }, set)
  answerOrRefuse(await api.setContact(mp, service, phone))
  answerOrRefuse(await api.setAuthField(mp, service))
  const { invoice_url: url } = answerOrRefuse(await api.setUrl(mp, platform))
  const platformId = new URL(url).searchParams.get('s_pappid')
  if (!platformId) throw new AppError('wechat.unavailable', { logText: 'seturl named no s_pappid' })
  await keep({ platformId })
  // Made once: each call makes another template.
  if (row.cardId === null) {
    const logoUrl = `${ground.publicUrl}/favicon.ico`
    const card = answerOrRefuse(await api.createCard(mp, platform, { payee: merchant.name, logoUrl }))
    await keep({ cardId: card.card_id })
  }
  await keep({ isReady: true })
  return wechatAccountOf(ground, merchantId)
}
