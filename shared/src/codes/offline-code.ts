import { fromBase64, toBase64Url, utf8Bytes } from './bytes'
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

/** The till's secret: its bytes (at least 16; the console gives 32) or, as the console shows it, their base64url. */
export type OfflineSecret = string | Uint8Array

const VERSION = 'T1'
/** Largest time (seconds) and amount (fen) that seven base-36 characters hold. */
const LARGEST_NUMBER = 36 ** 7 - 1
const MAC_BYTES = 12
const SHORTEST_SECRET = 16
const KEY_ID = '[0-9A-Za-z]{4,26}'
const TILL = '[\\w-]{1,20}'
const ORDER_NO = '[\\w-]{1,40}'
const NUMBER = '[1-9a-z][0-9a-z]{0,6}'

/** Signs an order at the till. Refuses (RangeError, naming the field) what the format cannot carry. */
export function signOfflineCode(order: OfflineOrder, secret: OfflineSecret): string {
  const signed = signedText(order)
  return `${signed}.${macOf(signed, secret)}`
}

/** Reads the form; undefined for anything that is not exactly it. The MAC is not checked here. */
export function parseOfflineCode(text: string): OfflineCode | undefined {
  const form = `^${VERSION}\\.(${KEY_ID})\\.(${TILL})\\.(${ORDER_NO})\\.(${NUMBER})\\.(${NUMBER})\\.([\\w-]{16})$`
  const match = new RegExp(form).exec(text)
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
  // Tills run plain JavaScript: undefined would otherwise be signed as the word.
  const demand = (value: string, form: string, field: string) => {
    if (typeof value !== 'string' || !new RegExp(`^${form}$`).test(value)) refuse(field)
  }
  demand(keyId, KEY_ID, 'keyId')
  demand(till, TILL, 'till')
  demand(orderNo, ORDER_NO, 'orderNo')
  return [VERSION, keyId, till, orderNo, base36(at, 'at'), base36(amountFen, 'amountFen')].join('.')
}

function refuse(field: string): never {
  throw new RangeError(`offline code: ${field}`)
}

function base36(value: number, field: string): string {
  if (!(value >= 1 && value <= LARGEST_NUMBER && Math.floor(value) === value)) refuse(field)
  return value.toString(36)
}

function macOf(signed: string, secret: OfflineSecret): string {
  const key = typeof secret === 'string' ? fromBase64(secret) : secret
  // A missing or toy secret must never verify anything.
  if (!key || key.length < SHORTEST_SECRET) return refuse('secret')
  return toBase64Url(hmacSha256(key, utf8Bytes(signed)).subarray(0, MAC_BYTES))
}
