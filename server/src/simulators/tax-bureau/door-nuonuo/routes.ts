import Router, { type RouterContext } from '@koa/router'
import { jsonOf, rawBody } from '../../raw-body'
import { authenticate } from './authenticate'
import type { Call, Door } from './door'
import { queryResult } from './query-result'
import { reInvoice } from './re-invoice'
import { errorPage, fail, type Reply } from './replies'
import { requestBilling } from './request-billing'
import { certificationStatus, creditLine, verifyComplete } from './sessions'

const MAX_BODY_BYTES = 4 * 1024 * 1024

const METHODS: Record<string, (door: Door, call: Call) => Reply> = {
  requestBillingNew: requestBilling,
  queryInvoiceResult: queryResult,
  reInvoice,
  getCreditLine: creditLine,
  getCertificationStatus: certificationStatus,
  verifyComplete,
}

/** `POST /accessToken` and `POST /open/v1/services`, as the NuoNuo open platform has them. */
export function nuonuoRoutes(door: Door): Router {
  const router = new Router()
  router.post('/accessToken', async (ctx) => {
    const body = await rawBody(ctx.req, MAX_BODY_BYTES)
    ctx.body = token(door, new URLSearchParams(body?.toString('utf8') ?? ''), ctx.get('content-type'))
  })
  router.post('/open/v1/services', async (ctx) => {
    const body = await rawBody(ctx.req, MAX_BODY_BYTES)
    await send(ctx, body === undefined ? fail('0201', '输入参数格式有误') : await service(door, ctx, body))
  })
  return router
}

function token(door: Door, form: URLSearchParams, contentType: string): unknown {
  const error = (code: string, words: string) => ({ error: code, error_description: words })
  if (!contentType.startsWith('application/x-www-form-urlencoded'))
    return error('070315', 'Incorrect content-type')
  const appKey = form.get('client_id') ?? ''
  const secret = door.apps.secret(appKey)
  const write = (verdict: string) =>
    door.journal.write({ at: door.now(), door: 'nuonuo', method: 'accessToken', verdict })
  if (secret === undefined) {
    write('refused 070304')
    return error('070304', `Incorrect clientId[${appKey}]`)
  }
  if (form.get('client_secret') !== secret) {
    write('refused 070305')
    return error('070305', `Incorrect clientSecret[${form.get('client_secret') ?? ''}]`)
  }
  if (form.get('grant_type') !== 'client_credentials') return error('070307', 'Incorrect appType')
  const made = door.apps.newToken(appKey)
  write(made === undefined ? 'refused 070306' : 'token given')
  if (made === undefined) return error('070306', 'The number of calls is limited')
  return { access_token: made.token, expires_in: String(made.lifeMs / 1000) }
}

async function service(door: Door, ctx: RouterContext, body: Buffer): Promise<Reply> {
  const name = ctx.get('method')
  const content = jsonOf(body)
  const method = name.split('.').at(-1) ?? ''
  const subject = subjectOf(content, method)
  const query = new URLSearchParams(ctx.querystring)
  const scope = authenticate(door.apps, door.now(), { query, headers: ctx.req.headers, body })
  const [taxNum] = Array.isArray(scope) ? scope : []
  const named = { ...subject, taxNum: subject.taxNum ?? taxNum }
  const write = (verdict: string) => {
    const { orderNo } = subject
    const who = {
      ...(named.taxNum === undefined ? {} : { taxNum: named.taxNum }),
      ...(orderNo === undefined ? {} : { orderNo }),
    }
    door.journal.write({ at: door.now(), door: 'nuonuo', method, ...who, verdict })
  }
  if (!Array.isArray(scope)) {
    write(`refused ${scope.code}`)
    return fail(scope.code, scope.describe)
  }
  const run =
    name === `nuonuo.OpeMplatform.${method}` && Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
  if (run === undefined) {
    write('refused 070501')
    return fail('070501', '请求的API不存在')
  }
  const reply = (await commonFault(door, named)) ?? run(door, { method, content, scope, subject: named })
  write(verdictOf(reply))
  return reply
}

/** Faults that strike any call, before the business sees it. */
async function commonFault({ faults }: Door, subject: Call['subject']): Promise<Reply | undefined> {
  const slow = faults.take('slow', subject)
  if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow.ms))
  if (faults.take('token_expired', subject) !== undefined) return fail('070301', 'accessToken不匹配')
  const error = faults.take('http_error', subject, (fault) => !fault.isAccepted)
  if (error !== undefined) return errorPage(error.status)
  if (faults.take('connection_reset', subject, (fault) => !fault.isAccepted) !== undefined)
    return { kind: 'reset' }
  const garbage = faults.take('garbage', subject)
  return garbage === undefined ? undefined : { kind: 'page', status: 200, html: garbage.body }
}

/** Order number, taxpayer and buyer of a call, for faults and the journal. */
function subjectOf(content: unknown, method: string): Call['subject'] {
  const order = field(content, 'order')
  const [asked] = [field(content, 'orderNos')].flat()
  const found = {
    orderNo: field(order, 'orderNo') ?? asked ?? field(content, 'orderno'),
    taxNum: field(order, 'salerTaxNum'),
    buyerName: field(order, 'buyerName'),
  }
  const texts = Object.entries(found).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return { ...Object.fromEntries(texts), method }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function verdictOf(reply: Reply): string {
  if (reply.kind !== 'json') return reply.kind === 'page' ? `page ${reply.status}` : reply.kind
  return `answered ${String(field(reply.body, 'code'))}`
}

async function send(ctx: RouterContext, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'json':
      ctx.body = reply.body
      return
    case 'page':
      ctx.status = reply.status
      ctx.type = 'text/html'
      ctx.body = reply.html
      return
    case 'silence':
      // The socket stays open and nothing ever comes.
      ctx.respond = false
      return
    case 'reset':
      ctx.respond = false
      ctx.req.socket.destroy()
  }
}
