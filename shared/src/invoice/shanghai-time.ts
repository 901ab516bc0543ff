/** Calendar fields in Asia/Shanghai. `month` is 1–12. */
export interface ShanghaiTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const OFFSET_MS = 8 * 3_600_000

/**
 * Epoch milliseconds as Asia/Shanghai calendar fields: UTC+8, no daylight saving since 1991. By arithmetic, so the
 * answer is the same in every runtime and zone. Throws RangeError when it is not a time.
 */
export function shanghaiTime(epochMs: number): ShanghaiTime {
  const shifted = new Date(epochMs + OFFSET_MS)
  if (Number.isNaN(shifted.getTime())) throw new RangeError(`not a time: ${epochMs}`)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  }
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

/** `20260610`: the day in Shanghai, as in the QR payload. */
export function shanghaiDateCompact(epochMs: number): string {
  const { year, month, day } = shanghaiTime(epochMs)
  return pad(year, 4) + pad(month) + pad(day)
}

/** `2026-06-10`: the day in Shanghai. */
export function shanghaiDate(epochMs: number): string {
  const { year, month, day } = shanghaiTime(epochMs)
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`
}

/** `2026-06-10 09:30:00`: day and time in Shanghai, as in the invoice XML. */
export function shanghaiDateTime(epochMs: number): string {
  const { hour, minute, second } = shanghaiTime(epochMs)
  return `${shanghaiDate(epochMs)} ${pad(hour)}:${pad(minute)}:${pad(second)}`
}

/** `2026年06月10日`: 开票日期 as printed on the invoice. */
export function shanghaiDateChinese(epochMs: number): string {
  const { year, month, day } = shanghaiTime(epochMs)
  return `${pad(year, 4)}年${pad(month)}月${pad(day)}日`
}

/** Epoch milliseconds of 00:00 in Shanghai of a calendar day (`month` 1–12). */
export function shanghaiMidnight(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) - OFFSET_MS
}
