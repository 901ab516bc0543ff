import type { StatisticsBy, StatisticsView } from '@piaoma/shared/contract'
import { shanghaiDate } from '@piaoma/shared/invoice'
import { In } from 'typeorm'
import { toSafeInteger } from '../db'
import type { Ground } from '../ground'
import { AppError, type Person } from '../http'
import { storeEntity } from '../merchants/entity'
import { assertStore, storeScope } from '../merchants/policy'
import { forMerchant } from '../merchants/scoped'

const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000
const LONGEST_MS = 1100 * DAY
/** Rows of a list by goods; more help nobody. */
const MOST = 500

export interface StatisticsRequest {
  by: StatisticsBy
  from: string
  until: string
  storeId?: string | undefined
}

/** What the sums are over: the times checked, the stores those the person may see. */
export interface StatisticsScope {
  merchantId: string
  from: number
  until: number
  storeIds: string[] | null
}

/** Refuses `resource.not_found` for a store that is not his and `request.invalid` for times in the wrong order. */
export function scopeOf(person: Person, request: StatisticsRequest): StatisticsScope {
  if (request.storeId) assertStore(person, request.storeId)
  const from = Date.parse(request.from)
  const until = Date.parse(request.until)
  if (until < from) throw new AppError('request.invalid', { fields: [{ path: 'until', code: 'time.order' }] })
  if (until - from > LONGEST_MS)
    throw new AppError('request.invalid', { fields: [{ path: 'until', code: 'time.too_long' }] })
  const storeIds = request.storeId ? [request.storeId] : storeScope(person)
  return { merchantId: person.merchantId, from, until, storeIds }
}

// The day's beginning in Shanghai as epoch milliseconds; whole numbers divide alike on both databases.
const DAY_START = `\`issuedAt\` - ((\`issuedAt\` + ${SHANGHAI}) % ${DAY})`
const GROUPS = {
  day: ['invoice', DAY_START],
  month: ['invoice', DAY_START],
  store: ['invoice', '`storeId`'],
  kind: ['invoice', '`kind`'],
  rate: ['sold_goods', '`taxRate`'],
  goods: ['sold_goods', '`name`'],
} as const satisfies Record<StatisticsBy, readonly [string, string]>

type Row = StatisticsView['rows'][number]

/** Sums of the issued invoices in scope. Days and months without invoices are left out. */
export async function sumInvoices(
  ground: Ground,
  scope: StatisticsScope,
  by: StatisticsBy,
): Promise<StatisticsView> {
  const [table, group] = GROUPS[by]
  const total = await sums(ground, scope, 'invoice', `''`)
  const found = await sums(ground, scope, table, group)
  const rows = by === 'month' ? monthsOf(found) : found
  const named = by === 'store' ? await nameStores(ground, scope, rows) : rows.map((row) => label(by, row))
  const isTime = by === 'day' || by === 'month'
  const sorted = named.sort((a, b) => (isTime ? (a.key < b.key ? -1 : 1) : b.totalFen - a.totalFen))
  const { key: _key, name: _name, ...sum } = total[0] ?? NOTHING
  return {
    total: sum,
    rows: sorted.slice(0, isTime ? sorted.length : MOST),
    isCut: !isTime && sorted.length > MOST,
  }
}

const NOTHING: Row = { key: '', name: '', invoices: 0, amountFen: 0, taxFen: 0, totalFen: 0 }

async function sums(ground: Ground, scope: StatisticsScope, table: string, group: string): Promise<Row[]> {
  const { merchantId, from, until, storeIds } = scope
  const isInvoice = table === 'invoice'
  const where = ['`merchantId` = ?', '`issuedAt` >= ?', '`issuedAt` <= ?']
  const values: unknown[] = [merchantId, from, until]
  if (isInvoice) where.push("`status` = 'issued'")
  if (storeIds) {
    if (storeIds.length === 0) return []
    where.push(`\`storeId\` IN (${storeIds.map(() => '?').join(', ')})`)
    values.push(...storeIds)
  }
  const count = isInvoice ? 'COUNT(*)' : 'COUNT(DISTINCT `invoiceId`)'
  const rows = (await ground.db.manager.query(
    `SELECT ${group} AS \`key\`, ${count} AS invoices, SUM(\`amountFen\`) AS amountFen, SUM(\`taxFen\`) AS taxFen,
      SUM(\`totalFen\`) AS totalFen FROM \`${table}\` WHERE ${where.join(' AND ')} GROUP BY \`key\``,
    values,
  )) as Record<keyof Row, unknown>[]
  return rows.map((row) => ({
    key: String(row.key),
    name: String(row.key),
    invoices: toSafeInteger(row.invoices),
    amountFen: toSafeInteger(row.amountFen),
    taxFen: toSafeInteger(row.taxFen),
    totalFen: toSafeInteger(row.totalFen),
  }))
}

const dayOf = (row: Row): string => shanghaiDate(Number(row.key))

function label(by: StatisticsBy, row: Row): Row {
  if (by !== 'day') return row
  const day = dayOf(row)
  return { ...row, key: day, name: day }
}

/** Days added up to months: SQL knows no months that both databases agree on. */
function monthsOf(days: Row[]): Row[] {
  const months = new Map<string, Row>()
  for (const day of days) {
    const key = dayOf(day).slice(0, 7)
    const month = months.get(key) ?? { ...NOTHING, key, name: key }
    for (const field of ['invoices', 'amountFen', 'taxFen', 'totalFen'] as const) month[field] += day[field]
    months.set(key, month)
  }
  return [...months.values()]
}

async function nameStores(ground: Ground, scope: StatisticsScope, rows: Row[]): Promise<Row[]> {
  const stores = await forMerchant(ground.db.manager, storeEntity, scope.merchantId).find({
    id: In(rows.map((row) => row.key)),
  })
  return rows.map((row) => ({ ...row, name: stores.find(({ id }) => id === row.key)?.name ?? '' }))
}
