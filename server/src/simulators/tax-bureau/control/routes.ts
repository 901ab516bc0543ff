import { createHash, timingSafeEqual } from 'node:crypto'
import Router, { type RouterContext } from '@koa/router'
import { jsonOf, rawBody } from '../../raw-body'
import type { Bureau } from '../core/bureau'
import type { Taxpayer } from '../core/types'
import type { Apps } from '../door-nuonuo/apps'
import type { KnownInvoices } from '../door-verify/known-invoices'
import type { FaultBoard } from '../faults/board'
import { faultSpec } from '../faults/types'
import type { Journal } from '../journal'
import { audit } from './audit'
import {
  clockInput,
  invoiceStateInput,
  knownInvoicesInput,
  type TaxpayerInput,
  taxpayerInput,
} from './schemas'

interface Clock {
  now(): number
  offsetMs: number
}

export interface ControlParts {
  bureau: Bureau
  apps: Apps
  known: KnownInvoices
  now: () => number
  faults: FaultBoard
  journal: Journal
  clock: Clock
  token: string
}

const MAX_BODY_BYTES = 64 * 1024
const FIRST_QUOTA_FEN = 1_000_000_000

/** `/control/…`: what tests and the demo turn and read. Guarded by a bearer token. */
export function controlRoutes(parts: ControlParts): Router {
  const { bureau, faults, journal, clock } = parts
  const router = new Router({ prefix: '/control' })
  router.use(async (ctx, next) => {
    if (!isSame(ctx.get('authorization'), `Bearer ${parts.token}`))
      ctx.throw(401, 'control token missing or wrong')
    await next()
  })
  router.get('/faults', (ctx) => {
    ctx.body = { faults: faults.list() }
  })
  router.post('/faults', async (ctx) => {
    ctx.body = faults.add(faultSpec.parse(await body(ctx)))
  })
  router.delete('/faults{/:id}', (ctx) => {
    const id = ctx.params.id === undefined ? undefined : Number(ctx.params.id)
    ctx.body = { removed: faults.remove(id) }
  })
  router.get('/ledger', (ctx) => {
    const { taxNum, serial } = filters(ctx)
    const all = bureau.ledger.all()
    const invoices = all.filter((entry) => fits(taxNum, entry.taxNum) && fits(serial, entry.serial))
    ctx.body = { invoices, audit: audit(all, bureau.requests.all()) }
  })
  router.get('/orders', (ctx) => {
    const { taxNum, serial } = filters(ctx)
    ctx.body = {
      orders: bureau.requests.all().filter((one) => fits(taxNum, one.taxNum) && fits(serial, one.serial)),
    }
  })
  router.get('/taxpayers', (ctx) => {
    const taxpayers = bureau.register.taxpayers()
    ctx.body = { taxpayers: taxpayers.map((one) => ({ ...one, quota: bureau.register.quota(one.taxNum) })) }
  })
  router.put('/taxpayers', async (ctx) => {
    ctx.body = putTaxpayer(parts, taxpayerInput.parse(await body(ctx)))
  })
  router.get('/requests', (ctx) => {
    ctx.body = { requests: journal.list(filters(ctx)) }
  })
  router.put('/known-invoices', async (ctx) => {
    const facts = knownInvoicesInput.parse(await body(ctx))
    for (const fact of facts) parts.known.put(fact)
    ctx.body = { known: facts.length }
  })
  router.put('/invoice-states', async (ctx) => {
    const { code, number, state } = invoiceStateInput.parse(await body(ctx))
    parts.known.setState(code, number, state)
    ctx.body = {}
  })
  router.put('/clock', async (ctx) => {
    clock.offsetMs = clockInput.parse(await body(ctx)).offsetMs
    ctx.body = { now: clock.now() }
  })
  return router
}

function putTaxpayer({ bureau, apps }: ControlParts, input: TaxpayerInput): Taxpayer {
  const known = bureau.register.taxpayer(input.taxNum)
  bureau.register.register({
    taxNum: input.taxNum,
    name: input.name ?? known?.name ?? input.taxNum,
    quotaFen: input.quotaFen ?? known?.quotaFen ?? FIRST_QUOTA_FEN,
    operator: input.operator ?? known?.operator ?? 'ready',
    kinds: input.kinds ?? known?.kinds ?? ['normal', 'special'],
  })
  if (input.nuonuo !== undefined) apps.put(input.nuonuo.appKey, input.nuonuo.appSecret, input.taxNum)
  const registered = bureau.register.taxpayer(input.taxNum)
  if (registered === undefined) throw new Error('taxpayer missing after registration')
  return registered
}

async function body(ctx: RouterContext): Promise<unknown> {
  const bytes = await rawBody(ctx.req, MAX_BODY_BYTES)
  return bytes === undefined ? undefined : jsonOf(bytes)
}

function filters(ctx: RouterContext): Record<string, string | undefined> {
  return Object.fromEntries(new URLSearchParams(ctx.querystring))
}

function fits(filter: string | undefined, value: string): boolean {
  return filter === undefined || filter === value
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
