import { createSign } from 'node:crypto'
import type { Context } from 'koa'
import type { PlatformKey } from './keys'
import type { PayWorld, SimMerchant } from './world'

export interface PayAnswer {
  status: number
  body?: unknown
  /** Number behind the dash of Request-ID; 0 when all is well. */
  reason?: number
  /** A file: neither JSON nor signed. */
  file?: Buffer
}

/** How much of the callbacks is signed with the public key on each day of the switch (facts 1.11). */
const SWITCH_PERCENT = [0.1, 1, 5, 10, 20, 50, 100] as const

/** The key of a callback to this merchant. */
export function callbackKey(world: PayWorld, merchant: SimMerchant): PlatformKey {
  const { certificate, publicKey } = world.keys
  if (merchant.keyMode === 'certificate') return certificate
  if (merchant.keyMode === 'public_key') return publicKey
  const percent = SWITCH_PERCENT[Math.min(Math.max(merchant.switchingDay, 1), 7) - 1] ?? 100
  return world.ground.random.int(1000) < percent * 10 ? publicKey : certificate
}

/** The key of an answer: while switching it follows the Wechatpay-Serial of the request. */
function answerKey(world: PayWorld, merchant: SimMerchant | undefined, asked: string): PlatformKey {
  const { certificate, publicKey } = world.keys
  if (!merchant || merchant.keyMode === 'certificate') return certificate
  if (merchant.keyMode === 'public_key') return publicKey
  return asked === publicKey.id ? publicKey : certificate
}

/** Headers that sign a body now. */
export function signatureHeaders(
  world: PayWorld,
  key: PlatformKey,
  body: Buffer,
  timestamp = Math.floor(world.ground.clock.now() / 1000),
): Record<string, string> {
  const nonce = world.ground.random.hex(32)
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n`)
    .update(body)
    .update('\n')
    .sign(key.privateKey, 'base64')
  return {
    'Wechatpay-Timestamp': String(timestamp),
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': key.id,
    'Wechatpay-Signature': signature,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** Signs and sends every answer, those without a body and refusals too. */
export function sendAnswer(
  world: PayWorld,
  ctx: Context,
  answer: PayAnswer,
  merchant: SimMerchant | undefined,
): void {
  ctx.status = answer.status
  ctx.set('Request-ID', `08${world.ground.random.hex(40).toUpperCase()}-${answer.reason ?? 0}`)
  if (answer.file) {
    ctx.type = 'application/pdf'
    ctx.body = answer.file
    return
  }
  const bytes = answer.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.body), 'utf8')
  const key = answerKey(world, merchant, ctx.get('wechatpay-serial'))
  for (const [name, value] of Object.entries(signatureHeaders(world, key, bytes))) ctx.set(name, value)
  if (bytes.length > 0) {
    ctx.type = 'application/json; charset=utf-8'
    ctx.body = bytes
  } else if (answer.status === 204) {
    ctx.body = null
  } else {
    ctx.body = bytes
  }
}
