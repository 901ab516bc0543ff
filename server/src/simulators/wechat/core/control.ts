import { createHash, timingSafeEqual } from 'node:crypto'
import Router, { type RouterContext } from '@koa/router'
import Koa from 'koa'
import { ZodError, z } from 'zod'
import { jsonOf, rawBody } from '../../raw-body'
import { faultSpec } from './faults'
import type { Side } from './side'
import type { SimulatorGround } from './start'

const MAX_BODY_BYTES = 256 * 1024

const advanceInput = z.strictObject({ ms: z.number().int().min(0) })
const expectInput = z.strictObject({
  side: z.enum(['pay', 'mp']).optional(),
  path: z.string().optional(),
  code: z.string().optional(),
  times: z.number().int().min(1).optional(),
})

/** `/__sim/…`: what tests, the demo and the desk page turn and read (facts 8.5). Guarded by a bearer token. */
export function createControlApp(ground: SimulatorGround, sides: readonly Side[], token: string): Koa {
  const app = new Koa()
  app.use(async (ctx, next) => {
    if (!isSame(ctx.get('authorization'), `Bearer ${token}`)) ctx.throw(401, 'control token missing or wrong')
    try {
      await next()
    } catch (error) {
      if (error instanceof ZodError) ctx.throw(422, error.message)
      if (error instanceof RangeError) ctx.throw(422, error.message)
      throw error
    }
  })
  const router = new Router({ prefix: '/__sim' })
  clockRoutes(router, ground)
  recordRoutes(router, ground)
  router.post('/reset', (ctx) => {
    for (const side of sides) side.reset()
    ground.clock.clear()
    ground.journal.clear()
    ground.faults.remove()
    ground.wallet.clear()
    ctx.body = {}
  })
  for (const side of sides) side.control(router)
  app.use(router.routes()).use(router.allowedMethods())
  return app
}

function clockRoutes(router: Router, { clock }: SimulatorGround): void {
  router.get('/clock', (ctx) => {
    ctx.body = { now: clock.now(), waiting: clock.waiting() }
  })
  router.post('/clock/advance', async (ctx) => {
    const { ms } = advanceInput.parse(await controlBody(ctx))
    await clock.advance(ms)
    ctx.body = { now: clock.now(), waiting: clock.waiting() }
  })
}

function recordRoutes(router: Router, { journal, faults, wallet }: SimulatorGround): void {
  router.get('/wallet/:openid', (ctx) => {
    ctx.body = { cards: wallet.of(String(ctx.params.openid)) }
  })
  router.get('/journal', (ctx) => {
    ctx.body = { entries: journal.list(), unexpected: journal.unexpected() }
  })
  router.post('/journal/expect', async (ctx) => {
    const { side, path, code, times } = expectInput.parse(await controlBody(ctx))
    journal.expect({
      ...(side ? { side } : {}),
      ...(path ? { path } : {}),
      ...(code ? { code } : {}),
      times: times ?? 1,
    })
    ctx.body = {}
  })
  router.delete('/journal', (ctx) => {
    journal.clear()
    ctx.body = {}
  })
  router.get('/fault', (ctx) => {
    ctx.body = { faults: faults.list() }
  })
  router.post('/fault', async (ctx) => {
    ctx.body = faults.add(faultSpec.parse(await controlBody(ctx)))
  })
  router.delete('/fault{/:id}', (ctx) => {
    faults.remove(ctx.params.id === undefined ? undefined : Number(ctx.params.id))
    ctx.body = {}
  })
}

/** The JSON body of a control call; `{}` when there is none. */
export async function controlBody(ctx: RouterContext): Promise<unknown> {
  const bytes = await rawBody(ctx.req, MAX_BODY_BYTES)
  if (bytes === undefined) return undefined
  return bytes.length === 0 ? {} : jsonOf(bytes)
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
