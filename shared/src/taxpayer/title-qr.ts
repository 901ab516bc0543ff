import { fromBase64, toBase64, utf8Bytes, utf8Text } from '../codes/bytes'
import { normaliseTaxpayerId } from './id'
import type { BuyerTitle } from './title'

/** A read title QR. `crc`: the check sum is advisory, readers in the field do not check it either. */
export interface TitleQr {
  title: BuyerTitle
  crc: 'right' | 'wrong' | 'absent' | 'unchecked'
}

const SEPARATOR = '</>'

/**
 * Reads the buyer's title QR (便捷开票二维码): `$01` + base64 of name, tax number, address|phone,
 * bank|account and CRC separated by `</>`, + `$`. Undefined when it is none. All content is foreign text:
 * validate it like typed text.
 */
export function parseTitleQr(text: string): TitleQr | undefined {
  const match = /^\$01([A-Za-z0-9+/=_\-\s]+)\$$/.exec(text.trim())
  const bytes = match?.[1] === undefined ? undefined : fromBase64(match[1])
  const content = bytes && utf8Text(bytes)
  if (content === undefined) return undefined
  const parts = content.split(SEPARATOR).map((part) => part.trim())
  const [name = '', id = '', place = '', bank = '', crc = ''] = parts
  if (name === '') return undefined
  const taxpayerId = normaliseTaxpayerId(id)
  const [address, phone] = halves(place)
  const [bankName, bankAccount] = halves(bank)
  const title: BuyerTitle = { type: taxpayerId ? 'company' : 'person', name }
  if (taxpayerId) title.taxpayerId = taxpayerId
  if (address) title.address = address
  if (phone) title.phone = phone
  if (bankName) title.bankName = bankName
  if (bankAccount) title.bankAccount = bankAccount
  return { title, crc: crc === '' ? 'absent' : 'unchecked' }
}

/** Writes the title QR text. */
export function buildTitleQr(title: BuyerTitle): string {
  const place = [title.address ?? '', title.phone ?? ''].join('|')
  const bank = [title.bankName ?? '', title.bankAccount ?? ''].join('|')
  const body = [title.name, title.taxpayerId ?? '', place, bank, ''].join(SEPARATOR)
  return `$01${toBase64(utf8Bytes(body))}$`
}

function halves(text: string): [string, string] {
  const bar = text.lastIndexOf('|')
  return bar < 0 ? [text, ''] : [text.slice(0, bar).trim(), text.slice(bar + 1).trim()]
}
