import { crc16Hex } from '../invoice/qr-payload'
import { parseYuan } from '../money/fen'
import { kindOfQr, RECEIVED_KIND_INFO } from './kinds'
import type { ReceivedKind } from './model'

/** What the QR code of an invoice says. Amounts in fen. */
export interface InvoiceQr {
  outcome: 'invoice'
  kind: ReceivedKind
  code?: string
  number: string
  amountFen?: number
  /** Which amount it is: 价税合计, or the amount excluding tax (tax-control invoices, the 6-field rail form). */
  amountIs: 'total' | 'excluding_tax'
  /** `YYYY-MM-DD` */
  issuedOn?: string
  checkCode?: string
  /** A match proves that the digits were decoded as printed; a mismatch is no reason to refuse (1 of 20 real ones). */
  crc: 'match' | 'mismatch' | 'absent'
}

/** Codes that are no invoice: a Taiwan 統一發票, a payment or web page, the cipher of a paper train ticket. */
export interface OtherQr {
  outcome: 'other'
  what: 'taiwan' | 'train_ticket' | 'link' | 'unknown'
}

/** Reads the payload of any QR code found on a document. Never throws; tolerant of every quirk met on real invoices. */
export function parseInvoiceQr(text: string): InvoiceQr | OtherQr {
  const plain = text.slice(0, 1000).replace(/，/g, ',').trim()
  if (/^CZ-EI/i.test(plain)) return fiscalQr(plain)
  if (/^https?:\/\//i.test(plain)) return linkQr(plain)
  if (/^[A-Z]{2}\d{8}\d{7}/.test(plain) || /^\*\*/.test(plain)) return { outcome: 'other', what: 'taiwan' }
  if (/^\d{100,}$/.test(plain)) return { outcome: 'other', what: 'train_ticket' }
  return plainQr(plain) ?? { outcome: 'other', what: 'unknown' }
}

const COMPACT_DAY = /^(\d{4})(\d\d)(\d\d)(?:$|\D|\d{6})/
const PARTED_DAY = /^(\d{4})\D{1,4}(\d{1,2})\D{1,4}(\d{1,2})(?!\d)/

/**
 * `20260305`, `2026-03-05`, `2026年03月05日`, with a time behind or blanks between, as `2026-03-05`; `undefined` when it is
 * no day.
 */
export function parseInvoiceDate(text: string): string | undefined {
  const trimmed = text.slice(0, 60).trim()
  const plain = trimmed.replace(/\s/g, '')
  const match = COMPACT_DAY.exec(trimmed) ?? PARTED_DAY.exec(trimmed) ?? PARTED_DAY.exec(plain)
  if (!match) return undefined
  const [, year = '', month = '', day = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : date
}

function plainQr(plain: string): InvoiceQr | undefined {
  const fields = plain.split(',').map((field) => field.trim())
  const [version, type = ''] = fields
  if (version !== '01' || fields.length < 6) return undefined
  // The rail trial form has no place for a code: its third field is the number.
  const isShort = /^\d{19,20}$/.test(fields[2] ?? '')
  const [code = '', number = '', amount = '', date = '', check = ''] = isShort
    ? ['', fields[2], fields[3], fields[4], '']
    : fields.slice(2)
  if (!/^\d{8}(\d{11,12})?$/.test(number)) return undefined
  const kind = isShort ? 'rail' : kindOfQr(type, code)
  if (!kind) return undefined
  const amountFen = parseYuan(amount)
  const issuedOn = parseInvoiceDate(date)
  return {
    outcome: 'invoice',
    kind,
    ...(code ? { code } : {}),
    number,
    ...(amountFen === undefined ? {} : { amountFen }),
    amountIs: isShort ? 'excluding_tax' : RECEIVED_KIND_INFO[kind].amountInQr,
    ...(issuedOn ? { issuedOn } : {}),
    ...(/^\d{6,20}$/.test(check) ? { checkCode: check } : {}),
    crc: crcOf(plain, isShort ? 5 : 7),
  }
}

/** Some issuers leave the CRC out, do not pad it, print it in lower case, or compute it without the last comma. */
function crcOf(plain: string, index: number): InvoiceQr['crc'] {
  const head = plain.split(',').slice(0, index).join(',')
  const printed = (plain.split(',')[index] ?? '').trim()
  if (printed === '') return 'absent'
  const right = [`${head},`, head].map((covered) => Number.parseInt(crc16Hex(covered), 16))
  if (!/^[0-9a-fA-F]{1,5}$/.test(printed)) return 'mismatch'
  return right.includes(Number.parseInt(printed, 16)) ? 'match' : 'mismatch'
}

/** 财政电子票据: `CZ-EI-00,1.1.0,代码,号码,校验码,yyyymmdd,amount`. */
function fiscalQr(plain: string): InvoiceQr | OtherQr {
  const [, , code = '', number = '', check = '', date = '', amount = ''] = plain
    .split(',')
    .map((field) => field.trim())
  if (!/^\d{4,10}$/.test(code) || !/^\d{6,12}$/.test(number)) return { outcome: 'other', what: 'unknown' }
  const amountFen = parseYuan(amount)
  const issuedOn = parseInvoiceDate(date)
  return {
    outcome: 'invoice',
    kind: 'fiscal',
    code,
    number,
    ...(amountFen === undefined ? {} : { amountFen }),
    amountIs: 'total',
    ...(issuedOn ? { issuedOn } : {}),
    ...(/^[0-9a-zA-Z]{4,20}$/.test(check) ? { checkCode: check } : {}),
    crc: 'absent',
  }
}

/** 深圳区块链 invoices print a link with `bill_num` and `hash`; every other link is something else. */
function linkQr(plain: string): InvoiceQr | OtherQr {
  const number = /[?&]bill_num=(\d{6,20})(?:&|$)/.exec(plain)?.[1]
  if (!number || !/[?&]hash=[0-9a-fA-F]{6,}/.test(plain)) return { outcome: 'other', what: 'link' }
  return { outcome: 'invoice', kind: 'other', number, amountIs: 'total', crc: 'absent' }
}
