import { LessThan } from 'typeorm'
import type { Ground } from '../../ground'
import { AppError } from '../../http'
import { enqueue } from '../../jobs'
import type { Acting } from '../../merchants/acting'
import { recordAudit } from '../../merchants/audit'
import { forMerchant } from '../../merchants/scoped'
import {
  type WebhookEndpointRow,
  type WebhookMessageRow,
  webhookEndpointEntity,
  webhookMessageEntity,
} from '../entity'
import { urlProblem } from './post-webhook'
import { WEBHOOK_JOB } from './publish-event'
import { webhookSecret } from './sign-webhook'

/** Adds an endpoint and answers its secret, which is readable this once. Refuses an address that is plainly private. */
export async function addWebhook(
  ground: Ground,
  acting: Acting,
  url: string,
): Promise<{ endpoint: WebhookEndpointRow; secret: string }> {
  if (urlProblem(new URL(url), ground.config.WEBHOOK_PRIVATE_HOSTS)) {
    throw new AppError('request.invalid', { fields: [{ path: 'url', code: 'webhook.url_refused' }] })
  }
  const secret = webhookSecret(ground.ids.bytes(32))
  return ground.db.transaction(async (tx) => {
    const endpoint = await forMerchant(tx.manager, webhookEndpointEntity, acting.merchantId).insert({
      id: ground.ids.ulid(),
      url,
      secret: ground.secrets.seal(secret),
      isActive: true,
      createdAt: ground.clock.now(),
    })
    await recordAudit(ground, tx, { ...acting, ...target(endpoint.id), action: 'webhook.add' })
    return { endpoint, secret }
  })
}

/** Ends an endpoint and forgets its secret. The row stays, for the messages that name it. */
export function removeWebhook(ground: Ground, acting: Acting, id: string): Promise<void> {
  return ground.db.transaction(async (tx) => {
    const endpoints = forMerchant(tx.manager, webhookEndpointEntity, acting.merchantId)
    const removed = await endpoints.update({ id, isActive: true }, { isActive: false, secret: '' })
    if (removed === 0) throw new AppError('resource.not_found')
    await recordAudit(ground, tx, { ...acting, ...target(id), action: 'webhook.remove' })
  })
}

/** The endpoints in use, oldest first. */
export function listWebhooks(ground: Ground, merchantId: string): Promise<WebhookEndpointRow[]> {
  const endpoints = forMerchant(ground.db.manager, webhookEndpointEntity, merchantId)
  return endpoints.find({ isActive: true }, { order: { id: 'ASC' } })
}

/** A message with the address it goes to. */
export interface ListedMessage {
  message: WebhookMessageRow
  url: string
}

/** Messages, newest first, `limit` of them before `cursor`; `next` is the cursor of the rest. */
export async function listWebhookMessages(
  ground: Ground,
  merchantId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: ListedMessage[]; next: string | null }> {
  const messages = await forMerchant(ground.db.manager, webhookMessageEntity, merchantId).find(
    page.cursor ? { id: LessThan(page.cursor) } : {},
    { order: { id: 'DESC' }, take: page.limit + 1 },
  )
  const shown = messages.slice(0, page.limit)
  const endpoints = await forMerchant(ground.db.manager, webhookEndpointEntity, merchantId).find()
  const urls = new Map(endpoints.map(({ id, url }) => [id, url]))
  return {
    items: shown.map((message) => ({ message, url: urls.get(message.endpointId) ?? '' })),
    next: messages.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** Sends a message again now, whatever became of it; its id stays. Refuses when its endpoint was removed. */
export function replayWebhook(ground: Ground, acting: Acting, id: string): Promise<ListedMessage> {
  return ground.db.transaction(async (tx) => {
    const messages = forMerchant(tx.manager, webhookMessageEntity, acting.merchantId)
    const message = await messages.get(id)
    const endpoints = forMerchant(tx.manager, webhookEndpointEntity, acting.merchantId)
    const endpoint = await endpoints.get(message.endpointId)
    if (!endpoint.isActive) throw new AppError('resource.not_found')
    const change = { status: 'pending' as const, nextAttemptAt: ground.clock.now() }
    await messages.update({ id }, change)
    await enqueue(ground, tx, WEBHOOK_JOB, { messageId: id })
    const entry = { ...acting, targetType: 'webhook_message', targetId: id, action: 'webhook.replay' }
    await recordAudit(ground, tx, entry)
    return { message: { ...message, ...change }, url: endpoint.url }
  })
}

const target = (id: string) => ({ targetType: 'webhook', targetId: id })
