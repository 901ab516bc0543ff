import { deliveryMachine } from '@piaoma/shared/states'
import { Between } from 'typeorm'
import type { ApplicationRow } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import { affectedRows, type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { enqueue } from '../jobs'
import { recordAudit } from '../merchants/audit'
import { auditEntity } from '../merchants/entity'
import { type DeliveryRow, deliveryEntity } from './entity'
import { DELIVER_JOB, planDelivery } from './plan-delivery'

const DAY_MS = 24 * 3_600_000
const ACTION = 'delivery.send_again'

/**
 * Sends the invoices of an application to an address, another one or the same. One that is on its way there already
 * is answered instead of a second one; one that failed is tried again under its own id. Refuses with
 * `resource.conflict` while nothing is issued and with `delivery.too_many` above `dailyLimit` within 24 hours.
 */
export async function sendAgain(
  ground: Ground,
  application: Pick<ApplicationRow, 'id' | 'merchantId' | 'status'>,
  email: string,
  options: { actor?: string; dailyLimit?: number } = {},
): Promise<DeliveryRow> {
  const { id: applicationId, merchantId } = application
  if (application.status !== 'issued') throw new AppError('resource.conflict')
  return ground.db.transaction(async (tx) => {
    await lock(tx, applicationId)
    const earlier = await tx.manager.findBy(deliveryEntity, {
      applicationId,
      channel: 'email',
      target: email,
    })
    const running = earlier.find(({ status }) => status === 'pending' || status === 'sending')
    if (running) return running
    await requireBelow(ground, tx, applicationId, options.dailyLimit ?? 10)
    const entry = { merchantId, targetType: 'application', targetId: applicationId, action: ACTION }
    await recordAudit(ground, tx, { ...entry, actor: options.actor ?? 'guest' })
    tx.onCommit(() => ground.signals.send(applicationTopic(applicationId)))
    const failed = earlier.find(({ status }) => status === 'failed')
    if (failed) return retry(ground, tx, failed)
    return planDelivery(ground, tx, { merchantId, applicationId, channel: 'email', target: email })
  })
}

/** One after another for each application, or two at once would both pass the limit. */
async function lock(tx: Tx, applicationId: string): Promise<void> {
  const sql = 'UPDATE `application` SET `updatedAt` = `updatedAt` WHERE `id` = ?'
  await affectedRows(tx.manager, sql, [applicationId])
}

async function requireBelow(ground: Ground, tx: Tx, applicationId: string, limit: number): Promise<void> {
  const now = ground.clock.now()
  const sent = await tx.manager.countBy(auditEntity, {
    targetId: applicationId,
    action: ACTION,
    at: Between(now - DAY_MS, now),
  })
  if (sent >= limit) throw new AppError('delivery.too_many')
}

async function retry(ground: Ground, tx: Tx, failed: DeliveryRow): Promise<DeliveryRow> {
  const change = { attempts: 0, problem: null, updatedAt: ground.clock.now() }
  const isMine = await transition(tx, deliveryEntity, deliveryMachine, 'retry', { id: failed.id }, change)
  if (!isMine) throw new AppError('resource.conflict')
  await enqueue(ground, tx, DELIVER_JOB, { deliveryId: failed.id })
  return { ...failed, ...change, status: 'pending' }
}
