import type Router from '@koa/router'
import type { Context } from 'koa'
import { crashPoint } from '../crash-point'
import { isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import { type RateLimits, readRaw } from '../http'
import { enqueue } from '../jobs'
import { openResource } from '../wechat/pay/open-resource'
import { distrust } from '../wechat/pay/verify'
import { payEventEntity } from './entity'
import { envelope } from './envelope'
import { type PayAccess, type PayAccesses, tellDistrust } from './pay-access'

const MAX_BODY_BYTES = 64 * 1024

/**
 * Where WeChat Pay tells of payments, refunds and invoices. The signature is checked on the bytes as they came, before
 * anything is parsed; what is genuine is stored, once, together with the job that works on it, and only then answered.
 * Everything else gets 401 and leaves no trace but a count.
 */
export function mountPayCallbacks(
  router: Router,
  ground: Ground,
  accesses: PayAccesses,
  limits: RateLimits,
): void {
  router.post('/callbacks/wechat-pay/:key', async (ctx: Context) => {
    await limits.take('open', ctx.ip)
    const raw = await readRaw(ctx.req, MAX_BODY_BYTES)
    const access = await accesses.at(String(ctx.params.key))
    if (!raw) return refuse(ctx, 413)
    if (!access) return refuse(ctx, 401)
    const why = distrust(access.keys, (name) => ctx.get(name), raw, ground.clock.now())
    if (why) {
      tellDistrust(ground, access.account, why)
      return refuse(ctx, 401)
    }
    const isStored = await store(ground, access, raw)
    if (!isStored) return refuse(ctx, 400)
    crashPoint('payments.event:after-store')
    ctx.status = 204
  })
}

/** False: signed, but not for this APIv3 key, or of another shape. Sent again it may fit changed settings. */
async function store(ground: Ground, { account, keys }: PayAccess, raw: Buffer): Promise<boolean> {
  const body = raw.toString('utf8')
  const read = envelope.safeParse(parseJson(body))
  const isOpened = read.success && openResource(keys.apiV3Key, read.data.resource) !== undefined
  if (!isOpened) {
    ground.log.warn({ event: 'wechat_pay.unreadable_callback', merchantId: account.merchantId })
    return false
  }
  const id = ground.ids.ulid()
  try {
    await ground.db.transaction(async (tx) => {
      await tx.manager.insert(payEventEntity, {
        id,
        merchantId: account.merchantId,
        eventId: read.data.id,
        kind: read.data.event_type,
        body,
        receivedAt: ground.clock.now(),
        handledAt: null,
        problem: null,
      })
      await enqueue(ground, tx, 'payments.event', { id, merchantId: account.merchantId }, { subject: id })
    })
  } catch (error) {
    // Delivered before: taken, and without any further effect.
    if (!isUniqueViolation(error)) throw error
    ground.log.info({ event: 'wechat_pay.repeated_callback', merchantId: account.merchantId })
  }
  return true
}

/** WeChat reads the status; the words are for whoever looks at a trace. */
function refuse(ctx: Context, status: 400 | 401 | 413): void {
  ctx.status = status
  ctx.body = { code: 'FAIL', message: 'refused' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Signed and no JSON: the schema refuses it.
    return undefined
  }
}
