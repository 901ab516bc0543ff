import type { WechatMessageKind } from '@piaoma/shared/contract'
import { In, IsNull } from 'typeorm'
import type { Config } from '../../config'
import type { Ground } from '../../ground'
import type { Answer, Person } from '../../http'
import { type WechatConsentRow, wechatConsentEntity } from './entity'
import { identitiesOf } from './identities'

/** Template id of each message that is configured. */
export function templatesOf({
  WECHAT_TEMPLATES,
}: Pick<Config, 'WECHAT_TEMPLATES'>): Map<WechatMessageKind, string> {
  const pairs = WECHAT_TEMPLATES.split(',').filter((pair) => pair !== '')
  return new Map(pairs.map((pair) => pair.split('=') as [WechatMessageKind, string]))
}

type Whose = Pick<WechatConsentRow, 'merchantId' | 'identityId' | 'applicationId' | 'userId'>

/** Remembers what was agreed to. One agreement, one message; agreeing again before it is used adds nothing. */
export async function giveConsents(
  ground: Pick<Ground, 'db' | 'ids' | 'clock'>,
  whose: Whose,
  kinds: readonly WechatMessageKind[],
): Promise<void> {
  const { manager } = ground.db
  for (const kind of new Set(kinds)) {
    const { merchantId, identityId } = whose
    const applicationId = whose.applicationId ?? IsNull()
    const open = { merchantId, identityId, kind, applicationId, usedAt: IsNull() }
    if (await manager.existsBy(wechatConsentEntity, open)) continue
    await manager.insert(wechatConsentEntity, {
      ...whose,
      id: ground.ids.ulid(),
      kind,
      usedAt: null,
      createdAt: ground.clock.now(),
    })
  }
}

/** Takes an agreement for one message; of two that try one wins. */
export async function useConsent(
  ground: Pick<Ground, 'db' | 'clock'>,
  consent: Pick<WechatConsentRow, 'id' | 'merchantId'>,
): Promise<boolean> {
  const { id, merchantId } = consent
  const where = { id, merchantId, usedAt: IsNull() }
  const { affected } = await ground.db.manager.update(wechatConsentEntity, where, {
    usedAt: ground.clock.now(),
  })
  return affected === 1
}

/** Merchants of whom somebody waits for a message of this kind: of all tenants, for the service itself. */
export async function merchantsAwaiting(
  ground: Pick<Ground, 'db'>,
  kind: WechatMessageKind,
): Promise<string[]> {
  const rows = await ground.db.manager
    .createQueryBuilder(wechatConsentEntity, 'c')
    .select('c.merchantId', 'merchantId')
    .distinct(true)
    .where('c.kind = :kind AND c.usedAt IS NULL', { kind })
    .getRawMany<{ merchantId: string }>()
  return rows.map(({ merchantId }) => merchantId)
}

/** Messages that are about the merchant's affairs, so that his members are told and guests never are. */
const STAFF_KINDS: readonly WechatMessageKind[] = ['review_waiting', 'quota_low']

/** Whether a member's WeChat is bound, and what he has agreed to be told at this merchant. */
export async function presentNotices(
  ground: Ground,
  { userId, merchantId }: Pick<Person, 'userId' | 'merchantId'>,
): Promise<Answer<'GET /api/v1/sessions/current/wechat-consents'>> {
  const mine = await identitiesOf(ground, userId)
  const open = await ground.db.manager.findBy(wechatConsentEntity, {
    merchantId,
    userId,
    identityId: In(mine.map(({ id }) => id)),
    usedAt: IsNull(),
  })
  const kinds = [...templatesOf(ground.config)].filter(([kind]) => STAFF_KINDS.includes(kind))
  return {
    isBound: mine.length > 0,
    kinds: kinds.map(([kind, templateId]) => ({
      kind,
      templateId,
      open: open.filter((consent) => consent.kind === kind).length,
    })),
  }
}
