import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type RunningSimulator, startWechat, type WechatControl, wechatControl } from '../simulators/wechat'
import { selfSigned } from '../simulators/wechat/pay/keys'
import type { PayCredentials } from '../wechat/pay/keys'
import type { TestClock } from './ground'
import { TEST_NOW } from './ground'

export const API_V3_KEY = '0123456789abcdef0123456789ABCDEF'
export const SIM_APPID = 'wxaaaaaaaaaaaaaaaa'

/** Two pairs for all tests of a file: making them is slow. */
let pairs: { publicKey: KeyObject; privateKey: KeyObject } | undefined

export interface TestWechat extends RunningSimulator {
  readonly control: WechatControl
  /** The simulator's clock as a ground takes it; advancing it also does what falls due there, soon. */
  readonly testClock: TestClock
}

/** WeChat's simulator in this process, standing still at the tests' now. */
export async function startTestWechat(): Promise<TestWechat> {
  const simulator = await startWechat({ startAt: TEST_NOW })
  const { clock } = simulator
  return {
    ...simulator,
    control: wechatControl(simulator),
    testClock: {
      now: () => clock.now(),
      advance: (ms) => void clock.advance(ms),
      set: (at) => void clock.advance(at - clock.now()),
    },
  }
}

export interface PlatformKeysShown {
  certificate: { id: string; pem: string }
  publicKey: { id: string; pem: string }
}

/** Registers a merchant number at the simulator; answers what the merchant would type into our settings. */
export async function registerMerchant(
  control: WechatControl,
  mchid: string,
  overrides: Record<string, unknown> = {},
): Promise<{ credentials: PayCredentials; platform: PlatformKeysShown }> {
  pairs ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  const serial = `5A${mchid.padStart(38, '0')}`
  const certificate = await selfSigned(pairs, serial, TEST_NOW)
  const { platform } = await control.call<{ platform: PlatformKeysShown }>('PUT', '/pay/merchants', {
    mchid,
    certificate,
    apiV3Key: API_V3_KEY,
    appids: [SIM_APPID],
    ...overrides,
  })
  const isCertificate = overrides.keyMode === 'certificate'
  return {
    platform,
    credentials: {
      mchid,
      certificate,
      privateKey: pairs.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      apiV3Key: API_V3_KEY,
      platformKeys: [isCertificate ? platform.certificate : platform.publicKey],
    },
  }
}

/** Pay settings as a merchant types them in, well-formed; no simulator knows the number. */
export async function inventPaySettings() {
  pairs ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { publicKey, privateKey } = pairs
  return {
    mchid: '1900000999',
    appId: SIM_APPID,
    certificate: await selfSigned(pairs, `5A${'9'.padStart(38, '0')}`, TEST_NOW),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    apiV3Key: API_V3_KEY,
    platformKeys: [
      {
        id: `PUB_KEY_ID_01${'0'.repeat(28)}`,
        pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    ],
  }
}

/** A PDF of one page that shows an invoice number; `filler` makes it larger. */
export function pdfWithNumber(number: string, filler = 0): Buffer {
  const content = `BT /F1 12 Tf 10 100 Td (${number}) Tj ET`
  return Buffer.from(
    `%PDF-1.4\n1 0 obj<</Length ${content.length}>>stream\n${content}\nendstream endobj\n${'%'.padEnd(filler, 'x')}\n%%EOF\n`,
  )
}
