import { LessThanOrEqual } from 'typeorm'
import { crashPoint } from '../../crash-point'
import type { Ground } from '../../ground'
import type { Job, JobResult } from '../../jobs'
import { raiseAlarm } from '../../merchants/audit'
import {
  type WebhookAttempt,
  type WebhookEndpointRow,
  type WebhookMessageRow,
  webhookEndpointEntity,
  webhookMessageEntity,
} from '../entity'
import { type PostOptions, postWebhook } from './post-webhook'
import { webhookHeaders } from './sign-webhook'

export interface WebhookDeps {
  ground: Ground
  /** Time-out and resolver, for tests. */
  post?: Partial<PostOptions>
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Pauses after the 1st, 2nd … failed try: eleven tries over three days. */
export const PAUSES_MS = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
/** While one worker tries, nobody else does; longer than the longest try. */
const CLAIM_MS = 30 * SECOND
const ATTEMPTS_KEPT = 50
export const WEBHOOK_ALARM = 'webhook_failed'

/**
 * Job `webhook`: sends one message to one endpoint, with pauses and jitter for three days. At least once, in no
 * promised order, and always under the same `webhook-id`: receivers use it to drop what they have seen.
 */
export async function sendWebhook(deps: WebhookDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const claimed = await claim(ground, job.payload.messageId ?? '')
  if (claimed === undefined || 'retryInMs' in claimed) return claimed
  const { message } = claimed
  const endpoint = await ground.db.manager.findOneBy(webhookEndpointEntity, { id: message.endpointId })
  crashPoint('webhook.before-send')
  const attempt = await attemptOnce(deps, endpoint, message)
  crashPoint('webhook.after-send')
  if (attempt.problem === undefined) return settle(ground, job, claimed, attempt, { status: 'sent' })
  const pause = endpoint?.isActive ? PAUSES_MS[message.attempts.length] : undefined
  if (pause !== undefined) {
    const retryInMs = Math.round(pause * (0.8 + Math.random() * 0.4))
    return settle(ground, job, claimed, attempt, { status: 'pending', retryInMs })
  }
  if (endpoint?.isActive) await alarm(ground, endpoint, attempt)
  return settle(ground, job, claimed, attempt, { status: 'failed' })
}

interface Claimed {
  message: WebhookMessageRow
  until: number
}

/** Takes the message for one try; undefined when nothing is left to do, a pause when it is not due. */
async function claim(ground: Ground, id: string): Promise<Claimed | { retryInMs: number } | undefined> {
  const now = ground.clock.now()
  const until = now + CLAIM_MS
  // A replay makes a second job for the same message; the time in the row says whose turn it is.
  const due = { id, status: 'pending' as const, nextAttemptAt: LessThanOrEqual(now) }
  const { affected } = await ground.db.transaction((tx) =>
    tx.manager.update(webhookMessageEntity, due, { nextAttemptAt: until }),
  )
  const message = await ground.db.manager.findOneBy(webhookMessageEntity, { id })
  if (message?.status !== 'pending') return undefined
  if (affected === 1) return { message, until }
  return { retryInMs: Math.max(1_000, (message.nextAttemptAt ?? now) - now) }
}

/** Notes the try and what follows from it, unless a person asked for a replay meanwhile: then that goes first. */
function settle(
  ground: Ground,
  job: Job,
  { message, until }: Claimed,
  attempt: WebhookAttempt,
  next: { status: 'sent' | 'failed' } | { status: 'pending'; retryInMs: number },
): Promise<JobResult> {
  const retryInMs = 'retryInMs' in next ? next.retryInMs : undefined
  const { id } = message
  return ground.db.transaction(async (tx) => {
    const now = await tx.manager.findOneByOrFail(webhookMessageEntity, { id })
    const attempts = [...now.attempts, attempt].slice(-ATTEMPTS_KEPT)
    await tx.manager.update(webhookMessageEntity, { id }, { attempts })
    const nextAttemptAt = retryInMs === undefined ? null : ground.clock.now() + retryInMs
    const untouched = { id, status: 'pending' as const, nextAttemptAt: until }
    await tx.manager.update(webhookMessageEntity, untouched, { status: next.status, nextAttemptAt })
    if (retryInMs !== undefined) return { retryInMs }
    await job.finish(tx)
    return undefined
  })
}

async function attemptOnce(
  deps: WebhookDeps,
  endpoint: WebhookEndpointRow | null,
  message: WebhookMessageRow,
): Promise<WebhookAttempt> {
  const { ground } = deps
  const at = ground.clock.now()
  if (!endpoint?.isActive) return { at, problem: 'the endpoint was removed' }
  const headers = webhookHeaders(ground.secrets.open(endpoint.secret), {
    id: message.id,
    timestampSeconds: Math.floor(at / 1_000),
    body: message.payload,
  })
  const isPrivateAllowed = ground.config.WEBHOOK_PRIVATE_HOSTS
  return {
    at,
    ...(await postWebhook(endpoint.url, message.payload, headers, { isPrivateAllowed, ...deps.post })),
  }
}

/** One open alarm an endpoint, not one a message: whatever was sent while it was down is in the list. */
function alarm(ground: Ground, endpoint: WebhookEndpointRow, attempt: WebhookAttempt): Promise<void> {
  return raiseAlarm(ground, {
    merchantId: endpoint.merchantId,
    kind: WEBHOOK_ALARM,
    text: `${new URL(endpoint.url).host}: ${attempt.problem}`,
    targetType: 'webhook',
    targetId: endpoint.id,
  })
}
