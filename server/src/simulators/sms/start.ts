import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router, { type RouterContext } from '@koa/router'
import Koa from 'koa'
import { z } from 'zod'
import { jsonOf, rawBody } from '../raw-body'
import { smsPage } from './page'
import { type SentSms, type SmsAccount, sendSms } from './send-sms'

export type SmsFault =
  /** No answer comes: before the message left, or after. */
  | 'silence_before'
  | 'silence_after'
  /** An error page of the gateway in front, after the message left. */
  | 'error_page_after'
  /** Their inside was too slow, and says so; the message left. */
  | 'internal_timeout'
  | 'busy'

export interface SmsSimulatorOptions {
  port?: number
  /** Guards `/control`. */
  controlToken: string
  account: SmsAccount
  now?: () => number
}

export interface RunningSms {
  /** The API; opened in a browser it shows what was sent. */
  readonly url: string
  readonly messages: readonly SentSms[]
  /** What the next call meets. */
  fail(fault: SmsFault): void
  close(): Promise<void>
}

const MAX_BODY_BYTES = 64 * 1024
const faultSchema = z.enum([
  'silence_before',
  'silence_after',
  'error_page_after',
  'internal_timeout',
  'busy',
])

/** Starts a service in the shape of Tencent Cloud SMS on loopback. Its state ends with the process. */
export async function startSms(options: SmsSimulatorOptions): Promise<RunningSms> {
  const now = options.now ?? Date.now
  const messages: SentSms[] = []
  const faults: SmsFault[] = []
  const router = new Router()
  router.get('/', (ctx) => {
    ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    ctx.type = 'html'
    ctx.body = smsPage(messages)
  })
  router.post('/', async (ctx) => {
    const fault = faults.shift()
    if (fault === 'silence_before') return silence(ctx)
    const body = await bodyOf(ctx)
    const answer = sendSms({ account: options.account, messages, now }, ctx.req.headers, body, fault)
    if (fault === 'silence_after') return silence(ctx)
    if (fault === 'error_page_after') {
      ctx.status = 502
      ctx.type = 'html'
      ctx.body = '<html><title>502</title></html>'
      return
    }
    ctx.body = { Response: { ...answer, RequestId: 'simulated' } }
  })
  router.use('/control', async (ctx, next) => {
    if (ctx.get('authorization') !== `Bearer ${options.controlToken}`)
      ctx.throw(401, 'control token missing or wrong')
    await next()
  })
  router.get('/control/messages', (ctx) => {
    ctx.body = { messages }
  })
  router.post('/control/faults', async (ctx) => {
    faults.push(z.strictObject({ fault: faultSchema }).parse(jsonOf(await bodyOf(ctx))).fault)
    ctx.body = {}
  })
  const app = new Koa().use(router.routes()).use(router.allowedMethods())
  const server = createServer(app.callback())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    fail: (fault) => void faults.push(fault),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function silence(ctx: RouterContext): void {
  ctx.respond = false
}

async function bodyOf(ctx: RouterContext): Promise<Buffer> {
  return (await rawBody(ctx.req, MAX_BODY_BYTES)) ?? ctx.throw(413)
}
