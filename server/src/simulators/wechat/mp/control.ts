import type Router from '@koa/router'
import type { RouterContext } from '@koa/router'
import { z } from 'zod'
import { controlBody } from '../core/control'
import { consentKey } from './messages'
import { decide } from './orders'
import { mintCode } from './people'
import type { Pushes } from './push'
import { choose } from './reimburse'
import { submitTitle } from './titles'
import { type MpGround, openidOf, type Person, type WalletCard } from './world'

const accountInput = z.strictObject({
  appid: z.string(),
  secret: z.string(),
  name: z.string().default('示例账号'),
  type: z.enum(['service', 'miniapp', 'component']),
  isVerified: z.boolean().default(true),
  powers: z.array(z.enum(['invoice', 'platform', 'reimburse'])).default([]),
  push: z.strictObject({ url: z.url(), token: z.string(), aesKey: z.string().optional() }).optional(),
  pages: z.array(z.string()).default([]),
  templates: z
    .array(z.strictObject({ id: z.string(), title: z.string(), fields: z.array(z.string()) }))
    .default([]),
})
export type AccountInput = z.input<typeof accountInput>

const profileInput = z.strictObject({
  numbers: z.enum(['current', 'pre-2024']).optional(),
  dailyInsertions: z.number().int().min(0).optional(),
  busyInsertions: z.number().int().min(0).optional(),
  busyCode: z.union([z.literal(72_036), z.literal(-1)]).optional(),
  templateDelayMs: z.number().int().min(0).optional(),
  isRisky: z.boolean().optional(),
})
const orderInput = z.strictObject({ orderId: z.string() })
const appInput = z.strictObject({ appid: z.string() })
const oauthInput = appInput.extend({ isSnapshot: z.boolean().optional() })
const consentInput = appInput.extend({ templateId: z.string(), count: z.number().int().default(1) })

const cardInput = z.strictObject({
  type: z.string(),
  payee: z.string(),
  /** `user_info` as getinvoiceinfo shows it. */
  invoice: z.looseObject({
    billing_no: z.string(),
    billing_time: z.int(),
    title: z.string(),
    fee: z.int(),
    tax: z.int(),
    fee_without_tax: z.int(),
  }),
  /** Base64; without it there is no PDF. */
  pdf: z.string().optional(),
})
const fateInput = z.strictObject({
  number: z.string(),
  fate: z.enum(['cancelled', 'locked_elsewhere', 'closed_elsewhere']),
})

/** `/__sim/mp/…`: accounts, people, what a user does, and how pushes behave. */
export function mountControl(router: Router, ground: MpGround, pushes: Pushes): void {
  accountRoutes(router, ground)
  userRoutes(router, ground)
  walletRoutes(router, ground)
  router.put('/mp/profile', async (ctx) => {
    const given = profileInput.parse(await controlBody(ctx))
    const set = Object.entries(given).filter(([, value]) => value !== undefined)
    Object.assign(ground.world.profile, Object.fromEntries(set))
    ctx.body = ground.world.profile
  })
  router.put('/mp/push', async (ctx) => {
    const input = z.strictObject({ mode: z.enum(['normal', 'duplicate', 'drop', 'hold']) })
    pushes.mode = input.parse(await controlBody(ctx)).mode
    ctx.body = {}
  })
  router.post('/mp/push/release', async (ctx) => {
    const held = ground.random.shuffle(pushes.held)
    pushes.held = []
    for (const send of held) await send()
    ctx.body = { sent: held.length }
  })
}

function accountRoutes(router: Router, ground: MpGround): void {
  router.put('/mp/accounts', async (ctx) => {
    const account = accountInput.parse(await controlBody(ctx))
    const known = ground.world.accounts.get(account.appid)
    const platformId = known?.platformId ?? Buffer.from(`platform of ${account.appid}`).toString('base64url')
    ground.world.accounts.set(account.appid, { ...known, ...account, platformId })
    ctx.body = { platformId }
  })
  router.get('/mp/orders', (ctx) => {
    ctx.body = { orders: ground.world.orders }
  })
  router.post('/mp/expire-tokens', (ctx) => {
    for (const token of ground.world.tokens.values()) token.isSuperseded = true
    ctx.body = {}
  })
  router.get('/mp/messages', (ctx) => {
    ctx.body = { messages: ground.world.messages }
  })
}

function personOf(ctx: RouterContext, ground: MpGround): Person {
  const person = ground.world.people.get(String(ctx.params.person))
  return person ?? ctx.throw(404, 'no such person')
}

function userRoutes(router: Router, ground: MpGround): void {
  const code = (kind: 'login' | 'oauth' | 'phone') => async (ctx: RouterContext) => {
    const person = personOf(ctx, ground)
    const { appid, isSnapshot } = oauthInput.parse(await controlBody(ctx))
    ctx.body = {
      code: mintCode(ground, { kind, appid, person: person.id, ...(isSnapshot ? { isSnapshot } : {}) }),
    }
  }
  for (const kind of ['login', 'oauth', 'phone'] as const)
    router.post(`/mp/people/:person/${kind}-code`, code(kind))
  const decision = (isYes: boolean) => async (ctx: RouterContext) => {
    const person = personOf(ctx, ground)
    const { orderId } = orderInput.parse(await controlBody(ctx))
    const order = ground.world.orders.find((each) => each.orderId === orderId && each.state === 'offered')
    if (!order) ctx.throw(404, 'no such order is offered')
    await decide(ground, order, person.id, isYes)
    ctx.body = {}
  }
  router.post('/mp/people/:person/authorise', decision(true))
  router.post('/mp/people/:person/decline', decision(false))
  router.post('/mp/people/:person/choose-invoices', async (ctx) => {
    const { appid } = appInput.parse(await controlBody(ctx))
    ctx.body = { invoices: choose(ground, personOf(ctx, ground).id, appid) }
  })
  router.post('/mp/people/:person/consent', async (ctx) => {
    const { appid, templateId, count } = consentInput.parse(await controlBody(ctx))
    const key = consentKey(appid, openidOf(personOf(ctx, ground).id, appid), templateId)
    ground.world.consents.set(key, (ground.world.consents.get(key) ?? 0) + count)
    ctx.body = {}
  })
  router.post('/mp/people/:person/pick-title', async (ctx) => {
    const { key } = z.strictObject({ key: z.string() }).parse(await controlBody(ctx))
    await submitTitle(ground, key, personOf(ctx, ground).id, 0)
    ctx.body = {}
  })
  router.get('/mp/people/:person', async (ctx) => {
    const { id, name, phone } = personOf(ctx, ground)
    const appid = String(ctx.query.appid ?? '')
    ctx.body = { id, name, phone, openid: openidOf(id, appid) }
  })
}

/** What other platforms put into a wallet and do with it: WeChat shows the result only. */
function walletRoutes(router: Router, ground: MpGround): void {
  const { world } = ground
  router.get('/mp/people/:person/wallet', (ctx) => {
    const person = personOf(ctx, ground)
    ctx.body = { cards: world.cards.filter((card) => card.person === person.id) }
  })
  router.post('/mp/people/:person/cards', async (ctx) => {
    const { payee, type, invoice, pdf } = cardInput.parse(await controlBody(ctx))
    const id = `9${ground.random.digits(18)}`
    const insertedAt = ground.clock.now()
    if (pdf) {
      const bytes = Buffer.from(pdf, 'base64')
      world.media.set(id, { id, appid: 'somebody else', bytes, uploadedAt: insertedAt })
    }
    world.cards.push({
      cardId: `p${ground.random.hex(27)}`,
      code: ground.random.digits(12),
      orderId: ground.random.hex(16),
      platform: 'somebody else',
      payee,
      type,
      person: personOf(ctx, ground).id,
      status: 'INVOICE_REIMBURSE_INIT',
      invoice: { ...invoice, s_pdf_media_id: id },
      insertedAt,
    })
    ctx.body = {}
  })
  router.post('/mp/people/:person/fates', async (ctx) => {
    const { number, fate } = fateInput.parse(await controlBody(ctx))
    const person = personOf(ctx, ground).id
    const found = world.cards.find((each) => each.person === person && each.invoice.billing_no === number)
    const card: WalletCard = found ?? ctx.throw(404, 'no such card')
    if (fate === 'locked_elsewhere') {
      card.status = 'INVOICE_REIMBURSE_LOCK'
      card.lockedBy = 'somebody else'
    } else card.status = fate === 'cancelled' ? 'INVOICE_REIMBURSE_CANCEL' : 'INVOICE_REIMBURSE_CLOSURE'
    ctx.body = {}
  })
}
