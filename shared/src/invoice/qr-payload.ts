import { formatYuan } from '../money/fen'
import { KINDS } from './kinds'
import type { InvoiceModel } from './model'
import { shanghaiDateCompact } from './shanghai-time'

/**
 * CRC-16, polynomial 0x8005, initial value 0, not reflected, no final xor (catalogue: CRC-16/UMTS). The check at
 * the end of the QR payload of Chinese invoices; measured on 122 of 129 real payloads that carry one.
 */
export function crc16(bytes: Iterable<number>): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= (byte & 0xff) << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1) & 0xffff
  }
  return crc
}

/** The CRC of ASCII text as in the payload: four upper-case hex digits. */
export function crc16Hex(ascii: string): string {
  const bytes = Array.from(ascii, (character) => character.charCodeAt(0))
  return crc16(bytes).toString(16).toUpperCase().padStart(4, '0')
}

/**
 * The payload of the QR code on a 数电票: `01,31|32,,NUMBER,TOTAL,YYYYMMDD,,CRC`: no invoice code, the tax-inclusive
 * total in yuan with two decimals, the day in Shanghai, no check code. The CRC covers everything up to and including
 * the comma before it. Throws RangeError without a 20-digit number: a preview has no QR code.
 */
export function buildQrPayload(
  model: Pick<InvoiceModel, 'number' | 'kind' | 'totalFen' | 'issuedAt'>,
): string {
  if (!model.number || !/^\d{20}$/.test(model.number)) {
    throw new RangeError(`an invoice number has 20 digits, got ${model.number ?? 'none'}`)
  }
  const { kind, number, totalFen, issuedAt } = model
  const head = `01,${KINDS[kind].qr},,${number},${formatYuan(totalFen)},${shanghaiDateCompact(issuedAt)},,`
  return head + crc16Hex(head)
}
