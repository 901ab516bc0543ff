import type { Ground } from '../ground'
import type { Guard } from '../http'
import { actingAs } from '../merchants/acting'
import {
  addWebhook,
  listWebhookMessages,
  listWebhooks,
  removeWebhook,
  replayWebhook,
} from './webhooks/manage-webhooks'
import { presentWebhook, presentWebhookMessage } from './webhooks/presenter'

/** Webhook endpoints of the merchant in session, and the log of what was sent to them. */
export function mountDelivery(guard: Guard, ground: Ground): void {
  guard('GET /api/v1/merchant/webhooks', 'console', async ({ caller }) => ({
    items: (await listWebhooks(ground, caller.merchantId)).map(presentWebhook),
  }))
  guard('POST /api/v1/merchant/webhooks', 'console', async ({ caller, body }) => {
    const { endpoint, secret } = await addWebhook(ground, actingAs(caller), body.url)
    return { ...presentWebhook(endpoint), secret }
  })
  guard('DELETE /api/v1/merchant/webhooks/:id', 'console', ({ caller, params }) =>
    removeWebhook(ground, actingAs(caller), params.id),
  )
  guard('GET /api/v1/merchant/webhook-messages', 'console', async ({ caller, query }) => {
    const { items, next } = await listWebhookMessages(ground, caller.merchantId, query)
    return { items: items.map(presentWebhookMessage), next }
  })
  guard('POST /api/v1/merchant/webhook-messages/:id/replay', 'console', async ({ caller, params }) =>
    presentWebhookMessage(await replayWebhook(ground, actingAs(caller), params.id)),
  )
}
