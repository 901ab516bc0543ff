import { toBase64Url, utf8Bytes } from './bytes'
import { hmacSha256, isEqualInConstantTime } from './hmac'

/** What a till signs. Field rules: docs/offline-code.md. */
export interface OfflineOrder {
  /** Id of the merchant's till key: 4–26 letters and digits. */
  keyId: string
  /** 收银机: 1–20 of letters, digits, `-` and `_`. */
  till: string
  /** Order number, never used twice by the same till: 1–40 of letters, digits, `-` and `_`. */
  orderNo: string
  /** When the order was made, whole epoch seconds UTC. */
  at: number
  /** 价税合计, integer fen, positive. */
  amountFen: number
}

/** A read code: the order and the MAC it came with. Not yet verified. */
export interface OfflineCode extends OfflineOrder {
  mac: string
}

/** The till's secret: at least 16 bytes, 32 random ones recommended; a text is taken as UTF-8. */
export type OfflineSecret = string | Uint8Array

const VERSION = 'T1'
/** Largest time (seconds) and amount (fen) that seven base-36 characters hold. */
const LARGEST_NUMBER = 36 ** 7 - 1
const MAC_BYTES = 12
const FORM =
  /^T1\.([0-9A-Za-z]{4,26})\.([\w-]{1,20})\.([\w-]{1,40})\.([1-9a-z][0-9a-z]{0,6})\.([1-9a-z][0-9a-z]{0,6})\.([\w-]{16})$/

/** Signs an order at the till. Refuses (RangeError, naming the field) what the format cannot carry. */
export function signOfflineCode(order: OfflineOrder, secret: OfflineSecret): string {
  const signed = signedText(order)
  return `${signed}.${macOf(signed, secret)}`
}

/** Reads the form; undefined for anything that is not exactly it. The MAC is not checked here. */
export function parseOfflineCode(text: string): OfflineCode | undefined {
  const match = FORM.exec(text)
  if (!match) return undefined
  const [, keyId = '', till = '', orderNo = '', time = '', amount = '', mac = ''] = match
  return { keyId, till, orderNo, at: parseInt(time, 36), amountFen: parseInt(amount, 36), mac }
}

/** Whether the secret signed exactly these fields; compared in constant time. Refuses a secret under 16 bytes. */
export function verifyOfflineCode(code: OfflineCode, secret: OfflineSecret): boolean {
  return isEqualInConstantTime(macOf(signedText(code), secret), code.mac)
}

/** Seconds since the till signed, negative when its clock is ahead. How old is too old, the server decides. */
export function offlineCodeAge(code: Pick<OfflineCode, 'at'>, nowSeconds: number): number {
  return nowSeconds - code.at
}

function signedText({ keyId, till, orderNo, at, amountFen }: OfflineOrder): string {
  if (!/^[0-9A-Za-z]{4,26}$/.test(keyId)) throw new RangeError('keyId')
  if (!/^[\w-]{1,20}$/.test(till)) throw new RangeError('till')
  if (!/^[\w-]{1,40}$/.test(orderNo)) throw new RangeError('orderNo')
  return [VERSION, keyId, till, orderNo, base36(at, 'at'), base36(amountFen, 'amountFen')].join('.')
}

function base36(value: number, field: string): string {
  if (!(value >= 1 && value <= LARGEST_NUMBER && Math.floor(value) === value)) throw new RangeError(field)
  return value.toString(36)
}

function macOf(signed: string, secret: OfflineSecret): string {
  const key = typeof secret === 'string' ? utf8Bytes(secret) : secret
  // A missing or toy secret must never verify anything.
  if (key.length < 16) throw new RangeError('secret')
  return toBase64Url(hmacSha256(key, utf8Bytes(signed)).subarray(0, MAC_BYTES))
}
