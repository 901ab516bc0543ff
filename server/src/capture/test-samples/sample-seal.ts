import { createHash } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

const der = (tag: number, ...parts: Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts)
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const integer = (value: number) => der(0x02, Buffer.from([value]))
const bits = (bytes: Uint8Array) => der(0x03, Buffer.from([0]), bytes)
const text = (tag: number, value: string) => der(tag, Buffer.from(value))

/** An OID from its dotted form. */
function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let high = arc >> 7; high > 0; high >>= 7) groups.unshift((high & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return der(0x06, Buffer.from(bytes))
}

const SM2_WITH_SM3 = () => sequence(oid('1.2.156.10197.1.501'))
const name = (common: string) => sequence(der(0x31, sequence(oid('2.5.4.3'), text(0x0c, common))))
const time = (epochMs: number) =>
  text(
    0x18,
    new Date(epochMs)
      .toISOString()
      .replace(/[-:T]/g, '')
      .replace(/\.\d+Z$/, 'Z'),
  )

export interface SealOptions {
  issuer: string
  notBefore: number
  notAfter: number
  signedAt: number
  /** SES version of the value: 4 (GB/T 38540-2020) or 1 (GM/T 0031-2014). */
  version?: 1 | 4
}

/** Signs Signature.xml with a key made for the occasion; `value` is the SignedValue.dat. */
export function signSeal(signatureXml: Uint8Array, options: SealOptions): Uint8Array {
  const keys = sm2.generateKeyPairHex()
  const sign = (message: Uint8Array) =>
    Buffer.from(
      sm2.doSignature(message, keys.privateKey, {
        der: true,
        hash: true,
        publicKey: keys.publicKey,
        userId: '1234567812345678',
      }),
      'hex',
    )
  const certificate = sequence(
    sequence(
      der(0xa0, integer(2)),
      integer(7),
      SM2_WITH_SM3(),
      name(options.issuer),
      sequence(time(options.notBefore), time(options.notAfter)),
      name('示例监制章'),
      sequence(
        sequence(oid('1.2.840.10045.2.1'), oid('1.2.156.10197.1.301')),
        bits(Buffer.from(keys.publicKey, 'hex')),
      ),
    ),
    SM2_WITH_SM3(),
    bits(Buffer.from([1])),
  )
  const dataHash = bits(createHash('sm3').update(signatureXml).digest())
  const head = [integer(options.version ?? 4), sequence(text(0x16, 'ES')), time(options.signedAt), dataHash]
  const property = text(0x16, '/Doc_0/Signs/Sign_0/Signature.xml')
  if (options.version === 1) {
    const toSign = sequence(...head, property, der(0x04, certificate), oid('1.2.156.10197.1.501'))
    return sequence(toSign, bits(sign(toSign)))
  }
  const toSign = sequence(...head, property)
  return sequence(toSign, der(0x04, certificate), oid('1.2.156.10197.1.501'), bits(sign(toSign)))
}
