import { refuse, text } from './refusal'
import type { Account, MpGround, Token } from './world'

const LIFE_MS = 7_200_000
const RENEWAL_MS = 5 * 60_000
const FORCE_PAUSE_MS = 30_000
const FORCED_A_DAY = 20
const DAY_MS = 86_400_000

/** GET /cgi-bin/token: each call ends the token before it. */
export function plainToken(ground: MpGround, query: URLSearchParams) {
  const account = credentials(ground, query.get('appid'), query.get('secret'))
  if (query.get('grant_type') !== 'client_credential') refuse(40_002, 'invalid grant_type')
  for (const token of ground.world.tokens.values()) {
    if (token.appid === account.appid && token.kind === 'plain') token.isSuperseded = true
  }
  return { access_token: mint(ground, account.appid, 'plain'), expires_in: LIFE_MS / 1000 }
}

/** POST /cgi-bin/stable_token: the same token until five minutes before its end. */
export function stableToken(ground: MpGround, body: Record<string, unknown>) {
  const account = credentials(ground, text(body, 'appid', 41_002), text(body, 'secret', 41_004))
  if (body.grant_type !== 'client_credential') refuse(40_002, 'invalid grant_type')
  const now = ground.clock.now()
  const current = [...ground.world.tokens]
    .filter(([, token]) => token.appid === account.appid && token.kind === 'stable' && !token.isSuperseded)
    .at(-1)
  if (body.force_refresh === true) return forced(ground, account.appid, current?.[1])
  if (current && current[1].expiresAt - RENEWAL_MS > now) return answer(ground, ...current)
  const value = mint(ground, account.appid, 'stable')
  return { access_token: value, expires_in: LIFE_MS / 1000 }
}

function forced(ground: MpGround, appid: string, current: Token | undefined) {
  const now = ground.clock.now()
  const earlier = (ground.world.forced.get(appid) ?? []).filter((at) => at > now - DAY_MS)
  if (earlier.length >= FORCED_A_DAY) refuse(45_009, 'reach max api daily quota limit')
  if (earlier.some((at) => at > now - FORCE_PAUSE_MS)) refuse(45_011, 'api minute-quota reach limit')
  ground.world.forced.set(appid, [...earlier, now])
  if (current) current.isSuperseded = true
  return { access_token: mint(ground, appid, 'stable'), expires_in: LIFE_MS / 1000 }
}

function answer(ground: MpGround, value: string, token: Token) {
  return { access_token: value, expires_in: Math.floor((token.expiresAt - ground.clock.now()) / 1000) }
}

function mint(ground: MpGround, appid: string, kind: Token['kind']): string {
  const value = `${ground.random.digits(2)}_${ground.random.hex(120)}`
  ground.world.tokens.set(value, {
    appid,
    kind,
    expiresAt: ground.clock.now() + LIFE_MS,
    isSuperseded: false,
  })
  return value
}

export function credentials(ground: MpGround, appid: string | null, secret: string | null): Account {
  const account = ground.world.accounts.get(appid ?? '')
  if (!account) refuse(40_013, 'invalid appid')
  if (account.secret !== secret) refuse(40_001, 'invalid credential, AppSecret is wrong')
  return account
}

/** The account behind an access token. */
export function bearer(ground: MpGround, query: URLSearchParams): Account {
  const value = query.get('access_token') ?? ''
  if (value === '') refuse(41_001, 'access_token missing')
  const token = ground.world.tokens.get(value)
  if (!token || token.isSuperseded)
    refuse(40_001, 'invalid credential, access_token is invalid or not latest')
  if (token.expiresAt <= ground.clock.now()) refuse(42_001, 'access_token expired')
  const account = ground.world.accounts.get(token.appid)
  return account ?? refuse(40_013, 'invalid appid')
}

/** GET /cgi-bin/ticket/getticket: one value a type and account while it lives. */
export function ticket(ground: MpGround, account: Account, query: URLSearchParams) {
  const type = query.get('type')
  if (type !== 'jsapi' && type !== 'wx_card') refuse(40_097, 'invalid args')
  if (account.type !== 'service') refuse(48_001, 'api unauthorized')
  const key = `${account.appid} ${type}`
  const now = ground.clock.now()
  let known = ground.world.tickets.get(key)
  if (!known || known.expiresAt <= now + RENEWAL_MS) {
    known = {
      appid: account.appid,
      type,
      value: `${type}_${ground.random.hex(80)}`,
      expiresAt: now + LIFE_MS,
    }
    ground.world.tickets.set(key, known)
  }
  return { ticket: known.value, expires_in: Math.floor((known.expiresAt - now) / 1000) }
}
