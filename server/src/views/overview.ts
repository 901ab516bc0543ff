import { In, IsNull, MoreThanOrEqual } from 'typeorm'
import { applicationEntity } from '../applications/entity'
import { isoTime } from '../codes/present'
import { deliveryEntity } from '../delivery/entity'
import type { Ground } from '../ground'
import type { Guard, Person } from '../http'
import { sha256 } from '../ids'
import { invoiceEntity } from '../issuing/entity'
import { isQuotaLow, type QuotaWatch } from '../issuing/quota-watch'
import { alarmEntity } from '../merchants/entity'
import { loadMerchant } from '../merchants/load'
import { storeScope } from '../merchants/policy'

/** The console's home: what waits for a person, and today in Shanghai. */
export function mountOverview(guard: Guard, deps: { ground: Ground; quotas: QuotaWatch }): void {
  guard('GET /api/v1/merchant/overview', 'console', ({ caller }) =>
    viewOverview(deps.ground, deps.quotas, caller),
  )
}

async function viewOverview(ground: Ground, quotas: QuotaWatch, person: Person) {
  const { manager } = ground.db
  const { merchantId } = person
  const scope = storeScope(person)
  const own = { merchantId, ...(scope ? { storeId: In(scope) } : {}) }
  const counts = await countByStatus(ground, person, scope)
  const today = await manager.find(invoiceEntity, {
    where: { ...own, issuedAt: MoreThanOrEqual(startOfDay(ground.clock.now())) },
    select: { totalFen: true },
  })
  const alarms = await manager.countBy(alarmEntity, { ...own, resolvedAt: IsNull() })
  const failedDeliveries = await countFailedDeliveries(ground, person, scope)
  const newest = await manager.findOne(applicationEntity, { where: own, order: { updatedAt: 'DESC' } })
  const { quota, operator } = await quotas.read(merchantId)
  const { quotaWarnPercent } = await loadMerchant(manager, merchantId)
  const figures = {
    reviewing: counts.reviewing ?? 0,
    waiting: counts.waiting ?? 0,
    refused: counts.refused ?? 0,
    issuing: (counts.issuing ?? 0) + (counts.submitted ?? 0),
    alarms,
    failedDeliveries,
    today: { invoices: today.length, totalFen: today.reduce((sum, invoice) => sum + invoice.totalFen, 0) },
  }
  const stamp = sha256(JSON.stringify([figures, newest?.updatedAt, newest?.version])).slice(0, 16)
  return {
    ...figures,
    quota: quota && { ...quota, at: isoTime(quota.at), isLow: isQuotaLow(quota, quotaWarnPercent) },
    operator,
    stamp,
  }
}

function countFailedDeliveries(ground: Ground, person: Person, scope: string[] | null): Promise<number> {
  const query = ground.db.manager
    .createQueryBuilder(deliveryEntity, 'd')
    .where('d.merchantId = :merchantId AND d.status = :status', {
      merchantId: person.merchantId,
      status: 'failed',
    })
  if (scope) {
    query
      .innerJoin(applicationEntity.options.name, 'a', 'a.id = d.applicationId')
      .andWhere('a.storeId IN (:...scope)', { scope: scope.length > 0 ? scope : [''] })
  }
  return query.getCount()
}

async function countByStatus(
  ground: Ground,
  person: Person,
  scope: string[] | null,
): Promise<Partial<Record<string, number>>> {
  const query = ground.db.manager
    .createQueryBuilder(applicationEntity, 'a')
    .select('a.status', 'status')
    .addSelect('COUNT(*)', 'count')
    .where('a.merchantId = :merchantId', { merchantId: person.merchantId })
    .groupBy('a.status')
  if (scope) query.andWhere('a.storeId IN (:...scope)', { scope: scope.length > 0 ? scope : [''] })
  const rows = await query.getRawMany<{ status: string; count: number | string }>()
  return Object.fromEntries(rows.map((row) => [row.status, Number(row.count)]))
}

const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000

/** Midnight in Shanghai (no summer time). */
function startOfDay(now: number): number {
  return Math.floor((now + SHANGHAI) / DAY) * DAY - SHANGHAI
}
