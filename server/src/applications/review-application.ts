import type { applicationChange } from '@piaoma/shared/contract'
import { type ApplicationAction, applicationMachine } from '@piaoma/shared/states'
import { normaliseBuyer } from '@piaoma/shared/taxpayer'
import { In } from 'typeorm'
import type { z } from 'zod'
import { orderIssues, orderTotal } from '../codes/create-order-code'
import { codeUseEntity } from '../codes/entity'
import { releaseOrderCodes, reserveOrderCode } from '../codes/hold-order-code'
import { crashPoint } from '../crash-point'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { recordAudit } from '../merchants/audit'
import { type ApplicationRow, applicationEntity } from './entity'
import { requestNext } from './submit-application'
import { applicationTopic } from './topics'

/** Told, inside the transaction, that the merchant decided; for webhooks. */
export type OnDecided = (tx: Tx, application: ApplicationRow, event: 'application.rejected') => Promise<void>

interface Decision {
  /** The version the reviewer looked at; another one means somebody changed it meanwhile. */
  version: number
  actor: string
}

/** Approves an application in review; it is issued next. */
export async function approveApplication(
  ground: Ground,
  row: ApplicationRow,
  decision: Decision,
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    await decide(ground, tx, row, 'approve', decision)
    await requestNext(ground, tx, row.id)
    crashPoint('application.approve:before-commit')
  })
  crashPoint('application.approve:after-commit')
}

/** Rejects with a reason that the guest reads; order codes are free again. */
export async function rejectApplication(
  ground: Ground,
  row: ApplicationRow,
  decision: Decision & { reason: string },
  onDecided?: OnDecided,
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    const reason = { reasonCode: 'rejected_by_merchant', reasonText: decision.reason }
    await decide(ground, tx, row, 'reject', decision, reason, decision.reason)
    await releaseHeldCodes(ground, tx, row.id)
    await onDecided?.(tx, { ...row, ...reason, status: 'rejected' }, 'application.rejected')
  })
}

/** Takes a redundant application off the lists; order codes it still holds are free again. */
export async function discardApplication(
  ground: Ground,
  row: ApplicationRow,
  decision: Decision,
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    const reason = { reasonCode: 'discarded_by_merchant', reasonText: null }
    await decide(ground, tx, row, 'discard', decision, reason)
    await releaseHeldCodes(ground, tx, row.id)
  })
}

/** The guest thinks better of it while nobody has approved. */
export async function withdrawApplication(ground: Ground, row: ApplicationRow): Promise<void> {
  await ground.db.transaction(async (tx) => {
    const reason = { reasonCode: 'withdrawn_by_guest', reasonText: null }
    await decide(ground, tx, row, 'withdraw', { version: row.version, actor: 'guest' }, reason)
    await releaseHeldCodes(ground, tx, row.id)
  })
}

/** Issues a refused application anew, as it now stands; its order codes must still be free. */
export async function correctApplication(
  ground: Ground,
  row: ApplicationRow,
  decision: Decision,
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    await decide(ground, tx, row, 'correct', decision, { reasonCode: null, reasonText: null })
    await holdCodesAgain(ground, tx, row)
    await requestNext(ground, tx, row.id)
  })
}

/** Replaces every editable field. Only in review or after a refusal: what was sent to the tax side stays as it was. */
export async function editApplication(
  ground: Ground,
  row: ApplicationRow,
  change: z.output<typeof applicationChange>,
  actor: string,
): Promise<void> {
  const fields = orderIssues(change.lines)
  if (fields.length > 0) throw new AppError('request.invalid', { fields })
  const buyer = normaliseBuyer(change.buyer)
  await ground.db.transaction(async (tx) => {
    const result = await tx.manager.update(
      applicationEntity,
      {
        id: row.id,
        merchantId: row.merchantId,
        version: change.version,
        status: In(['reviewing', 'refused']),
      },
      {
        version: change.version + 1,
        kind: change.kind,
        buyer,
        buyerName: buyer.name,
        email: change.email ?? null,
        mobile: change.mobile ?? null,
        remark: change.remark ?? null,
        lines: change.lines,
        amountFen: orderTotal(change.lines),
        updatedAt: ground.clock.now(),
      },
    )
    if (result.affected !== 1) throw new AppError('resource.conflict')
    await audit(ground, tx, row, actor, 'edit', changedFields(row, change))
    tx.onCommit(() => ground.signals.send(applicationTopic(row.id)))
  })
}

/** Names of the fields that differ, for the history; no values, they may be personal. */
function changedFields(row: ApplicationRow, change: z.output<typeof applicationChange>): string {
  const before = {
    ...row.buyer,
    kind: row.kind,
    email: row.email,
    mobile: row.mobile,
    remark: row.remark,
    lines: row.lines,
  }
  const { buyer, version: _, ...rest } = change
  const after: Record<string, unknown> = { ...buyer, ...rest }
  return Object.keys({ ...before, ...after })
    .filter((name) => {
      const old = (before as Record<string, unknown>)[name] ?? null
      return JSON.stringify(old) !== JSON.stringify(after[name] ?? null)
    })
    .join(', ')
}

async function decide(
  ground: Ground,
  tx: Tx,
  row: ApplicationRow,
  action: ApplicationAction,
  decision: Decision,
  set: Partial<ApplicationRow> = {},
  detail?: string,
): Promise<void> {
  const where = { id: row.id, merchantId: row.merchantId, version: decision.version }
  const isDone = await transition(tx, applicationEntity, applicationMachine, action, where, {
    ...set,
    version: decision.version + 1,
    updatedAt: ground.clock.now(),
  })
  if (!isDone) throw new AppError('resource.conflict')
  await audit(ground, tx, row, decision.actor, action, detail)
  tx.onCommit(() => ground.signals.send(applicationTopic(row.id)))
}

function audit(ground: Ground, tx: Tx, row: ApplicationRow, actor: string, action: string, detail?: string) {
  const { merchantId, id } = row
  return recordAudit(ground, tx, {
    merchantId,
    targetType: 'application',
    targetId: id,
    actor,
    action,
    detail,
  })
}

/** Ids of the order codes that an application holds at this moment. */
export async function heldCodeIds(tx: Pick<Tx, 'manager'>, applicationId: string): Promise<string[]> {
  const uses = await tx.manager.findBy(codeUseEntity, { applicationId })
  return uses.flatMap((use) => (use.holdKey === null ? [] : [use.holdKey]))
}

/** Gives the held order codes of an application back and forgets the hold. */
export async function releaseHeldCodes(ground: Ground, tx: Tx, applicationId: string): Promise<void> {
  const held = await heldCodeIds(tx, applicationId)
  await releaseOrderCodes(ground, tx, held)
  if (held.length > 0) await tx.manager.update(codeUseEntity, { holdKey: In(held) }, { holdKey: null })
}

async function holdCodesAgain(ground: Ground, tx: Tx, row: ApplicationRow): Promise<void> {
  if (row.codeKind !== 'order') return
  const uses = await tx.manager.find(codeUseEntity, {
    where: { applicationId: row.id },
    order: { codeId: 'ASC' },
  })
  for (const use of uses) {
    if (!(await reserveOrderCode(ground, tx, { id: use.codeId }, row.buyerName)))
      throw new AppError('code.spent')
    await tx.manager.update(codeUseEntity, { id: use.id }, { holdKey: use.codeId })
  }
}
