import { formatYuan } from '../money'

/** `¥1,234.50` */
export function yuan(fen: number): string {
  return `¥${formatYuan(fen, { thousands: true })}`
}

/** UTC+8, without daylight saving since 1991. */
const SHANGHAI_MS = 8 * 3_600_000

/** `2026-11-22 14:05` in Shanghai. */
export function minute(time: string): string {
  return new Date(Date.parse(time) + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ')
}

/** Merchant and store in one line; a store that already bears the merchant's name stands alone. */
export function placeName({ merchantName, storeName }: { merchantName: string; storeName?: string }): string {
  if (!storeName) return merchantName
  return storeName.indexOf(merchantName) >= 0 ? storeName : `${merchantName} · ${storeName}`
}
