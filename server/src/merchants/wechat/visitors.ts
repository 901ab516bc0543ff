import type { Context } from 'koa'
import type { Ground } from '../../ground'
import { identityBehind } from './identities'

/** Cookie of a guest who went through OAuth; the value is a guest ticket. */
export const GUEST_COOKIE = 'piaoma_wechat'

/** The WeChat user who calls: by the mini-program's guest token, or by the cookie that OAuth left. */
export async function visitorOf(
  ground: Pick<Ground, 'db' | 'clock'>,
  ctx: Context,
  guestToken: string | undefined,
): Promise<{ appId: string; openid: string } | undefined> {
  const token = guestToken ?? ctx.cookies.get(GUEST_COOKIE)
  const identity = token ? await identityBehind(ground, 'guest', token) : undefined
  return identity && { appId: identity.appId, openid: identity.openid }
}

/** Our page that begins OAuth for an application; only asked for when a wallet route needs the openid. */
export function oauthStartUrl(
  { publicUrl }: Pick<Ground, 'publicUrl'>,
  application: { token: string },
  appId: string,
): string {
  return `${publicUrl}/wechat/oauth/start?application=${application.token}&app=${encodeURIComponent(appId)}`
}
