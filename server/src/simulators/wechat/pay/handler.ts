import { constants, privateDecrypt, publicEncrypt } from 'node:crypto'
import type { PayAnswer } from './answer'
import type { Callbacks } from './callbacks'
import { noAuth, PayRefusal, paramError } from './refusal'
import type { PayWorld, SimMerchant } from './world'

/** A request that is signed, fresh and read. */
export interface PayCall {
  readonly world: PayWorld
  readonly callbacks: Callbacks
  readonly caller: SimMerchant
  /** Parts of the path in braces, decoded. */
  readonly params: Record<string, string>
  readonly url: string
  readonly raw: Buffer
  /** The Wechatpay-Serial header: the key that sensitive fields are encrypted with. */
  readonly keyId: string
  readonly file: Buffer | undefined
}

export type PayHandler = (call: PayCall) => PayAnswer | Promise<PayAnswer>

/** The merchant whose 电子发票 is used; refuses with the message that fits (facts 1.12). */
export function fapiaoMerchant(call: PayCall, subMchid: string | undefined): SimMerchant {
  const merchant = payee(call, subMchid)
  if (merchant.fapiao !== 'third_mode') throw noAuth('mode')
  return merchant
}

/** The caller, or the sub-merchant that is bound to it. */
export function payee({ world, caller }: PayCall, subMchid: string | undefined): SimMerchant {
  if (subMchid === undefined) return caller
  const merchant = world.merchants.get(subMchid)
  if (merchant?.partner !== caller.mchid) throw noAuth('relation')
  return merchant
}

export function requireTemplate(
  { world }: PayCall,
  merchant: SimMerchant,
): { cardAppid: string; cardId: string } {
  if (merchant.template) return merchant.template
  throw world.profile.missingTemplate === 403
    ? new PayRefusal(403, 'NO_AUTH', '未创建卡券模板')
    : new PayRefusal(400, 'INVALID_REQUEST', '未创建卡券模板')
}

/** A sensitive field in the clear; refuses what the key named in Wechatpay-Serial does not open. */
export function openSensitive(
  { world, keyId }: PayCall,
  value: string | undefined,
  pointer: string,
): string | undefined {
  if (value === undefined) return undefined
  const key = Object.values(world.keys).find((one) => one.id === keyId)
  if (!key) throw paramError(pointer, 'Wechatpay-Serial')
  try {
    return privateDecrypt(
      { key: key.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      Buffer.from(value, 'base64'),
    ).toString('utf8')
  } catch {
    // OpenSSL says no more than that it does not fit.
    throw paramError(pointer, '解密')
  }
}

/** A sensitive field for a merchant, under the public key of his certificate. */
export function sealFor(merchant: SimMerchant, value: string): string {
  return publicEncrypt(
    { key: merchant.certificateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    Buffer.from(value, 'utf8'),
  ).toString('base64')
}
