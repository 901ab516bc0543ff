import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Ground } from '../../ground'
import { AppError, type RateLimits } from '../../http'
import type { MpClient } from '../../wechat/mp'
import { oauthToOpenid } from '../../wechat/mp/api'
import { serviceApp } from './accounts'
import { wechatAccountEntity } from './entity'
import { identityOf, makeTicket } from './identities'
import { GUEST_COOKIE } from './visitors'

const STATE_COOKIE = 'piaoma_wechat_state'
const STATE_MS = 10 * 60_000

/** How `snsapi_base` ended, for the guest's page. */
type Ending = 'go' | 'snapshot' | 'failed'

/**
 * Silent OAuth of a merchant's service account: who holds this phone, nothing else. A snapshot page gives a virtual
 * openid, which is bound to nothing (pitfall 14).
 */
export function mountOauth(router: Router, ground: Ground, limits: RateLimits, mp: MpClient): void {
  const isHttps = ground.publicUrl.startsWith('https:')
  const cookie = (maxAge: number) => ({
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: isHttps,
    maxAge,
  })

  const keep = (ctx: Context, name: string, value: string, maxAge: number) => {
    // The last step of the way, behind the proxy, is plain HTTP.
    ctx.cookies.secure = isHttps
    ctx.cookies.set(name, value, cookie(maxAge))
  }

  router.get('/wechat/oauth/start', async (ctx: Context) => {
    await limits.take('lookup', ctx.ip)
    const token = String(ctx.query.application ?? '')
    const appId = String(ctx.query.app ?? '')
    const isKnown = await ground.db.manager.existsBy(wechatAccountEntity, { serviceAppId: appId })
    if (!/^[\w-]{32}$/.test(token) || !isKnown) throw new AppError('resource.not_found')
    const state = ground.ids.secret()
    keep(ctx, STATE_COOKIE, `${state}.${appId}.${token}`, STATE_MS)
    const url = new URL('/connect/oauth2/authorize', ground.config.WECHAT_OPEN_URL)
    url.searchParams.set('appid', appId)
    url.searchParams.set('redirect_uri', `${ground.publicUrl}/wechat/oauth/back`)
    url.searchParams.set('response_type', 'code')
    url.searchParams.set('scope', 'snsapi_base')
    url.searchParams.set('state', state)
    ctx.redirect(`${url.href}#wechat_redirect`)
  })

  router.get('/wechat/oauth/back', async (ctx: Context) => {
    await limits.take('lookup', ctx.ip)
    const [state, appId = '', token = ''] = (ctx.cookies.get(STATE_COOKIE) ?? '').split('.')
    keep(ctx, STATE_COOKIE, '', 0)
    // Somebody else's code must not become this guest's wallet.
    if (!state || state !== ctx.query.state || !/^[\w-]{32}$/.test(token))
      throw new AppError('resource.not_found')
    const ending = await endOauth(ctx, appId, String(ctx.query.code ?? ''))
    ctx.redirect(`/a/${token}?wallet=${ending}`)
  })

  async function endOauth(ctx: Context, appId: string, code: string): Promise<Ending> {
    const row = await ground.db.manager.findOneBy(wechatAccountEntity, { serviceAppId: appId })
    const app = row && serviceApp(ground, row)
    if (!app || code === '') return 'failed'
    const who = await oauthToOpenid(mp, app, code)
    if (who.outcome !== 'done') {
      ground.log.info({ event: 'wechat.oauth_failed', cause: who.cause })
      return 'failed'
    }
    if (who.answer.is_snapshotuser === 1) return 'snapshot'
    const identity = await identityOf(ground, { appId, ...who.answer })
    const { token, expiresAt } = await makeTicket(ground, 'guest', identity.id)
    keep(ctx, GUEST_COOKIE, token, expiresAt - ground.clock.now())
    return 'go'
  }
}
