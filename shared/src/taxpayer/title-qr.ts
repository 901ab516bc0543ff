import { fromBase64, toBase64, utf8Bytes, utf8Text } from '../codes/bytes'
import { normaliseTaxpayerId } from './id'
import type { BuyerTitle } from './title'
import { splitBank, splitPlace } from './title-pieces'

/**
 * A read title QR. `crc` is advice only, as readers in the field do not check it: `right`, `wrong`, `absent`,
 * or `unchecked` when the GBK bytes it is reckoned over are not known here.
 */
export interface TitleQr {
  title: BuyerTitle
  crc: 'right' | 'wrong' | 'absent' | 'unchecked'
}

/**
 * The GBK table is too heavy for a guest's page, so who has one hands it in: a browser or Node decodes with
 * `new TextDecoder('gbk')`. Both may be left out.
 */
export interface GbkCodec {
  decode?: (bytes: Uint8Array) => string
  /** Undefined when a character is not in GBK. */
  encode?: (text: string) => Uint8Array | undefined
}

const SEPARATOR = '</>'

/**
 * Reads the buyer's title QR (便捷开票二维码, tax authority's application note): `$01` + base64 of name,
 * tax number, address|phone, bank|account and CRC separated by `</>`, + `$`. Lenient: UTF-8 or (with `gbk`)
 * GBK, missing bars, empty parts, no CRC. Undefined when it is none. All content is foreign text: validate
 * it like typed text.
 */
export function parseTitleQr(text: string, gbk: GbkCodec = {}): TitleQr | undefined {
  const match = /^\$01([A-Za-z0-9+/=_\-\s]{1,4000})\$?$/.exec(text.trim())
  const bytes = match?.[1] === undefined ? undefined : fromBase64(match[1])
  if (bytes === undefined) return undefined
  const utf8 = utf8Text(bytes)
  const content = utf8 ?? gbk.decode?.(bytes)
  const parts = content?.split(SEPARATOR).map((part) => part.trim()) ?? []
  const [name = '', id = '', place = '', bank = '', crc = ''] = parts
  if (content === undefined || name === '' || parts.length < 2) return undefined
  const taxpayerId = normaliseTaxpayerId(id)
  const title: BuyerTitle = { type: taxpayerId ? 'company' : 'person', name }
  if (taxpayerId) title.taxpayerId = taxpayerId
  for (const [field, value] of Object.entries({ ...splitPlace(place), ...splitBank(bank) }))
    if (value) Object.assign(title, { [field]: value })
  if (crc === '') return { title, crc: 'absent' }
  return { title, crc: checkCrc(crc, content, utf8 === undefined ? bytes : undefined, gbk) }
}

/**
 * Writes the title QR the strict way: base64 over UTF-8, bars between address and phone and between bank and
 * account, CRC over GBK bytes in four hexadecimal capitals. Without `gbk.encode` the CRC of a Chinese title
 * is reckoned over UTF-8, as other published makers do and scanners accept. Refuses (RangeError) a title
 * that the form cannot carry: `<`, `>`, `|` in a field, or no name.
 */
export function buildTitleQr(title: BuyerTitle, gbk: GbkCodec = {}): string {
  const { name, taxpayerId = '', address = '', phone = '', bankName = '', bankAccount = '' } = title
  const fields = [name, taxpayerId, address, phone, bankName, bankAccount]
  if (!name.trim() || fields.some((field) => /[<>|]/.test(field))) throw new RangeError('title')
  const pair = (left: string, right: string) => (left || right ? `${left}|${right}` : '')
  const parts = [name, taxpayerId, pair(address, phone), pair(bankName, bankAccount), '']
  const covered = parts.join(SEPARATOR)
  const crc = crc16(gbk.encode?.(covered) ?? utf8Bytes(covered))
  return `$01${toBase64(utf8Bytes(covered + crc.toString(16).toUpperCase().padStart(4, '0')))}$`
}

function checkCrc(
  crc: string,
  content: string,
  gbkSource: Uint8Array | undefined,
  gbk: GbkCodec,
): TitleQr['crc'] {
  if (!/^[0-9A-F]{1,4}$/i.test(crc)) return 'wrong'
  const covered = content.slice(0, content.lastIndexOf(SEPARATOR) + SEPARATOR.length)
  const utf8 = utf8Bytes(covered)
  const isAscii = utf8.length === covered.length
  // The second byte of a GBK character is never one of `</>`, so the last separator is found in the bytes too.
  const strict = gbkSource
    ? gbkSource.subarray(0, lastSeparator(gbkSource))
    : isAscii
      ? utf8
      : gbk.encode?.(covered)
  const printed = Number.parseInt(crc, 16)
  if (printed === crc16(utf8) || (strict && printed === crc16(strict))) return 'right'
  return strict ? 'wrong' : 'unchecked'
}

function lastSeparator(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && !(bytes[end - 1] === 0x3e && bytes[end - 2] === 0x2f && bytes[end - 3] === 0x3c)) end--
  return end
}

/** CRC-16 with polynomial 0x8005, initial 0, most significant bit first, no final inversion (CRC-16/UMTS). */
export function crc16(bytes: ArrayLike<number>): number {
  let crc = 0
  for (let i = 0; i < bytes.length; i++) {
    crc ^= (bytes[i] ?? 0) << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x8000 ? 0x18005 : 0)
  }
  return crc
}
