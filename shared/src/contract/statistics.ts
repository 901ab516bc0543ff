import { z } from 'zod'
import { storedFen, time, ulid } from './common'

/** What invoices may be summed by. `rate` and `goods` are sums of lines, the others of whole invoices. */
export const STATISTICS_BY = ['day', 'month', 'store', 'kind', 'rate', 'goods'] as const
export type StatisticsBy = (typeof STATISTICS_BY)[number]

/** Issued invoices between two times, at most three years apart; days are those of Shanghai. */
export const statisticsQuery = z.strictObject({
  by: z.enum(STATISTICS_BY).default('day'),
  from: time,
  until: time,
  storeId: ulid.optional(),
})
export const statisticsRow = z.object({
  /** `2026-11-22`, `2026-11`, a store's id, a kind, a rate, or the name of goods. */
  key: z.string(),
  name: z.string(),
  invoices: z.int(),
  amountFen: storedFen,
  taxFen: storedFen,
  totalFen: storedFen,
})
export const statistics = z.object({
  total: statisticsRow.omit({ key: true, name: true }),
  rows: z.array(statisticsRow),
  /** Only the largest are in `rows`. */
  isCut: z.boolean(),
})
export type StatisticsView = z.infer<typeof statistics>
