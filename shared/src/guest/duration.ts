import { type Phrases, say } from './phrases/types'

/** A stretch of time in one rounded-up unit: `45 秒`, `3 分钟`, `2 小时`, `3 天`. */
export function duration(seconds: number, phrases: Phrases): string {
  if (seconds <= 90) return say(phrases.seconds, { n: Math.max(1, Math.ceil(seconds)) })
  if (seconds <= 90 * 60) return say(phrases.minutes, { n: Math.ceil(seconds / 60) })
  if (seconds <= 48 * 3600) return say(phrases.hours, { n: Math.ceil(seconds / 3600) })
  return say(phrases.days, { n: Math.ceil(seconds / 86_400) })
}
