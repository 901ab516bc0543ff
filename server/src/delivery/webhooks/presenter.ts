import type { Answer } from '../../http'
import type { WebhookEndpointRow } from '../entity'
import type { ListedMessage } from './manage-webhooks'

type Item<A> = A extends { items: (infer I)[] } ? I : never
const iso = (epochMs: number): string => new Date(epochMs).toISOString()

/** An endpoint without its secret. */
export const presentWebhook = (row: WebhookEndpointRow): Item<Answer<'GET /api/v1/merchant/webhooks'>> => ({
  id: row.id,
  url: row.url,
  isActive: row.isActive,
  createdAt: iso(row.createdAt),
})

/** A message with every attempt, without what it said. */
export const presentWebhookMessage = ({
  message,
  url,
}: ListedMessage): Item<Answer<'GET /api/v1/merchant/webhook-messages'>> => ({
  id: message.id,
  event: message.event,
  endpointId: message.endpointId,
  url,
  status: message.status,
  attempts: message.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
  nextAttemptAt: message.nextAttemptAt === null ? undefined : iso(message.nextAttemptAt),
  createdAt: iso(message.createdAt),
})
