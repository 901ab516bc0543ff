import { findCode } from '../codes/find-code'
import { limitGuesses } from '../codes/limit-guesses'
import type { Ground } from '../ground'
import { type Answer, AppError, type Guard, type RateLimits } from '../http'
import { miniapp, serviceApp, wechatAccountOf } from '../merchants/wechat/accounts'
import { answerOrRefuse } from '../merchants/wechat/answers'
import { giveConsents } from '../merchants/wechat/consents'
import { wechatTitleEntity } from '../merchants/wechat/entity'
import { requireIdentity } from '../merchants/wechat/identities'
import { MINIAPP_PAGES } from '../merchants/wechat/miniapp-pages'
import { jsApiSign, type MpApp, type MpClient } from '../wechat/mp'
import * as api from '../wechat/mp/api'
import { findApplication } from './application-view'

/** WeChat for whoever scanned: JS-SDK, stored titles, mini-program codes, consents. */
export function mountWechatGuest(
  guard: Guard,
  deps: { ground: Ground; limits: RateLimits; mp: MpClient },
): void {
  const { ground, limits, mp } = deps
  const codeOf = (ip: string, text: string) => limitGuesses(limits, ip, [text], () => findCode(ground, text))

  guard('GET /api/v1/wechat/js-config', 'lookup', async ({ ctx, query }) => {
    const { merchantId } = query.application
      ? await findApplication(ground, query.application)
      : await codeOf(ctx.ip, query.code ?? '')
    return signConfig(ground, mp, await serviceOf(ground, merchantId), query.url)
  })
  guard('POST /api/v1/codes/:code/wechat-title', 'lookup', async ({ ctx, params }) => {
    const { merchantId, merchantName } = await codeOf(ctx.ip, params.code)
    const ticket = ground.ids.secret()
    const app = await serviceOf(ground, merchantId)
    const createdAt = ground.clock.now()
    await ground.db.manager.insert(wechatTitleEntity, { ticket, merchantId, title: null, createdAt })
    const pick = { attach: ticket, biz_name: merchantName }
    return { url: answerOrRefuse(await api.selectTitleUrl(mp, app, pick)).url, ticket }
  })
  guard('GET /api/v1/wechat/titles/:ticket', 'lookup', async ({ params }) => {
    const row = await ground.db.manager.findOneBy(wechatTitleEntity, { ticket: params.ticket })
    if (!row) throw new AppError('resource.not_found')
    return { title: row.title && presentTitle(row.title) }
  })
  guard('GET /api/v1/codes/:code/wxacode.png', 'lookup', async ({ ctx, params }) => {
    const { token } = await codeOf(ctx.ip, params.code)
    const scene = { scene: token, page: MINIAPP_PAGES.code }
    const picture = answerOrRefuse(await api.miniappCode(mp, miniapp(ground), scene))
    ctx.set('cache-control', 'private, max-age=3600')
    return picture
  })
  guard('POST /api/v1/wechat/consents', 'send', async ({ body }) => {
    const application = await findApplication(ground, body.applicationToken)
    const identity = await requireIdentity(ground, 'guest', body.guestToken)
    const { id: applicationId, merchantId } = application
    const whose = { merchantId, identityId: identity.id, applicationId, userId: null }
    // A guest is told about his application, never about the merchant's affairs.
    const kinds = body.accepted.filter((kind) => kind === 'issued' || kind === 'rejected')
    await giveConsents(ground, whose, kinds)
    return { ok: true as const }
  })
}

async function serviceOf(ground: Ground, merchantId: string): Promise<MpApp> {
  const app = serviceApp(ground, await wechatAccountOf(ground, merchantId))
  if (!app) throw new AppError('wechat.not_configured')
  return app
}

/** Only pages of ours are signed: a signature is a permission to act in the merchant's name. */
async function signConfig(
  ground: Ground,
  mp: MpClient,
  app: MpApp,
  url: string,
): Promise<Answer<'GET /api/v1/wechat/js-config'>> {
  if (new URL(url).origin !== new URL(ground.publicUrl).origin) {
    throw new AppError('request.invalid', { fields: [{ path: 'url', code: 'url.form' }] })
  }
  const ticket = answerOrRefuse(await mp.ticket(app, 'jsapi'))
  const nonceStr = ground.ids.secret()
  const timestamp = Math.floor(ground.clock.now() / 1000)
  return { appId: app.appId, timestamp, nonceStr, signature: jsApiSign({ ticket, nonceStr, timestamp, url }) }
}

/** Event `submit_invoice_title`: kept under its ticket until the page asks for it. */
export async function onSubmitTitle(
  ground: Ground,
  merchantId: string,
  event: Record<string, string>,
): Promise<void> {
  const { attach: ticket = '', ...title } = event
  await ground.db.manager.update(wechatTitleEntity, { ticket, merchantId }, { title })
}

const PERSON = 'InvoiceUserTitlePersonType'

function presentTitle(title: Record<string, string>) {
  const optional = (value: string | undefined) => (value ? value : undefined)
  return {
    type: title.title_type === PERSON ? ('person' as const) : ('company' as const),
    name: title.title ?? '',
    taxpayerId: optional(title.tax_no),
    address: optional(title.addr),
    phone: optional(title.phone),
    bankName: optional(title.bank_type),
    bankAccount: optional(title.bank_no),
  }
}
