import { applicationMachine } from '@piaoma/shared/states'
import { In, Not } from 'typeorm'
import { orderIssues, orderTotal } from '../codes/create-order-code'
import { codeUseEntity } from '../codes/entity'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { refuseIssues } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { type ApplicationRow, applicationEntity } from './entity'
import { applicationTopic } from './topics'

const MOST_CANDIDATES = 20
/** The contract's own limit of an order. */
const MOST_LINES = 2000

/**
 * Whether two applications may become one invoice: of one guest (same buyer, same address to send to), for one seller
 * and store, of one kind, both waiting for review. Without an address nobody can say that the guest is the same.
 */
export function isMergeable(one: ApplicationRow, other: ApplicationRow): boolean {
  const isSame = (
    ['merchantId', 'storeId', 'taxpayerId', 'kind', 'codeKind', 'email', 'mobile'] as const
  ).every((field) => one[field] === other[field])
  const isSameBuyer = (['type', 'name', 'taxpayerId'] as const).every(
    (field) => one.buyer[field] === other.buyer[field],
  )
  return (
    isSame &&
    isSameBuyer &&
    one.id !== other.id &&
    one.codeKind !== 'manual' &&
    (one.email !== null || one.mobile !== null) &&
    one.status === 'reviewing' &&
    other.status === 'reviewing'
  )
}

/** Applications that could be issued together with this one, oldest first. */
export async function mergeableWith(ground: Ground, row: ApplicationRow): Promise<ApplicationRow[]> {
  const { merchantId, storeId, taxpayerId, kind, codeKind, buyerName } = row
  const found = await ground.db.manager.find(applicationEntity, {
    where: {
      merchantId,
      status: 'reviewing',
      storeId,
      taxpayerId,
      kind,
      codeKind,
      buyerName,
      id: Not(row.id),
    },
    order: { id: 'ASC' },
    take: MOST_CANDIDATES,
  })
  return found.filter((other) => isMergeable(row, other))
}

interface Merge {
  row: ApplicationRow
  version: number
  others: readonly { row: ApplicationRow; version: number }[]
  actor: string
}

/**
 * Puts applications into one that is reviewed and issued as a whole: lines and codes move to it, the others end, and
 * their guest's links lead to it. All or nothing, on the versions that were looked at: of two reviewers one wins, and
 * sent twice the second is a `resource.conflict`. Refuses `application.not_mergeable`.
 */
export async function mergeApplications(ground: Ground, merge: Merge): Promise<void> {
  const { row, others } = merge
  if (row.version !== merge.version || others.some((other) => other.row.version !== other.version))
    throw new AppError('resource.conflict')
  if (!others.every((other) => isMergeable(row, other.row))) throw new AppError('application.not_mergeable')
  const whole = wholeOf([row, ...others.map((other) => other.row)])
  if (whole.lines.length > MOST_LINES) throw new AppError('application.not_mergeable')
  refuseIssues(orderIssues(whole.lines))
  await ground.db.transaction(async (tx) => {
    // In the order of their ids, so that two merges of the same wait for each other instead of dead-locking.
    const parts = [{ row, version: merge.version }, ...others].sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
    for (const part of parts) {
      const isDone =
        part.row.id === row.id ? keepWhole(ground, tx, merge, whole) : endPart(ground, tx, part, row)
      if (!(await isDone)) throw new AppError('resource.conflict')
      tx.onCommit(() => ground.signals.send(applicationTopic(part.row.id)))
    }
    const absorbed = In(others.map((other) => other.row.id))
    await tx.manager.update(
      codeUseEntity,
      { merchantId: row.merchantId, applicationId: absorbed },
      { applicationId: row.id },
    )
    for (const { row: part } of parts) {
      await recordAudit(ground, tx, {
        merchantId: row.merchantId,
        targetType: 'application',
        targetId: part.id,
        actor: merge.actor,
        action: part.id === row.id ? 'merge' : 'merged',
      })
    }
  })
}

type Whole = Pick<ApplicationRow, 'lines' | 'amountFen' | 'remark'>

function wholeOf(rows: readonly ApplicationRow[]): Whole {
  const lines = rows.flatMap((each) => each.lines)
  return {
    lines,
    amountFen: orderTotal(lines),
    remark: rows.map(({ remark }) => remark).find((remark) => remark !== null) ?? null,
  }
}

async function keepWhole(ground: Ground, tx: Tx, { row, version }: Merge, whole: Whole): Promise<boolean> {
  const { affected } = await tx.manager.update(
    applicationEntity,
    { id: row.id, merchantId: row.merchantId, version, status: 'reviewing' },
    { ...whole, version: version + 1, updatedAt: ground.clock.now() },
  )
  return affected === 1
}

function endPart(
  ground: Ground,
  tx: Tx,
  part: { row: ApplicationRow; version: number },
  into: ApplicationRow,
): Promise<boolean> {
  const where = { id: part.row.id, merchantId: part.row.merchantId, version: part.version }
  return transition(tx, applicationEntity, applicationMachine, 'merge', where, {
    reasonCode: 'merged',
    reasonText: null,
    mergedIntoId: into.id,
    version: part.version + 1,
    updatedAt: ground.clock.now(),
  })
}
