import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router, { type RouterContext } from '@koa/router'
import { shanghaiDate } from '@piaoma/shared/invoice'
import Koa from 'koa'
import { z } from 'zod'
import { rawBody } from '../raw-body'
import { createDesk, type Fact, factSchema } from './desk'
import { type BaiduDoor, baiduReply, baiduToken } from './door-baidu'
import { type TencentDoor, tencentReply } from './door-tencent'
import { createFaults, type Faults, faultSchema, type Reply } from './faults'

export interface VerificationServicesOptions {
  port?: number
  /** Guards `/control`. */
  controlToken: string
  now?: () => number
}

export interface RunningVerificationServices {
  url: string
  close(): Promise<void>
}

const MAX_BODY_BYTES = 256 * 1024

interface Parts {
  tencent: TencentDoor
  baidu: BaiduDoor
  facts: Map<string, Fact>
  secrets: Map<string, string>
  faults: Faults
  clock: { offsetMs: number }
  /** How often each door was asked for an answer. */
  calls: { tencent: number; baidu: number; token: number }
  token: string
}

/** Starts services in the shapes of Tencent's and Baidu's 查验 on loopback; nothing outlives the process. */
export async function startVerificationServices(
  options: VerificationServicesOptions,
): Promise<RunningVerificationServices> {
  const clock = { offsetMs: 0 }
  const now = () => (options.now ?? Date.now)() + clock.offsetMs
  const facts = new Map<string, Fact>()
  const secrets = new Map<string, string>()
  const faults = createFaults()
  const desk = createDesk(
    (code, number) => facts.get(`${code ?? ''}|${number}`),
    () => shanghaiDate(now()),
  )
  const common = { desk, faults, now, secrets }
  const calls = { tencent: 0, baidu: 0, token: 0 }
  const baidu = { ...common, tokens: new Map<string, number>() }
  const parts = { tencent: common, baidu, facts, secrets, faults, clock, calls, token: options.controlToken }
  const app = new Koa()
  for (const router of [doors(parts), control(parts)]) app.use(router.routes()).use(router.allowedMethods())
  const server = createServer(app.callback())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function doors({ tencent, baidu, calls }: Parts): Router {
  const router = new Router()
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' }
  })
  router.post('/', async (ctx) => {
    calls.tencent += 1
    send(ctx, tencentReply(tencent, ctx.req.headers, await body(ctx)))
  })
  router.post('/oauth/2.0/token', async (ctx) => {
    calls.token += 1
    send(ctx, baiduToken(baidu, new URLSearchParams(ctx.querystring)))
  })
  router.post('/rest/2.0/ocr/v1/vat_invoice_verification', async (ctx) => {
    calls.baidu += 1
    const form = new URLSearchParams((await body(ctx)).toString('utf8'))
    send(ctx, baiduReply(baidu, new URLSearchParams(ctx.querystring), form))
  })
  return router
}

function control({ facts, secrets, faults, clock, calls, token }: Parts): Router {
  const router = new Router({ prefix: '/control' })
  router.use(async (ctx, next) => {
    if (ctx.get('authorization') !== `Bearer ${token}`) ctx.throw(401, 'control token missing or wrong')
    await next()
  })
  const json = async (ctx: RouterContext): Promise<unknown> => JSON.parse((await body(ctx)).toString('utf8'))
  router.put('/facts', async (ctx) => {
    for (const fact of z.array(factSchema).parse(await json(ctx))) {
      facts.set(`${fact.code ?? ''}|${fact.number}`, fact)
    }
    ctx.body = { facts: facts.size }
  })
  router.put('/secrets', async (ctx) => {
    for (const [id, secret] of Object.entries(z.record(z.string(), z.string()).parse(await json(ctx)))) {
      secrets.set(id, secret)
    }
    ctx.body = {}
  })
  router.post('/faults', async (ctx) => {
    faults.add(faultSchema.parse(await json(ctx)))
    ctx.body = {}
  })
  router.delete('/faults', (ctx) => {
    faults.clear()
    ctx.body = {}
  })
  router.put('/clock', async (ctx) => {
    clock.offsetMs = z.strictObject({ offsetMs: z.int() }).parse(await json(ctx)).offsetMs
    ctx.body = {}
  })
  router.get('/calls', (ctx) => {
    ctx.body = calls
  })
  return router
}

async function body(ctx: RouterContext): Promise<Buffer> {
  return (await rawBody(ctx.req, MAX_BODY_BYTES)) ?? ctx.throw(413)
}

function send(ctx: RouterContext, reply: Reply): void {
  if (reply.kind === 'json') {
    ctx.body = reply.body
  } else if (reply.kind === 'page') {
    ctx.status = reply.status
    ctx.type = 'text/html'
    ctx.body = '<html><head><title>error</title></head><body>nginx</body></html>'
  } else {
    ctx.respond = false
    if (reply.kind === 'reset') ctx.req.socket.destroy()
  }
}
