import type { Ground } from '../ground'
import { sha256 } from '../ids'
import { createBaiduVerifier } from './adapters/baidu'
import { createBureauVerifier } from './adapters/bureau'
import { createTencentVerifier } from './adapters/tencent'
import type { Provider, VerificationAccountRow } from './entity'
import type { TokenStore, Verifier, VerifierSettings } from './verifier'

const MAKERS: Readonly<Record<Provider, (settings: VerifierSettings) => Verifier>> = {
  bureau: createBureauVerifier,
  tencent: createTencentVerifier,
  baidu: createBaiduVerifier,
}

/** The verifier of an account; made anew when its credentials change. */
export type VerifierFor = (account: VerificationAccountRow) => Verifier

/** The one place that knows every service. */
export function createVerifiers(ground: Ground, tokenStore: TokenStore): VerifierFor {
  const known = new Map<string, { credentials: string; verifier: Verifier }>()
  return (account) => {
    const { provider, url, appKey, appSecret } = account
    const credentials = sha256([provider, url, appKey, appSecret].join('\n'))
    const existing = known.get(account.id)
    if (existing?.credentials === credentials) return existing.verifier
    const verifier = MAKERS[provider]({
      url,
      appKey,
      appSecret: ground.secrets.open(appSecret),
      timeoutMs: ground.config.CHANNEL_TIMEOUT_MS,
      now: () => ground.clock.now(),
      tokenStore,
    })
    known.set(account.id, { credentials, verifier })
    return verifier
  }
}
