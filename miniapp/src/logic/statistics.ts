import { shanghaiDate } from '@piaoma/shared/invoice'

/** Periods that are one tap away. */
export const PERIODS = ['today', 'week', 'month', 'lastMonth', 'year'] as const
export type Period = (typeof PERIODS)[number]

const DAY_MS = 86_400_000
const two = (value: number) => String(value).padStart(2, '0')

/** The first and last day (`YYYY-MM-DD`, Shanghai) of a period; a week begins on Monday. */
export function daysOf(period: Period, nowMs: number): { from: string; until: string } {
  const today = shanghaiDate(nowMs)
  const [year = 0, month = 1] = today.split('-').map(Number)
  if (period === 'today') return { from: today, until: today }
  if (period === 'week') {
    const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
    return { from: shanghaiDate(nowMs - weekday * DAY_MS), until: today }
  }
  if (period === 'month') return { from: `${year}-${two(month)}-01`, until: today }
  if (period === 'year') return { from: `${year}-01-01`, until: today }
  const last = month === 1 ? { year: year - 1, month: 12 } : { year, month: month - 1 }
  const length = new Date(Date.UTC(last.year, last.month, 0)).getUTCDate()
  const prefix = `${last.year}-${two(last.month)}`
  return { from: `${prefix}-01`, until: `${prefix}-${two(length)}` }
}

/** How long each bar is, in whole percent of the longest; what is below nothing has none. */
export function barPercents(values: readonly number[]): number[] {
  const most = Math.max(0, ...values)
  return values.map((value) => (most === 0 ? 0 : Math.max(0, Math.round((value / most) * 100))))
}
