import { createHash } from 'node:crypto'
import type { SealState } from '@piaoma/shared/received'
import { resolveLocation } from '../../documents/read-ofd'
import { findAll, findNode, type XmlNode } from '../../documents/xml-read'
import { type OfdPackage, tryPart } from './ofd-package'
import { type SealSignature, verifySeal } from './seal-signature'

/** 总局's and 国铁's authorities by the common name of the certificates they issue. */
const TRUSTED_ISSUERS: readonly string[] = ['税务电子证书管理中心(SM2)', 'SRCA_SM2']

const SM3_NAMES = /^(?:sm3|1\.2\.156\.10197\.1\.401)$/i

/**
 * The state of an OFD's seal (GB/T 38540-2020, GM/T 0031), for all its signatures together:
 * - `unsigned`: there is none. Most 数电 OFD have none, so this is no fault.
 * - `changed`: a part differs from its digest, is gone, or is a page that no signature covers; or the signature is not that
 *   of the certificate inside.
 * - `unknown_root`: all agrees, but the certificate is of no tax or rail authority, or was not valid when it signed.
 * - `good`: all agrees and the certificate, judged at the time of signing, names a known authority. Roots are not
 *   published, so the authority is known by name: this proves that nothing changed since, 查验 that it is genuine.
 */
export function sealOf(ofd: OfdPackage): SealState {
  const list = ofd.signatures && tryPart(ofd.files, ofd.signatures)
  const signatures = list ? findAll(list, 'Signature') : []
  if (!list || !ofd.signatures || signatures.length === 0) return 'unsigned'
  const covered = new Set<string>()
  const states = signatures.map(({ attributes }) => {
    const path = resolveLocation(ofd.signatures ?? '', attributes.BaseLoc ?? '')
    return stateOf(ofd, path, covered, signatures.length > 1)
  })
  if (states.includes('changed')) return 'changed'
  if (ofd.signedParts.some((part) => !covered.has(part))) return 'changed'
  return states.includes('unknown_root') ? 'unknown_root' : 'good'
}

function stateOf(ofd: OfdPackage, path: string, covered: Set<string>, isOneOfSeveral: boolean): SealState {
  const bytes = ofd.files.get(path)
  const document = tryPart(ofd.files, path)
  if (!bytes || !document) return 'changed'
  if (!digestsAgree(ofd, path, document, covered, isOneOfSeveral)) return 'changed'
  const valueAt = resolveLocation(path, findNode(document, 'SignedValue')?.text ?? '')
  const value = ofd.files.get(valueAt)
  const signature = value && verifySeal(value, bytes)
  if (!signature) return 'changed'
  const written = findAll(document, 'SignatureDateTime')[0]?.text
  return isTrusted(signature, written) ? 'good' : 'unknown_root'
}

function digestsAgree(
  ofd: OfdPackage,
  path: string,
  document: XmlNode,
  covered: Set<string>,
  isOneOfSeveral: boolean,
): boolean {
  const references = findAll(document, 'References')[0]
  if (!references || !SM3_NAMES.test(references.attributes.CheckMethod ?? '')) return false
  return findAll(references, 'Reference').every((reference) => {
    const file = resolveLocation(path, reference.attributes.FileRef ?? '')
    // A later signature adds itself to this list, which an earlier one has signed without it.
    if (isOneOfSeveral && file === ofd.signatures) return true
    const bytes = ofd.files.get(file)
    const expected = findNode(reference, 'CheckValue')?.text.replace(/\s/g, '')
    covered.add(file)
    return bytes !== undefined && createHash('sm3').update(bytes).digest('base64') === expected
  })
}

/** Certificates expire long before invoices do: what counts is the time of signing. */
function isTrusted(
  { issuer, notBefore, notAfter, signedAt }: SealSignature,
  written: string | undefined,
): boolean {
  const time = signedAt ?? timeOf(written ?? '')
  const wasValid = time !== undefined && time >= notBefore && time <= notAfter
  return wasValid && TRUSTED_ISSUERS.includes(issuer)
}

/** `20200723130907.763Z`, `2022-03-24 08:54:12`: producers write local time with and without a Z, so by the day. */
function timeOf(text: string): number | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)[T\s]?(\d\d):?(\d\d)/.exec(text.trim())
  if (!match) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour - 8, minute)
}
