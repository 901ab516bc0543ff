import { refuse, text } from './refusal'
import { credentials } from './tokens'
import { type Account, type Code, type MpGround, openidOf, unionidOf } from './world'

const CODE_MS = 5 * 60_000

/** A code as the user's phone gets it from WeChat. */
export function mintCode(
  ground: MpGround,
  code: Pick<Code, 'kind' | 'appid' | 'person'> & { isSnapshot?: boolean },
): string {
  const value = `0${ground.random.hex(30)}`
  ground.world.codes.set(value, {
    ...code,
    expiresAt: ground.clock.now() + CODE_MS,
    isUsed: false,
    isSnapshot: code.isSnapshot ?? false,
  })
  return value
}

function useCode(ground: MpGround, value: string, kind: Code['kind'], appid: string): Code {
  const code = ground.world.codes.get(value)
  if (!code || code.kind !== kind || code.appid !== appid) refuse(40_029, 'invalid code')
  if (code.isUsed) refuse(40_163, 'code been used')
  if (code.expiresAt <= ground.clock.now()) refuse(40_029, 'invalid code')
  code.isUsed = true
  return code
}

/** GET /sns/jscode2session. */
export function code2Session(ground: MpGround, query: URLSearchParams) {
  const account = credentials(ground, query.get('appid'), query.get('secret'))
  if (account.type !== 'miniapp') refuse(40_013, 'invalid appid')
  if (ground.world.profile.isRisky) refuse(40_226, 'code blocked')
  const code = useCode(ground, query.get('js_code') ?? '', 'login', account.appid)
  return {
    openid: openidOf(code.person, account.appid),
    session_key: ground.random.bytes(16).toString('base64'),
    unionid: unionidOf(code.person),
  }
}

/** GET /sns/oauth2/access_token. A snapshot page gives a virtual openid. */
export function oauthToken(ground: MpGround, query: URLSearchParams) {
  const account = credentials(ground, query.get('appid'), query.get('secret'))
  if (account.type !== 'service') refuse(40_013, 'invalid appid')
  const code = useCode(ground, query.get('code') ?? '', 'oauth', account.appid)
  return {
    access_token: ground.random.hex(60),
    expires_in: 7200,
    refresh_token: ground.random.hex(60),
    openid: code.isSnapshot ? `v${ground.random.hex(27)}` : openidOf(code.person, account.appid),
    scope: 'snsapi_base',
    ...(code.isSnapshot ? { is_snapshotuser: 1 } : { unionid: unionidOf(code.person) }),
  }
}

/** POST /wxa/business/getuserphonenumber. */
export function phoneNumber(ground: MpGround, account: Account, body: Record<string, unknown>) {
  const code = useCode(ground, text(body, 'code', 40_029), 'phone', account.appid)
  const phone = ground.world.people.get(code.person)?.phone ?? ''
  return {
    phone_info: {
      phoneNumber: phone,
      purePhoneNumber: phone,
      countryCode: '86',
      watermark: { timestamp: Math.floor(ground.clock.now() / 1000), appid: account.appid },
    },
  }
}
