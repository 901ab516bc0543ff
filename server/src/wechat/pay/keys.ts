import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { Pay } from './package'

/** What a merchant types in; see docs/wechat.md. */
export interface PayCredentials {
  mchid: string
  /** API certificate (apiclient_cert.pem). */
  certificate: string
  /** Its key (apiclient_key.pem). */
  privateKey: string
  /** 32 characters. */
  apiV3Key: string
  /** WeChat's keys: 微信支付公钥 under its PUB_KEY_ID_…, platform certificates under their serial; PEM. */
  platformKeys: { id: string; pem: string }[]
}

/** Keys of one merchant, ready for use. Nothing in here ever asks the network. */
export interface PayKeys {
  readonly mchid: string
  /** Of the API certificate, upper case. */
  readonly serial: string
  readonly apiV3Key: string
  /** Signs as the merchant; RSA-SHA256, base64. */
  sign(message: string): string
  authorization(nonce: string, timestamp: string, signature: string): string
  /** WeChat's key of this serial or PUB_KEY_ID; `undefined`: unknown, and so whatever it signed is not believed. */
  platformKey(id: string): KeyObject | undefined
  /** The key for sensitive fields, and the one that answers are to be signed with. */
  readonly preferredKeyId: string
  encrypt(text: string): string
  /** Throws when it was not encrypted for this merchant. */
  decrypt(ciphertext: string): string
}

/** Why credentials cannot be used; a field of the settings and its code. */
export interface CredentialIssue {
  path: 'certificate' | 'privateKey' | 'apiV3Key' | 'platformKeys'
  code:
    | 'wechat_pay.certificate_form'
    | 'wechat_pay.private_key_form'
    | 'wechat_pay.key_mismatch'
    | 'wechat_pay.api_key_form'
    | 'wechat_pay.platform_key_form'
}

/** All that is wrong with the form of credentials, at once. */
export function credentialIssues(credentials: PayCredentials): CredentialIssue[] {
  const issues: CredentialIssue[] = []
  const certificate = readable(() => new X509Certificate(credentials.certificate))
  const privateKey = readable(() => createPrivateKey(credentials.privateKey))
  if (!certificate) issues.push({ path: 'certificate', code: 'wechat_pay.certificate_form' })
  if (privateKey?.asymmetricKeyType !== 'rsa')
    issues.push({ path: 'privateKey', code: 'wechat_pay.private_key_form' })
  else if (certificate && !certificate.checkPrivateKey(privateKey)) {
    issues.push({ path: 'privateKey', code: 'wechat_pay.key_mismatch' })
  }
  if (!/^[\x21-\x7e]{32}$/.test(credentials.apiV3Key))
    issues.push({ path: 'apiV3Key', code: 'wechat_pay.api_key_form' })
  const isGood = ({ id, pem }: { id: string; pem: string }) => platformKeyFits(id, pem)
  if (credentials.platformKeys.length === 0 || !credentials.platformKeys.every(isGood)) {
    issues.push({ path: 'platformKeys', code: 'wechat_pay.platform_key_form' })
  }
  return issues
}

/** A certificate under its own serial, or a public key under a PUB_KEY_ID. */
function platformKeyFits(id: string, pem: string): boolean {
  if (readable(() => createPublicKey(pem))?.asymmetricKeyType !== 'rsa') return false
  if (id.startsWith('PUB_KEY_ID_')) return /^PUB_KEY_ID_\d{10,40}$/.test(id)
  return readable(() => new X509Certificate(pem))?.serialNumber === id.toUpperCase()
}

function readable<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    // OpenSSL's reasons would quote nothing useful, and might quote the key.
    return undefined
  }
}

/** Takes credentials that `credentialIssues` found nothing wrong with. */
export function loadPayKeys(credentials: PayCredentials): PayKeys {
  const { serialNumber } = new X509Certificate(credentials.certificate)
  const platform = new Map(
    credentials.platformKeys.map(({ id, pem }) => [id.toUpperCase(), { id, pem, key: createPublicKey(pem) }]),
  )
  // The public key lives for ever; certificates run out and are being retired.
  const preferred =
    [...platform.values()].find(({ id }) => id.startsWith('PUB_KEY_ID_')) ?? [...platform.values()][0]
  if (!preferred) throw new Error('pay credentials hold no key of WeChat')
  const pay = new Pay({
    appid: '',
    mchid: credentials.mchid,
    // The package shows serials in lower case; the platform compares upper case.
    serial_no: serialNumber.toUpperCase(),
    publicKey: Buffer.from(credentials.certificate),
    privateKey: Buffer.from(credentials.privateKey),
  })
  const publicPem = Buffer.from(preferred.key.export({ type: 'spki', format: 'pem' }))
  return {
    mchid: credentials.mchid,
    serial: serialNumber.toUpperCase(),
    apiV3Key: credentials.apiV3Key,
    sign: (message) => pay.sha256WithRsa(message),
    authorization: (nonce, timestamp, signature) => pay.getAuthorization(nonce, timestamp, signature),
    platformKey: (id) => platform.get(id.toUpperCase())?.key,
    preferredKeyId: preferred.id,
    encrypt: (text) => pay.publicEncrypt(text, publicPem),
    decrypt: (ciphertext) => pay.privateDecrypt(ciphertext),
  }
}
