import { insertRow, type Tx } from '../../db'
import type { Ground } from '../../ground'
import { enqueue } from '../../jobs'
import { webhookMessageEntity } from '../entity'

export const WEBHOOK_EVENTS = [
  'application.submitted',
  'application.rejected',
  'application.refused',
  'invoice.issued',
  'invoice.parked',
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** Kind of the job that sends one message to one endpoint. */
export const WEBHOOK_JOB = 'webhook'

/**
 * Tells a merchant's own systems what happened: one message and one job for each active endpoint, in the
 * transaction of the event. Without endpoints it costs one look into an index.
 */
export async function publishEvent(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals'>,
  tx: Tx,
  event: { merchantId: string; event: WebhookEvent; data: Record<string, unknown> },
): Promise<void> {
  const endpoints = (await tx.manager.query(
    'SELECT `id` FROM `webhook_endpoint` WHERE `merchantId` = ? AND `isActive` = 1',
    [event.merchantId],
  )) as { id: string }[]
  if (endpoints.length === 0) return
  const now = ground.clock.now()
  for (const endpoint of endpoints) {
    const id = ground.ids.ulid()
    await insertRow(tx.manager, webhookMessageEntity, {
      id,
      merchantId: event.merchantId,
      endpointId: endpoint.id,
      event: event.event,
      // Written once: each try signs and sends exactly these characters.
      payload: JSON.stringify({
        type: event.event,
        timestamp: new Date(now).toISOString(),
        data: event.data,
      }),
      status: 'pending',
      attempts: [],
      nextAttemptAt: now,
      createdAt: now,
    })
    await enqueue(ground, tx, WEBHOOK_JOB, { messageId: id })
  }
}
