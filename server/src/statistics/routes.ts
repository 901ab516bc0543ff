import type { Ground } from '../ground'
import { type Guard, languageOf } from '../http'
import { exportStatistics } from './export-statistics'
import { scopeOf, sumInvoices } from './sum-invoices'

/** Sums of issued invoices, on the page and as a table. */
export function mountStatistics(guard: Guard, ground: Ground): void {
  guard('GET /api/v1/merchant/statistics', 'console', ({ caller, query }) =>
    sumInvoices(ground, scopeOf(caller, query), query.by),
  )
  guard('GET /api/v1/merchant/statistics/export.xlsx', 'upload', async ({ ctx, caller, query }) => {
    const scope = scopeOf(caller, query)
    const view = await sumInvoices(ground, scope, query.by)
    ctx.attachment('piaoma-statistics.xlsx')
    ctx.set('cache-control', 'private, no-store')
    return Buffer.from(await exportStatistics(ground, scope, query.by, view, languageOf(ctx)))
  })
}
