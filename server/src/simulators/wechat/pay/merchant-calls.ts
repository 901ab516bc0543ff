import { createCipheriv } from 'node:crypto'
import { openSensitive, type PayCall, type PayHandler, payee } from './handler'
import { readJsonBody, readQuery } from './json-rules'
import { invalidRequest, noAuth, notFound } from './refusal'
import * as schemas from './schemas'
import { chinaTime } from './world'

/** POST /card-template: makes or overwrites. */
export const putCardTemplate: PayHandler = (call) => {
  const input = readJsonBody(call.raw, schemas.cardTemplate)
  const merchant = opened(call, input.sub_mchid)
  if (!merchant.appids.includes(input.card_appid) && !call.caller.appids.includes(input.card_appid)) {
    throw invalidRequest('appid与商户号不匹配', 268_445_527)
  }
  merchant.template = { cardAppid: input.card_appid, cardId: `p${call.world.ground.random.hex(27)}` }
  return { status: 200, body: { card_appid: input.card_appid, card_id: merchant.template.cardId } }
}

/** PATCH /merchant/development-config: the address of callbacks, and switches. */
export const patchConfig: PayHandler = (call) => {
  const input = readJsonBody(call.raw, schemas.developmentConfig)
  const merchant = opened(call, input.sub_mch_code)
  if (input.callback_url?.includes('?')) throw invalidRequest('callback_url不能携带参数')
  merchant.callbackUrl = input.callback_url ?? merchant.callbackUrl
  merchant.showFapiaoCell = input.show_fapiao_cell ?? merchant.showFapiaoCell
  merchant.supportVatFapiao = input.support_vat_fapiao ?? merchant.supportVatFapiao
  return { status: 200, body: configOf(merchant) }
}

export const getConfig: PayHandler = (call) => {
  const { sub_mch_code } = readQuery(call.url, schemas.subCodeQuery)
  const merchant = opened(call, sub_mch_code)
  if (merchant.callbackUrl === null) throw notFound('未设置开发选项')
  return { status: 200, body: configOf(merchant) }
}

function configOf(merchant: {
  callbackUrl: string | null
  showFapiaoCell: boolean
  supportVatFapiao: boolean
}) {
  return {
    ...(merchant.callbackUrl === null ? {} : { callback_url: merchant.callbackUrl }),
    show_fapiao_cell: merchant.showFapiaoCell,
    support_vat_fapiao: merchant.supportVatFapiao,
  }
}

/** POST /merchant/{sub_mchid}/check: 204 when the sub-merchant is ready. */
export const checkMerchant: PayHandler = (call) => {
  if (call.raw.length > 0) readJsonBody(call.raw, schemas.nothing)
  const merchant = payee(call, call.params.sub_mchid)
  if (merchant.fapiao !== 'third_mode') throw noAuth('mode')
  return { status: 204 }
}

export const checkStatus: PayHandler = (call) => {
  const merchant = payee(call, call.params.sub_mchid)
  return {
    status: 200,
    body: { third_mode: { status: merchant.fapiao === 'third_mode' ? 'ENABLED' : 'DISABLED' } },
  }
}

/** Seller's data of the block-chain mode. */
export const baseInformation: PayHandler = (call) => {
  const merchant = opened(call, readQuery(call.url, schemas.subQuery).sub_mchid)
  return {
    status: 200,
    body: {
      seller_information: { name: `商户${merchant.mchid}`, taxpayer_id: '91440300MA0000000X' },
      extra_information: { drawer: '开票员' },
    },
  }
}

export const taxCodes: PayHandler = (call) => {
  const { sub_mchid, offset, limit } = readQuery(call.url, schemas.taxCodeQuery)
  opened(call, sub_mchid)
  const data = [
    {
      goods_name: '餐饮服务',
      goods_id: 1,
      goods_category: '餐饮',
      tax_code: '3070401000000000000',
      tax_rate: 600,
    },
  ]
  return {
    status: 200,
    body: { data: data.slice(Number(offset), Number(offset) + Number(limit)), total_count: 1 },
  }
}

function opened(call: PayCall, subMchid: string | undefined) {
  const merchant = payee(call, subMchid)
  if (merchant.fapiao === 'closed') throw noAuth('mode')
  return merchant
}

/** GET /v3/certificates: encrypted under the APIv3 key; not there for merchants that only have the public key. */
export const certificates: PayHandler = ({ world, caller }) => {
  if (caller.keyMode === 'public_key')
    throw notFound('无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥')
  if (caller.apiV3Key === null) throw invalidRequest('未设置APIv3密钥')
  const { certificate } = world.keys
  const nonce = world.ground.random.hex(12)
  const now = world.ground.clock.now()
  return {
    status: 200,
    body: {
      data: [
        {
          serial_no: certificate.id,
          effective_time: chinaTime(now - 86_400_000),
          expire_time: chinaTime(now + 86_400_000 * 1000),
          encrypt_certificate: {
            algorithm: 'AEAD_AES_256_GCM',
            nonce,
            associated_data: 'certificate',
            ciphertext: sealGcm(caller.apiV3Key, nonce, 'certificate', certificate.pem),
          },
        },
      ],
    },
  }
}

/** POST /v3/security/echo: shows whether signing, encrypting and callbacks work. */
export const securityEcho: PayHandler = (call) => {
  const input = readJsonBody(call.raw, schemas.echo)
  const secret = openSensitive(call, input.encrypted_echo_message, '/encrypted_echo_message')
  const plain = { echo_message: input.echo_message, ...(secret ? { decrypted_echo_message: secret } : {}) }
  if (input.notify_url) {
    call.callbacks.send(
      call.caller,
      'SECURITY_ECHO.SUCCESS',
      { mchid: call.caller.mchid, ...plain },
      input.notify_url,
    )
  }
  return { status: 200, body: { echo_message: input.echo_message } }
}

/** AEAD_AES_256_GCM as WeChat writes it: ciphertext and tag in one base64. */
export function sealGcm(key: string, nonce: string, associatedData: string, plaintext: string): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(associatedData))
  return Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  )
}
