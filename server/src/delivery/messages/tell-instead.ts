import type { WechatMessageKind } from '@piaoma/shared/contract'
import { formatYuan } from '@piaoma/shared/money'
import type { Ground } from '../../ground'
import { type Mailer, oneLine } from '../../mail'
import { userEntity } from '../../merchants/entity'
import type { WechatConsentRow } from '../../merchants/wechat/entity'
import type { SmsSender } from '../../sms'
import { planSms } from '../plan-delivery'
import { noticeMail } from './notice-mail'
import type { About } from './send-message'

interface Ways {
  ground: Ground
  mailer: Mailer
  sms: SmsSender
}

/**
 * WeChat no longer lets us tell him (43101): by e-mail where an address is known, else by SMS where a number is. The
 * agreement is used up before, so that nobody is told twice; what does not get through is in the log alone.
 */
export async function tellInstead(
  ways: Ways,
  consent: WechatConsentRow,
  what: { kind: WechatMessageKind; about: About },
): Promise<void> {
  const { ground } = ways
  const { kind, about } = what
  const { application } = about
  if (kind === 'issued') {
    // Mailed anyway to whoever left an address.
    if (application && application.email === null) {
      await ground.db.transaction((tx) => planSms(ground, tx, application))
    }
    return
  }
  const user = consent.userId && (await ground.db.manager.findOneBy(userEntity, { id: consent.userId }))
  const email = user ? user.login : application?.email
  if (email?.includes('@')) return mail(ways, { id: consent.id, to: email, kind, about })
  const mobile = user ? user.login : application?.mobile
  if (mobile) await text(ways, { id: consent.id, mobile, kind, about })
}

async function mail(
  { ground, mailer }: Ways,
  notice: { id: string; to: string; kind: Exclude<WechatMessageKind, 'issued'>; about: About },
): Promise<void> {
  const { about, ...mine } = notice
  const { publicUrl } = ground
  const link = about.application ? `${publicUrl}/a/${about.application.token}` : `${publicUrl}/console/`
  const { merchantName } = about
  const result = await mailer.send(noticeMail({ ...mine, merchantName, link, publicUrl }))
  if (result.outcome === 'sent') return
  ground.log.warn({ event: 'wechat.mail_not_sent', kind: notice.kind, outcome: result.outcome })
}

async function text(
  { ground, sms }: Ways,
  notice: { id: string; mobile: string; kind: Exclude<WechatMessageKind, 'issued'>; about: About },
): Promise<void> {
  const { id, mobile, kind, about } = notice
  if (!sms.has(kind)) return
  const figures = {
    rejected: about.application?.token ?? '',
    review_waiting: String(about.figure),
    quota_low: formatYuan(about.figure),
  }
  const result = await sms.send({
    id,
    mobile,
    kind,
    values: [oneLine(about.merchantName, 40), figures[kind]],
  })
  if (result.outcome === 'sent') return
  const { outcome, problem } = result
  ground.log.warn({ event: 'wechat.sms_not_sent', kind, outcome, problem })
}
