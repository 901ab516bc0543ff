import { createHash } from 'node:crypto'
import * as asn1 from 'asn1js'
import { sm2 } from 'sm-crypto-v2'

/** What a seal's signature says once it was found to be right. */
export interface SealSignature {
  /** Common name of the certificate's issuer. */
  issuer: string
  /** Validity of the certificate, epoch milliseconds. */
  notBefore: number
  notAfter: number
  signedAt?: number
}

interface Signed {
  /** DER bytes that the signature is over. */
  covered: Uint8Array
  /** SM3 of Signature.xml as the signature has it. */
  dataHash: Uint8Array
  certificate: Uint8Array
  signature: Uint8Array
  signedAt?: number
}

/** The user id of SM2 signatures (GB/T 35276-2017, 10). */
const USER_ID = '1234567812345678'

/**
 * Verifies a SignedValue.dat against the Signature.xml that it signs: SES version 4 (GB/T 38540-2020), SES version 1
 * (GM/T 0031-2014), or CMS SignedData of SM2 (rail). `undefined` when it is not right, or no such structure.
 */
export function verifySeal(value: Uint8Array, signatureXml: Uint8Array): SealSignature | undefined {
  try {
    const signed = readCms(value) ?? readSes(value)
    if (!signed) return undefined
    const digest = createHash('sm3').update(signatureXml).digest()
    if (Buffer.compare(digest, Buffer.from(signed.dataHash)) !== 0) return undefined
    const certificate = readCertificate(signed.certificate)
    if (!certificate) return undefined
    const isRight = sm2.doVerifySignature(signed.covered, hex(signed.signature), certificate.publicKey, {
      der: true,
      hash: true,
      userId: USER_ID,
    })
    if (!isRight) return undefined
    return {
      issuer: certificate.issuer,
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
      ...(signed.signedAt === undefined ? {} : { signedAt: signed.signedAt }),
    }
  } catch (error) {
    // Parsers of ASN.1, certificates and points throw for what is malformed: such a seal proves nothing.
    if (error instanceof Error) return undefined
    throw error
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const bytesOf = (block: asn1.BaseBlock): Uint8Array => new Uint8Array(block.valueBeforeDecodeView)

function parse(bytes: Uint8Array): asn1.AsnType {
  const { offset, result } = asn1.fromBER(Buffer.from(bytes))
  if (offset < 0) throw new Error('not DER')
  return result
}

const children = (block: asn1.AsnType | undefined): asn1.AsnType[] =>
  block instanceof asn1.Sequence || block instanceof asn1.Set || block instanceof asn1.Constructed
    ? block.valueBlock.value
    : []

const contentOf = (block: asn1.AsnType | undefined): Uint8Array | undefined => {
  if (block instanceof asn1.OctetString) return new Uint8Array(block.getValue())
  return block instanceof asn1.BitString ? block.valueBlock.valueHexView : undefined
}

const COMMON_NAME = '2.5.4.3'

/** What is asked of an X.509 certificate (RFC 5280, 4.1): issuer, validity and the uncompressed point of its key. */
function readCertificate(bytes: Uint8Array) {
  const fields = children(children(parse(bytes))[0])
  // The version stands under a context tag and may be left out.
  const [, , issuer, validity, , key] = fields.slice(fields[0]?.idBlock.tagClass === 3 ? 1 : 0)
  const [from, to] = children(validity)
  const point = contentOf(children(key)[1])
  if (!isTime(from) || !isTime(to) || point?.length !== 65) return undefined
  const names = children(issuer).flatMap(children).map(children)
  const name = names.find(
    ([id]) => id instanceof asn1.ObjectIdentifier && id.valueBlock.toString() === COMMON_NAME,
  )?.[1]
  return {
    issuer: name ? String((name.valueBlock as { value?: unknown }).value ?? '') : '',
    notBefore: from.toDate().getTime(),
    notAfter: to.toDate().getTime(),
    publicKey: hex(point),
  }
}

const isTime = (block: asn1.AsnType | undefined): block is asn1.UTCTime | asn1.GeneralizedTime =>
  block instanceof asn1.UTCTime

/** `SEQ { toSign SEQ, cert, algorithm, signature }` of version 4, `SEQ { toSign, signature }` of version 1. */
function readSes(value: Uint8Array): Signed | undefined {
  const [toSign, ...rest] = children(parse(value))
  const parts = children(toSign)
  if (!toSign || parts.length < 5) return undefined
  const isVersion4 = rest.length >= 3
  const time = parts[2]
  const dataHash = contentOf(parts[3])
  const certificate = contentOf(isVersion4 ? rest[0] : parts[5])
  const signature = contentOf(rest.at(isVersion4 ? 2 : 0))
  if (!dataHash || !certificate || !signature) return undefined
  return {
    covered: bytesOf(toSign),
    dataHash,
    certificate,
    signature,
    ...(time instanceof asn1.GeneralizedTime ? { signedAt: time.toDate().getTime() } : {}),
  }
}

const SIGNED_DATA = '1.2.156.10197.6.1.4.2.2'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'

/** CMS SignedData with SM2 (GB/T 35275-2017): signed attributes hold the digest, or the content is signed itself. */
function readCms(value: Uint8Array): Signed | undefined {
  const [type, content] = children(parse(value))
  if (!(type instanceof asn1.ObjectIdentifier) || type.valueBlock.toString() !== SIGNED_DATA) return undefined
  const data = children(children(content)[0])
  const tagged = (number: number) =>
    data.find((block) => block.idBlock.tagClass === 3 && block.idBlock.tagNumber === number)
  const certificate = children(tagged(0))[0]
  const signer = children(children(data.at(-1))[0])
  const signature = contentOf(signer.findLast((block) => block instanceof asn1.OctetString))
  const attributes = signer.find((block) => block.idBlock.tagClass === 3 && block.idBlock.tagNumber === 0)
  if (!certificate || !signature) return undefined
  const base = { certificate: bytesOf(certificate), signature }
  if (!attributes) {
    const inner = contentOf(children(children(data[2])[1])[0])
    return inner && { ...base, covered: inner, dataHash: inner }
  }
  const digest = children(attributes)
    .map(children)
    .find(([id]) => id instanceof asn1.ObjectIdentifier && id.valueBlock.toString() === MESSAGE_DIGEST)
  const dataHash = contentOf(children(digest?.[1])[0])
  if (!dataHash) return undefined
  // Signed as a SET OF (RFC 5652, 5.4), stored under the context tag 0.
  const covered = bytesOf(attributes).slice()
  covered[0] = 0x31
  return { ...base, covered, dataHash }
}
