import QRCode from 'qrcode'
import { refuse, text } from './refusal'
import type { Account, MpGround } from './world'

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/

/** POST /wxa/getwxacodeunlimit: a picture, or a JSON error with HTTP 200. */
export async function miniappCode(_: MpGround, account: Account, body: Record<string, unknown>) {
  const scene = text(body, 'scene', 40_169)
  if (!SCENE.test(scene)) refuse(40_169, 'invalid length for scene, or the data is not json string')
  const page = typeof body.page === 'string' ? body.page : (account.pages[0] ?? '')
  if (page.startsWith('/') || page.includes('?')) refuse(41_030, 'invalid page')
  const { width = 430, env_version: version = 'release' } = body
  if (body.check_path !== false && version === 'release' && !account.pages.includes(page)) {
    refuse(41_030, 'invalid page')
  }
  if (!['release', 'trial', 'develop'].includes(String(version))) refuse(40_097, 'invalid args')
  if (typeof width !== 'number' || width < 280 || width > 1280) refuse(40_097, 'invalid args')
  // No round mini-program code, but a code that any reader reads: what it opens, in words.
  return QRCode.toBuffer(`weapp://${account.appid}/${page}?scene=${encodeURIComponent(scene)}`, { width })
}

/** POST /wxa/media_check_async: an answer now, the verdict later by event. */
export function mediaCheck(ground: MpGround, account: Account, body: Record<string, unknown>) {
  text(body, 'media_url', 47_001)
  const openid = text(body, 'openid', 40_003)
  if (body.version !== 2) refuse(40_129, 'invalid version')
  const trace = ground.random.hex(32)
  ground.clock.at(ground.clock.now() + 60_000, () =>
    ground.push(account.appid, {
      FromUserName: openid,
      Event: 'wxa_media_check',
      trace_id: trace,
      appid: account.appid,
    }),
  )
  return { trace_id: trace }
}
