import type { Endpoint } from './endpoint'
import { json, session } from './endpoint-parts'
import * as s from './statistics'

export const statisticsApi = {
  'GET /api/v1/merchant/statistics': {
    summary: 'Sums of the issued invoices by day, month, store, kind, rate or goods',
    ...session('statistics.read'),
    query: s.statisticsQuery,
    answer: json(s.statistics),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/statistics/export.xlsx': {
    summary: 'The same as a table, with every invoice on a second sheet; numbers that are codes are texts',
    ...session('statistics.read'),
    query: s.statisticsQuery,
    answer: { status: 200, media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    errors: ['resource.not_found'],
  },
} as const satisfies Record<string, Endpoint>
