import { shanghaiDate, shanghaiDateTime, shanghaiMidnight } from '@piaoma/shared/invoice'

const DAY_MS = 86_400_000

/** `2026-06-10 09:30` in Shanghai, of a time in ISO form. */
export function dateTime(iso: string): string {
  return shanghaiDateTime(Date.parse(iso)).slice(0, 16)
}

/** `2026-06-10` in Shanghai, of a time in ISO form. */
export function date(iso: string): string {
  return shanghaiDate(Date.parse(iso))
}

/** For lists: `09:30` today, `06-10 09:30` this year, `2025-06-10` before that. All in Shanghai. */
export function shortTime(iso: string, nowMs: number): string {
  const text = dateTime(iso)
  const today = shanghaiDate(nowMs)
  if (text.startsWith(today)) return text.slice(11)
  return text.slice(0, 4) === today.slice(0, 4) ? text.slice(5) : text.slice(0, 10)
}

/** How long ago, in the largest whole unit. */
export function age(iso: string, nowMs: number): { count: number; unit: 'now' | 'minute' | 'hour' | 'day' } {
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 60_000))
  if (minutes < 1) return { count: 0, unit: 'now' }
  if (minutes < 60) return { count: minutes, unit: 'minute' }
  if (minutes < 60 * 24) return { count: Math.floor(minutes / 60), unit: 'hour' }
  return { count: Math.floor(minutes / (60 * 24)), unit: 'day' }
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

function midnightOf(day: string): number | undefined {
  const match = DAY.exec(day)
  if (!match) return undefined
  const midnight = shanghaiMidnight(Number(match[1]), Number(match[2]), Number(match[3]))
  // 31 February is no day.
  return shanghaiDate(midnight) === day ? midnight : undefined
}

/** The beginning of a chosen day (`YYYY-MM-DD`, Shanghai) as the contract's time; `undefined` when it is no day. */
export function startOfDay(day: string): string | undefined {
  const midnight = midnightOf(day)
  return midnight === undefined ? undefined : new Date(midnight).toISOString()
}

/** The last second of a chosen day (`YYYY-MM-DD`, Shanghai); `undefined` when it is no day. */
export function endOfDay(day: string): string | undefined {
  const midnight = midnightOf(day)
  return midnight === undefined ? undefined : new Date(midnight + DAY_MS - 1000).toISOString()
}
