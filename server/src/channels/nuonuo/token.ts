import { boundedFetch } from '../../bounded-fetch'
import { parseJson } from '../../parse-json'
import { tokenAnswer } from './answers'
import type { NuonuoSettings } from './config'

/** A token, or why there is none. `denied`: the platform refused us; `unknown`: it could not be asked. */
type TokenOutcome =
  | { outcome: 'token'; token: string }
  | { outcome: 'denied'; code: string; message: string }
  | { outcome: 'unknown'; cause: string }

export interface TokenSource {
  /** The stored token while it lives, else a new one. */
  current(): Promise<TokenOutcome>
  /** A token other than `stale`, which the gateway has just refused. */
  replace(stale: string): Promise<TokenOutcome>
}

const DAY_MS = 24 * 60 * 60 * 1000
/** A token is renewed a little before it dies, so that none dies on its way. */
const RENEWAL_MARGIN_MS = 10 * 60 * 1000
/** Wrong credentials must not use up the 50 tokens of 30 days: one replacement a minute at most. */
const REPLACEMENT_PAUSE_MS = 60 * 1000
const MAX_TOKEN_ANSWER_BYTES = 64 * 1024

/**
 * The access token of one app: client_credentials, 24 h, 50 requests in 30 days.
 * Concurrent callers share one request. Source: NuoNuo open platform, 自用型应用创建.
 */
export function createTokenSource(settings: NuonuoSettings): TokenSource {
  const { tokenStore, now } = settings
  const key = `nuonuo:${settings.appKey}`
  let pending: Promise<TokenOutcome> | undefined
  let finished = 0
  let replacedAt = Number.NEGATIVE_INFINITY

  async function request(): Promise<TokenOutcome> {
    const outcome = await requestToken(settings)
    if (outcome.outcome !== 'token') return outcome
    await tokenStore.set(key, { token: outcome.token, expiresAt: now() + outcome.lifeMs })
    return { outcome: 'token', token: outcome.token }
  }

  function requestOnce(): Promise<TokenOutcome> {
    pending = request().finally(() => {
      pending = undefined
      finished += 1
    })
    return pending
  }

  async function living(): Promise<string | undefined> {
    const stored = await tokenStore.get(key)
    return stored !== undefined && stored.expiresAt - RENEWAL_MARGIN_MS > now() ? stored.token : undefined
  }

  /** A living token other than `stale`: the one being asked for, the stored one, or a new one. */
  async function obtain(stale: string | undefined): Promise<TokenOutcome> {
    for (;;) {
      if (pending !== undefined) return pending
      const seen = finished
      const token = await living()
      if (token !== undefined && token !== stale) return { outcome: 'token', token }
      // A request began or ended while the store was read: look again rather than ask twice.
      if (pending !== undefined || seen !== finished) continue
      if (stale !== undefined) {
        if (now() - replacedAt < REPLACEMENT_PAUSE_MS) {
          return { outcome: 'denied', code: '070301', message: 'access token refused right after renewal' }
        }
        replacedAt = now()
      }
      return requestOnce()
    }
  }

  return { current: () => obtain(undefined), replace: (stale) => obtain(stale) }
}

type Requested =
  | Exclude<TokenOutcome, { outcome: 'token' }>
  | { outcome: 'token'; token: string; lifeMs: number }

async function requestToken(settings: NuonuoSettings): Promise<Requested> {
  const form = new URLSearchParams({
    client_id: settings.appKey,
    client_secret: settings.appSecret,
    grant_type: 'client_credentials',
  })
  const answer = await boundedFetch({
    url: settings.tokenUrl,
    init: {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: form.toString(),
    },
    fetch: settings.fetch,
    timeoutMs: settings.timeoutMs,
    maxBytes: MAX_TOKEN_ANSWER_BYTES,
  })
  if (!answer.arrived) return { outcome: 'unknown', cause: `token request: ${answer.cause}` }
  if (answer.status !== 200) return { outcome: 'unknown', cause: `token request: HTTP ${answer.status}` }
  const parsed = tokenAnswer.safeParse(parseJson(answer.bytes))
  if (!parsed.success) return { outcome: 'unknown', cause: 'token request: unreadable answer' }
  if ('error' in parsed.data) {
    // The description repeats the secret it was sent ("Incorrect clientSecret[…]"), so it goes no further.
    return { outcome: 'denied', code: parsed.data.error, message: deniedWords(parsed.data.error) }
  }
  const seconds = parsed.data.expires_in
  // Apps may be set to tokens that never expire; they are still asked for again once a day.
  const lifeMs = seconds === undefined || seconds === 0 ? DAY_MS : Math.min(seconds * 1000, DAY_MS)
  return { outcome: 'token', token: parsed.data.access_token, lifeMs }
}

function deniedWords(code: string): string {
  const words: Record<string, string> = {
    '070304': 'app key unknown',
    '070305': 'app secret wrong',
    '070306': 'token requests used up (50 in 30 days)',
    '070307': 'wrong app type',
  }
  return words[code] ?? 'token refused by the platform'
}
