import type Router from '@koa/router'
import type { Ground } from '../../ground'
import type { Guard, RateLimits } from '../../http'
import type { MpClient } from '../../wechat/mp'
import { actingAs } from '../acting'
import { presentSession } from '../present-session'
import type { OpenedSession } from '../session'
import { createSignIn } from '../sign-in'
import { wechatAccountOf } from './accounts'
import { giveConsents, presentNotices, templatesOf } from './consents'
import { wechatIdentityEntity } from './entity'
import { mountWechatEvents } from './events'
import { identitiesOf, makeTicket } from './identities'
import { mountOauth } from './oauth'
import { changeWechat, presentWechat, setUpWechat } from './settings'
import { bindWechat, identifyByLogin, signInByWechat } from './sign-in'

/** Sign-in by WeChat, the merchant's WeChat accounts, events and OAuth. */
export function mountWechat(
  guard: Guard,
  deps: { router: Router; ground: Ground; limits: RateLimits; mp: MpClient },
): void {
  const { router, ground, limits, mp } = deps
  mountPeople(guard, ground, limits, mp)
  mountAccounts(guard, ground, mp)
  mountWechatEvents(router, ground, limits)
  mountOauth(router, ground, limits, mp)
  mountVerifyFile(router, ground)
}

function mountPeople(guard: Guard, ground: Ground, limits: RateLimits, mp: MpClient): void {
  const { manager } = ground.db
  const signIn = createSignIn(ground, limits)
  const present = async ({ token, session }: OpenedSession) => ({
    ...(await presentSession(manager, session)),
    token,
  })

  guard('GET /api/v1/wechat/config', 'lookup', async () => ({
    miniappId: ground.config.WECHAT_MINIAPP_APPID ?? null,
    templates: [...templatesOf(ground.config)].map(([kind, id]) => ({ kind, id })),
  }))
  guard('POST /api/v1/wechat/guest', 'signIn', async ({ ctx, body }) => {
    const identity = await identifyByLogin(ground, mp, body.code)
    const { token, expiresAt } = await makeTicket(ground, 'guest', identity.id)
    ctx.set('cache-control', 'no-store')
    return { guestToken: token, expiresAt: new Date(expiresAt).toISOString() }
  })
  guard('POST /api/v1/wechat/sign-in', 'signIn', async ({ ctx, body }) => {
    const result = await signInByWechat(ground, mp, body.code)
    ctx.set('cache-control', 'no-store')
    return 'ticket' in result
      ? { session: null, ticket: result.ticket }
      : { session: await present(result.opened), ticket: null }
  })
  guard('POST /api/v1/wechat/bind', 'signIn', async ({ ctx, body }) => {
    ctx.set('cache-control', 'no-store')
    return present(await bindWechat(ground, mp, body, { signIn, ip: ctx.ip }))
  })
  guard('DELETE /api/v1/wechat/binding', 'console', async ({ caller }) => {
    const set = { userId: null, updatedAt: ground.clock.now() }
    await manager.update(wechatIdentityEntity, { userId: caller.userId }, set)
    return { ok: true as const }
  })
  guard('GET /api/v1/sessions/current/wechat-consents', 'console', ({ caller }) =>
    presentNotices(ground, caller),
  )
  guard('POST /api/v1/sessions/current/wechat-consents', 'console', async ({ caller, body }) => {
    for (const identity of await identitiesOf(ground, caller.userId)) {
      const whose = { merchantId: caller.merchantId, identityId: identity.id, userId: caller.userId }
      await giveConsents(ground, { ...whose, applicationId: null }, body.accepted)
    }
    return { ok: true as const }
  })
}

function mountAccounts(guard: Guard, ground: Ground, mp: MpClient): void {
  guard('GET /api/v1/merchant/wechat', 'console', async ({ caller }) =>
    presentWechat(ground, await wechatAccountOf(ground, caller.merchantId)),
  )
  guard('PATCH /api/v1/merchant/wechat', 'console', async ({ caller, body }) =>
    presentWechat(ground, await changeWechat(ground, actingAs(caller), body)),
  )
  guard('POST /api/v1/merchant/wechat/set-up', 'console', async ({ caller }) =>
    presentWechat(ground, await setUpWechat(ground, mp, actingAs(caller))),
  )
}

/** 校验文件: WeChat reads it at the root (domains) and under /s/ (扫普通链接二维码打开小程序). */
function mountVerifyFile(router: Router, ground: Ground): void {
  const [name, content] = (ground.config.WECHAT_VERIFY_FILE ?? '').split('=')
  if (!name || !content) return
  for (const path of [`/${name}`, `/s/${name}`]) {
    router.get(path, (ctx) => {
      ctx.type = 'text/plain'
      ctx.body = content
    })
  }
}
