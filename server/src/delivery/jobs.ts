import type { JobKind } from '../jobs'
import { type DeliveryDeps, deliverInvoice } from './deliver-invoice'
import { DELIVER_JOB } from './plan-delivery'
import { WEBHOOK_JOB } from './webhooks/publish-event'
import { sendWebhook, type WebhookDeps } from './webhooks/send-webhook'

/** The jobs of this capability. Their own tables say how often they try; a fault of ours is tried for ever. */
export function deliveryJobs(deps: DeliveryDeps & WebhookDeps): Record<string, JobKind> {
  return {
    [DELIVER_JOB]: { handle: (job) => deliverInvoice(deps, job) },
    [WEBHOOK_JOB]: { handle: (job) => sendWebhook(deps, job) },
  }
}
