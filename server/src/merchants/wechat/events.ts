import type Router from '@koa/router'
import type { Context } from 'koa'
import { crashPoint } from '../../crash-point'
import { insertRow, isUniqueViolation } from '../../db'
import type { Ground } from '../../ground'
import type { RateLimits } from '../../http'
import { sha256 } from '../../ids'
import { enqueue, type Job, type JobKind } from '../../jobs'
import { wechatEventEntity } from '../../wechat/mp/entity'
import { readEventXml } from '../../wechat/mp/event-xml'
import { isSignedBy, openSealed } from '../../wechat/mp/sign'
import { serviceApp } from './accounts'
import { type WechatAccountRow, wechatAccountEntity } from './entity'

export const EVENT_JOB = 'wechat.event'

const MAX_BYTES = 64 * 1024
/** Older than this, or from the future, it is a replay. */
const FRESH_MS = 5 * 60_000

/** What one kind of event leads to; handed in by compose.ts, where the capability stands that knows. */
export type EventHandler = (merchantId: string, event: Record<string, string>) => Promise<void>

/**
 * Where WeChat pushes to, under an unguessable address of the merchant. An event is stored before it is answered and
 * worked on by a job; unsigned or stale ones are 401, counted with the requests of this route, and never parsed.
 */
export function mountWechatEvents(router: Router, ground: Ground, limits: RateLimits): void {
  const refuse = (ctx: Context, why: 'signature' | 'stale' | 'sealed') => {
    ground.log.warn({ event: 'wechat.event_refused', why })
    ctx.status = 401
    ctx.body = ''
  }

  router.get('/wechat/events/:key', async (ctx: Context) => {
    await limits.take('open', ctx.ip)
    const row = await accountBehind(ground, ctx)
    if (!row || !isSigned(ground, row, ctx)) return refuse(ctx, 'signature')
    ctx.type = 'text/plain'
    ctx.body = String(ctx.query.echostr ?? '').slice(0, 200)
  })

  router.post('/wechat/events/:key', async (ctx: Context) => {
    await limits.take('open', ctx.ip)
    const row = await accountBehind(ground, ctx)
    if (!row || !isSigned(ground, row, ctx)) return refuse(ctx, 'signature')
    if (!isFresh(ground, ctx)) return refuse(ctx, 'stale')
    const event = openEvent(ground, row, ctx, await readText(ctx))
    if (!event) return refuse(ctx, 'sealed')
    await storeEvent(ground, row.merchantId, event)
    ctx.type = 'text/plain'
    ctx.body = 'success'
  })
}

async function accountBehind(ground: Ground, ctx: Context): Promise<WechatAccountRow | null> {
  const eventKey = String(ctx.params.key)
  return /^[\w-]{32}$/.test(eventKey) ? ground.db.manager.findOneBy(wechatAccountEntity, { eventKey }) : null
}

const asked = (ctx: Context, name: string) => String(ctx.query[name] ?? '')

function isSigned(ground: Ground, row: WechatAccountRow, ctx: Context): boolean {
  if (row.pushToken === null) return false
  const values = [asked(ctx, 'timestamp'), asked(ctx, 'nonce')]
  return isSignedBy(ground.secrets.open(row.pushToken), values, asked(ctx, 'signature'))
}

function isFresh({ clock }: Ground, ctx: Context): boolean {
  const seconds = Number(asked(ctx, 'timestamp'))
  return Number.isInteger(seconds) && Math.abs(clock.now() - seconds * 1000) <= FRESH_MS
}

async function readText(ctx: Context): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of ctx.req) {
    size += (part as Buffer).length
    if (size > MAX_BYTES) return ''
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The fields of a plain event, or of a sealed one that is signed as a whole and was sealed for our AppID. */
function openEvent(
  ground: Ground,
  row: WechatAccountRow,
  ctx: Context,
  text: string,
): Record<string, string> | undefined {
  const outer = readEventXml(text)
  if (!outer || row.pushAesKey === null) return outer
  const { Encrypt: sealed } = outer
  const app = serviceApp(ground, row)
  if (!sealed || !app || row.pushToken === null) return undefined
  const values = [asked(ctx, 'timestamp'), asked(ctx, 'nonce'), sealed]
  if (!isSignedBy(ground.secrets.open(row.pushToken), values, asked(ctx, 'msg_signature'))) return undefined
  const inner = openSealed(sealed, ground.secrets.open(row.pushAesKey), app.appId)
  return inner === undefined ? undefined : readEventXml(inner)
}

/** Once, however often it is re-sent: by MsgId, or by sender, time, kind and order. */
async function storeEvent(ground: Ground, merchantId: string, event: Record<string, string>): Promise<void> {
  const kind = (event.Event ?? event.MsgType ?? '').slice(0, 50)
  const parts = [
    event.FromUserName,
    event.CreateTime,
    kind,
    event.SuccOrderId,
    event.FailOrderId,
    event.attach,
  ]
  const id = ground.ids.ulid()
  try {
    await ground.db.transaction(async (tx) => {
      await insertRow(tx.manager, wechatEventEntity, {
        id,
        merchantId,
        eventKey: sha256(event.MsgId ?? parts.join('\n')),
        kind,
        payload: event,
        receivedAt: ground.clock.now(),
        handledAt: null,
      })
      await enqueue(ground, tx, EVENT_JOB, { eventId: id }, { subject: id })
      crashPoint('wechat.event:before-commit')
    })
    crashPoint('wechat.event:after-commit')
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

/** Job `wechat.event`: what an event leads to, at least once. */
export function wechatEventJob(ground: Ground, handlers: Record<string, EventHandler>): JobKind {
  return {
    async handle(job: Job): Promise<undefined> {
      const { manager } = ground.db
      const event = await manager.findOneBy(wechatEventEntity, { id: job.payload.eventId ?? '' })
      if (!event || event.handledAt !== null) return
      crashPoint('wechat.event:before-handling')
      await handlers[event.kind]?.(event.merchantId, event.payload)
      crashPoint('wechat.event:after-handling')
      // What it carried of a person is not kept.
      const done = { handledAt: ground.clock.now(), payload: {} }
      await manager.update(wechatEventEntity, { id: event.id }, done)
    },
  }
}
