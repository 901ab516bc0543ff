import { insertRow, type Tx } from '../db'
import type { Ground } from '../ground'
import { enqueue } from '../jobs'
import { type DeliveryRow, deliveryEntity } from './entity'

/** Kind of the job that carries a delivery out. */
export const DELIVER_JOB = 'deliver'

/** Decides, in the caller's transaction, that the invoices of an application go to an address; a job does it. */
export async function planDelivery(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals'>,
  tx: Tx,
  plan: { merchantId: string; applicationId: string; channel: 'email' | 'sms'; target: string },
): Promise<DeliveryRow> {
  const now = ground.clock.now()
  const row: DeliveryRow = {
    ...plan,
    id: ground.ids.ulid(),
    status: 'pending',
    attempts: 0,
    problem: null,
    createdAt: now,
    updatedAt: now,
  }
  await insertRow(tx.manager, deliveryEntity, row)
  await enqueue(ground, tx, DELIVER_JOB, { deliveryId: row.id })
  return row
}

/**
 * Tells a guest by SMS where his invoices are, once for an application, when he left a number and the operator sends
 * SMS. For whoever is reached by no other way: no card wallet, no message in WeChat.
 */
export async function planSms(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals' | 'config'>,
  tx: Tx,
  application: { id: string; merchantId: string; mobile: string | null },
): Promise<void> {
  const { id: applicationId, merchantId, mobile: target } = application
  if (target === null || !ground.config.SMS_TEMPLATES.includes('invoice=')) return
  const mine = { applicationId, merchantId, channel: 'sms' as const }
  if (await tx.manager.existsBy(deliveryEntity, mine)) return
  await planDelivery(ground, tx, { ...mine, target })
}
