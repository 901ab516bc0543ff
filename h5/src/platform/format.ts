import { shanghaiDateTime } from '@piaoma/shared/invoice'
import { formatYuan } from '@piaoma/shared/money'
import { type Phrases, say } from '../phrases'

/** `¥1,234.50` */
export function yuan(fen: number): string {
  return `¥${formatYuan(fen, { thousands: true })}`
}

/** `2026-11-22 14:05` in Shanghai. */
export function minute(time: string): string {
  return shanghaiDateTime(Date.parse(time)).slice(0, 16)
}

/** A stretch of time in one rounded-up unit: `45 秒`, `3 分钟`, `2 小时`, `3 天`. */
export function duration(seconds: number, phrases: Phrases): string {
  if (seconds <= 90) return say(phrases.seconds, { n: Math.max(1, Math.ceil(seconds)) })
  if (seconds <= 90 * 60) return say(phrases.minutes, { n: Math.ceil(seconds / 60) })
  if (seconds <= 48 * 3600) return say(phrases.hours, { n: Math.ceil(seconds / 3600) })
  return say(phrases.days, { n: Math.ceil(seconds / 86_400) })
}
