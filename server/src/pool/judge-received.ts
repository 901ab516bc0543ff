import { shanghaiDate } from '@piaoma/shared/invoice'
import {
  evaluateRules,
  isBlocked,
  type RuleHit,
  type RuleSettings,
  type RuleSubject,
} from '@piaoma/shared/received-rules'
import { In, MoreThan } from 'typeorm'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import { RECEIVED_CHANGED_JOB } from '../capture/pool-row'
import type { Tx } from '../db'
import type { Ground } from '../ground'
import { enqueue, type Job, type JobKind, type JobResult } from '../jobs'
import { requestFirstVerification } from '../verification/request-verification'
import { loadRules, REJUDGE_JOB } from './rule-settings'

const BATCH = 100

/** Jobs that follow every change of an invoice or of the rules. */
export function poolJobs(ground: Ground): Record<string, JobKind> {
  return {
    [RECEIVED_CHANGED_JOB]: { handle: (job) => receivedChanged(ground, job) },
    [REJUDGE_JOB]: { handle: (job) => rejudge(ground, job) },
  }
}

/** Job `received.changed`: an invoice came in or changed: it is judged, and verified once it can be. */
async function receivedChanged(ground: Ground, job: Job): Promise<JobResult> {
  const { merchantId = '', id = '' } = job.payload
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    const row = await tx.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
    if (!row) return
    const rules = await loadRules(tx.manager, merchantId)
    const hits = await judge(ground, tx, row, rules)
    if (hits.some(({ rule }) => rule === 'consecutive')) {
      for (const other of await neighboursOf(tx, row, rules)) await judge(ground, tx, other, rules)
    }
    await requestFirstVerification(ground, tx, row)
  })
  return undefined
}

/** Job `pool.rejudge`: everything of a merchant that is not booked, a hundred at a time. */
async function rejudge(ground: Ground, job: Job): Promise<JobResult> {
  const { merchantId = '', after = '' } = job.payload
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    const rules = await loadRules(tx.manager, merchantId)
    const rows = await tx.manager.find(receivedInvoiceEntity, {
      where: { merchantId, bookingStatus: 'unbooked', id: MoreThan(after) },
      order: { id: 'ASC' },
      take: BATCH,
    })
    for (const row of rows) await judge(ground, tx, row, rules)
    const last = rows.at(-1)
    if (last && rows.length === BATCH) await enqueue(ground, tx, REJUDGE_JOB, { merchantId, after: last.id })
  })
  return undefined
}

/** Writes down which rules an invoice meets. */
export async function judge(
  ground: Pick<Ground, 'clock'>,
  tx: Pick<Tx, 'manager'>,
  row: ReceivedInvoiceRow,
  rules: RuleSettings,
): Promise<RuleHit[]> {
  const around = {
    today: shanghaiDate(ground.clock.now()),
    neighbours: (await neighboursOf(tx, row, rules)).map(subjectOf),
  }
  const ruleHits = evaluateRules(subjectOf(row), rules, around)
  const set = { ruleHits, isBlocked: isBlocked(ruleHits) }
  await tx.manager.update(receivedInvoiceEntity, { id: row.id, merchantId: row.merchantId }, set)
  return ruleHits
}

/** An invoice as the rules see it. */
function subjectOf(row: ReceivedInvoiceRow): RuleSubject {
  return {
    kind: row.kind,
    code: row.code ?? undefined,
    number: row.number ?? '',
    issuedOn: row.issuedOn ?? undefined,
    totalFen: row.totalFen ?? undefined,
    buyerName: row.buyerName ?? undefined,
    buyerTaxpayerId: row.buyerTaxpayerId ?? undefined,
    sellerName: row.sellerName ?? undefined,
    sellerTaxpayerId: row.sellerTaxpayerId ?? undefined,
    lineNames: row.reading.lines.map(({ name }) => name),
    seal: row.reading.seal,
    verification: row.verificationStatus,
  }
}

/** Invoices whose numbers stand next to this one's. */
async function neighboursOf(
  tx: Pick<Tx, 'manager'>,
  row: ReceivedInvoiceRow,
  { levels, consecutiveWithin }: RuleSettings,
): Promise<ReceivedInvoiceRow[]> {
  const { merchantId, number } = row
  if (levels.consecutive === 'off' || number === null || !/^\d{6,20}$/.test(number)) return []
  const near: string[] = []
  for (let step = -consecutiveWithin; step <= consecutiveWithin; step++) {
    const value = BigInt(number) + BigInt(step)
    if (step !== 0 && value > BigInt(0)) near.push(String(value).padStart(number.length, '0'))
  }
  return tx.manager.find(receivedInvoiceEntity, { where: { merchantId, number: In(near) }, take: 40 })
}
