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
  plan: { merchantId: string; applicationId: string; channel: 'email'; target: string },
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
