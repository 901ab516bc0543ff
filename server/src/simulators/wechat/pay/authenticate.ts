import { createVerify } from 'node:crypto'
import { PayRefusal } from './refusal'
import type { PayWorld, SimMerchant } from './world'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const WINDOW_SECONDS = 300
const FIELDS = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const

type Credentials = Record<(typeof FIELDS)[number], string>

/** What was signed: for an upload the body is its `meta`, exactly as sent. */
export interface SignedRequest {
  method: string
  /** Path and query as they came over the wire. */
  url: string
  body: Buffer
  authorization: string
}

/** The merchant who signed, or 401. */
export function authenticate(world: PayWorld, request: SignedRequest): SimMerchant {
  const credentials = parseAuthorization(request.authorization)
  const merchant = world.merchants.get(credentials.mchid)
  if (!merchant || merchant.serial !== credentials.serial_no) {
    if (world.profile.wrongSerial === 'SYSTEM_ERROR')
      throw new PayRefusal(500, 'SYSTEM_ERROR', '系统繁忙，请稍后重试')
    throw signError('商户证书序列号有误')
  }
  checkTime(world, credentials.timestamp)
  const message = Buffer.concat([
    Buffer.from(
      `${request.method}\n${request.url}\n${credentials.timestamp}\n${credentials.nonce_str}\n`,
      'utf8',
    ),
    request.body,
    Buffer.from('\n'),
  ])
  const isRight = createVerify('RSA-SHA256')
    .update(message)
    .verify(merchant.certificateKey, credentials.signature, 'base64')
  if (!isRight) throw signError('错误的签名，验签失败', request, message)
  checkNonce(world, credentials)
  return merchant
}

function parseAuthorization(header: string): Credentials {
  const [scheme, rest = ''] = [header.slice(0, header.indexOf(' ')), header.slice(header.indexOf(' ') + 1)]
  if (scheme !== SCHEME) throw signError('Http头Authorization认证类型不正确')
  const pairs = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  const fields = new Map(pairs)
  const isWhole = pairs.length === FIELDS.length && FIELDS.every((name) => fields.get(name))
  if (!isWhole) throw signError('Http头Authorization值格式错误')
  return Object.fromEntries(fields) as Credentials
}

function checkTime(world: PayWorld, timestamp: string): void {
  // Milliseconds, the most common mistake, would be far in the future; they are named as such.
  if (!/^\d{10}$/.test(timestamp)) throw signError('Http头Authorization中的timestamp不是10位秒级时间戳')
  const now = Math.floor(world.ground.clock.now() / 1000)
  if (Math.abs(now - Number(timestamp)) > WINDOW_SECONDS)
    throw signError('Http头Authorization中的timestamp已过期')
}

function checkNonce(world: PayWorld, { mchid, nonce_str }: Credentials): void {
  if (!world.profile.isNonceOnce) return
  const now = world.ground.clock.now()
  const key = `${mchid} ${nonce_str}`
  const seenAt = world.seenNonces.get(key)
  world.seenNonces.set(key, now)
  if (seenAt !== undefined && now - seenAt <= WINDOW_SECONDS * 1000)
    throw signError('Http头Authorization中的nonce_str重复')
}

function signError(message: string, request?: SignedRequest, signed?: Buffer): PayRefusal {
  const information =
    request && signed
      ? {
          sign_information: {
            method: request.method,
            url: request.url,
            truncated_sign_message: signed.toString('utf8').slice(0, 120),
            sign_message_length: signed.length,
          },
        }
      : {}
  return new PayRefusal(401, 'SIGN_ERROR', message, {
    detail: {
      field: 'signature',
      location: 'authorization',
      detail: { issue: 'sign not match' },
      ...information,
    },
    reason: 268_443_699,
  })
}
