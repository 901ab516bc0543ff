import type { WechatMessageKind } from '@piaoma/shared/contract'
import { IsNull } from 'typeorm'
import { type ApplicationRow, applicationEntity } from '../../applications/entity'
import type { Ground } from '../../ground'
import { invoiceEntity } from '../../issuing/entity'
import type { Job, JobResult } from '../../jobs'
import type { Mailer } from '../../mail'
import { loadMerchant } from '../../merchants/load'
import { miniapp } from '../../merchants/wechat/accounts'
import { templatesOf, useConsent } from '../../merchants/wechat/consents'
import {
  type WechatConsentRow,
  wechatConsentEntity,
  wechatIdentityEntity,
} from '../../merchants/wechat/entity'
import { MINIAPP_PAGES } from '../../merchants/wechat/miniapp-pages'
import type { SmsSender } from '../../sms'
import type { MpClient } from '../../wechat/mp'
import { sendSubscribe } from '../../wechat/mp/api'
import { fieldFormats as format } from './format-field'
import { tellInstead } from './tell-instead'

export interface MessageDeps {
  ground: Ground
  mp: MpClient
  mailer: Mailer
  sms: SmsSender
}

/** The user has no agreement left at WeChat's side. */
const NO_CONSENT = 43_101
const MAX_RECIPIENTS = 50

/** What a message says. */
export interface About {
  merchantName: string
  application: ApplicationRow | null
  invoiceNumber: string | undefined
  figure: number
  at: number
}

/** Job `wechat.message`: one message to each who agreed, by e-mail or SMS to those whom WeChat no longer lets us tell. */
export async function sendMessage(deps: MessageDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const { merchantId = '', applicationId } = job.payload
  const kind = job.payload.kind as WechatMessageKind
  const template = templatesOf(ground.config).get(kind)
  if (template === undefined) return
  const consents = await ground.db.manager.find(wechatConsentEntity, {
    where: { merchantId, kind, usedAt: IsNull(), applicationId: applicationId ?? IsNull() },
    take: MAX_RECIPIENTS,
  })
  if (consents.length === 0) return
  const about = await gather(ground, merchantId, applicationId, Number(job.payload.figure ?? 0))
  let isBusy = false
  for (const consent of consents) {
    if ((await tell(deps, consent, { kind, template, about })) === 'busy') isBusy = true
  }
  return isBusy ? { retryInMs: 30_000 } : undefined
}

async function gather(
  ground: Ground,
  merchantId: string,
  applicationId: string | undefined,
  figure: number,
): Promise<About> {
  const { manager } = ground.db
  const merchant = await loadMerchant(manager, merchantId)
  const where = { merchantId, applicationId: applicationId ?? '' }
  const application = await manager.findOneBy(applicationEntity, { id: applicationId ?? '', merchantId })
  const invoice = application && (await manager.findOneBy(invoiceEntity, where))
  return {
    merchantName: merchant.name,
    application,
    invoiceNumber: invoice?.number,
    figure,
    at: invoice?.issuedAt ?? application?.updatedAt ?? ground.clock.now(),
  }
}

async function tell(
  deps: MessageDeps,
  consent: WechatConsentRow,
  what: { kind: WechatMessageKind; template: string; about: About },
): Promise<'told' | 'busy'> {
  const { ground, mp } = deps
  const identity = await ground.db.manager.findOneBy(wechatIdentityEntity, { id: consent.identityId })
  // Used before the call: a message told twice is worse than one that is lost.
  if (!identity || !(await useConsent(ground, consent))) return 'told'
  const sent = await sendSubscribe(mp, miniapp(ground), {
    touser: identity.openid,
    template_id: what.template,
    page: pageOf(what.kind, what.about),
    data: dataOf(what.kind, what.about),
  })
  if (sent.outcome === 'done') return 'told'
  ground.log.info({ event: 'wechat.message_not_sent', kind: what.kind, cause: sent.cause })
  if (sent.outcome === 'busy') {
    await ground.db.manager.update(wechatConsentEntity, { id: consent.id }, { usedAt: null })
    return 'busy'
  }
  if (sent.outcome === 'refused' && sent.errcode === NO_CONSENT) await tellInstead(deps, consent, what)
  return 'told'
}

function pageOf(kind: WechatMessageKind, { application }: About): string {
  if (kind === 'review_waiting') return MINIAPP_PAGES.review
  if (kind === 'quota_low') return MINIAPP_PAGES.home
  return `${MINIAPP_PAGES.track}?token=${application?.token ?? ''}`
}

/** The fields in the order in which docs/wechat.md asks the operator to pick the keywords of a template. */
function dataOf(kind: WechatMessageKind, about: About): Record<string, { value: string }> {
  const fields: Record<WechatMessageKind, Record<string, string>> = {
    issued: {
      thing1: format.thing(about.merchantName),
      amount2: format.amount(about.application?.amountFen ?? 0),
      character_string3: format.characterString(about.invoiceNumber ?? ''),
      time4: format.time(about.at),
    },
    rejected: {
      thing1: format.thing(about.merchantName),
      amount2: format.amount(about.application?.amountFen ?? 0),
      thing3: format.thing(about.application?.reasonText ?? ''),
    },
    review_waiting: {
      thing1: format.thing(about.merchantName),
      number2: format.number(about.figure),
      time3: format.time(about.at),
    },
    quota_low: {
      thing1: format.thing(about.merchantName),
      amount2: format.amount(about.figure),
      time3: format.time(about.at),
    },
  }
  return Object.fromEntries(Object.entries(fields[kind]).map(([name, value]) => [name, { value }]))
}
