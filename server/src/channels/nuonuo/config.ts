import { randomBytes } from 'node:crypto'
import { memoryTokenStore, type TokenStore } from './token-store'

/** What a merchant (or an operator for his merchants) enters to issue through NuoNuo. */
export interface NuonuoConfig {
  /** `https://sdk.nuonuo.com/open/v1/services`, the sandbox, or a simulator. */
  gatewayUrl: string
  /** `https://open.nuonuo.com/accessToken` or a simulator. */
  tokenUrl: string
  appKey: string
  appSecret: string
  /** 销方税号: the taxpayer this channel issues for. */
  taxNum: string
  /** 部门门店 id in NuoNuo. */
  departmentId?: string
  /** 开票员 id in NuoNuo. */
  clerkId?: string
  /** 分机号, digits. */
  extensionNumber?: string
  /** Header `userTax`: required of third-party (ISV) apps, optional for a merchant's own app. */
  userTax?: string
  /** Total time of one call including connect and body; default 30 s. */
  timeoutMs?: number
  /** Hosts (with their subdomains) that a file download may be redirected to, besides its own. */
  fileHosts?: readonly string[]
  fetch?: typeof fetch
  now?: () => number
  randomBytes?: (size: number) => Uint8Array
  /** Keeps the access token across restarts and processes: NuoNuo hands out only 50 in 30 days. */
  tokenStore?: TokenStore
}

export type NuonuoSettings = Required<
  Omit<NuonuoConfig, 'departmentId' | 'clerkId' | 'extensionNumber' | 'userTax'>
> &
  Pick<NuonuoConfig, 'departmentId' | 'clerkId' | 'extensionNumber' | 'userTax'>

/** Fills defaults and refuses, with a `TypeError`, what can only be a mistake in the configuration. */
export function nuonuoSettings(config: NuonuoConfig): NuonuoSettings {
  for (const key of ['appKey', 'appSecret', 'taxNum'] as const) {
    if (config[key].trim() === '') throw new TypeError(`NuoNuo channel: ${key} is empty`)
  }
  for (const key of ['gatewayUrl', 'tokenUrl'] as const) {
    const url = URL.canParse(config[key]) ? new URL(config[key]) : undefined
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
      throw new TypeError(`NuoNuo channel: ${key} is not an http(s) URL`)
    }
  }
  return {
    ...config,
    timeoutMs: config.timeoutMs ?? 30_000,
    fileHosts: config.fileHosts ?? ['nuonuo.com', 'nuonuocs.cn', 'jss.com.cn', 'nntest.cn'],
    fetch: config.fetch ?? fetch,
    now: config.now ?? Date.now,
    randomBytes: config.randomBytes ?? randomBytes,
    tokenStore: config.tokenStore ?? memoryTokenStore(),
  }
}
