import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ground } from '../ground'
import { sha256 } from '../ids'
import { apiKeyEntity } from '../merchants'
import { DEMO_LOGIN, demoRestaurant } from './seed'

/** The demo's own secrets: made once, kept beside its data, readable by their owner only. */
export interface DemoAccess {
  password: string
  apiKey: string
  bureauControlToken: string
  wechatControlToken: string
  smsControlToken: string
}

/** `$PIAOMA_DATA/demo.json`, for programs that drive the demo. */
export interface DemoFile {
  baseUrl: string
  orderCode: string
  productCode: string
  apiKey: string
  console: { url: string; signInUrl: string; login: string; password: string }
  mailUrl: string | null
  /** Received invoices: made-up ones to download and try, and who takes them in and pays. */
  received: {
    samplesUrl: string
    employee: { login: string; signInUrl: string }
    finance: { login: string; signInUrl: string }
  }
  /** What was sent by SMS, as a page; null: it really leaves. */
  smsUrl: string | null
  /** `bureau`: its address; `bureauControl`: the panel with ledger and faults, by bearer token. */
  simulators: {
    bureau: string
    bureauControl: { url: string; token: string }
    /** `desk`: the page where a person plays the WeChat user; `control`: clock, faults, journal, users. */
    wechat: {
      desk: string
      mp: string
      pay: string
      control: { url: string; token: string }
      /** The restaurant's WeChat Pay: what `npm run demo:pay` pays with. */
      payment?: { mchid: string; appId: string; notifyUrl: string }
    }
  }
}

export function demoAccess(folder: string): DemoAccess {
  const file = join(folder, 'demo-access.json')
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url')
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoAccess>) : {}
  const access = {
    password: secret(9),
    apiKey: `pk_${secret(24)}`,
    bureauControlToken: secret(24),
    wechatControlToken: secret(24),
    smsControlToken: secret(24),
    ...known,
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(access, null, 2), { mode: 0o600 })
  return access
}

export async function writeDemoFile(
  ground: Ground,
  access: DemoAccess,
  now: {
    mailUrl: string | null
    smsUrl: string | null
    bureauUrl: string
    wechat: DemoFile['simulators']['wechat']
    orderCode: string
    productCode: string
    signInUrl: string
    received: DemoFile['received']
  },
): Promise<DemoFile> {
  await ensureApiKey(ground, access.apiKey)
  const { bureauUrl, orderCode, productCode, mailUrl, smsUrl, signInUrl } = now
  const demo: DemoFile = {
    baseUrl: ground.publicUrl,
    orderCode,
    productCode,
    apiKey: access.apiKey,
    console: { url: `${ground.publicUrl}/console/`, signInUrl, login: DEMO_LOGIN, password: access.password },
    mailUrl,
    received: now.received,
    smsUrl,
    simulators: {
      bureau: bureauUrl,
      bureauControl: { url: `${bureauUrl}/control`, token: access.bureauControlToken },
      wechat: now.wechat,
    },
  }
  const file = join(ground.config.PIAOMA_DATA, 'demo.json')
  // Written whole or not at all: programs wait for this file.
  writeFileSync(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return demo
}

async function ensureApiKey(ground: Ground, key: string): Promise<void> {
  const keyHash = sha256(key)
  if (await ground.db.manager.existsBy(apiKeyEntity, { keyHash })) return
  const { merchant } = await demoRestaurant(ground)
  await ground.db.manager.insert(apiKeyEntity, {
    id: ground.ids.ulid(),
    merchantId: merchant.id,
    name: 'demo',
    keyHash,
    hint: key.slice(-4),
    createdAt: ground.clock.now(),
    lastUsedAt: null,
  })
}
