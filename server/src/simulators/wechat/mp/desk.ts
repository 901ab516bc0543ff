import type { Context } from 'koa'
import type { Exchange } from '../core/side'
import { authorisePage, deskPage, loginPage, titleDonePage, titlePage } from './desk-pages'
import { consentKey } from './messages'
import { decide } from './orders'
import { mintCode } from './people'
import { submitTitle } from './titles'
import { type MpGround, openidOf, type Person } from './world'

const COOKIE = 'wechat_desk'

/** The WeChat desk: a page where a person plays the user. Answers `/`, `/desk/…` and the OAuth page. */
export function createDesk(ground: MpGround): (exchange: Exchange) => Promise<void> {
  return async ({ ctx, rawBody, verdicts }) => {
    // Addresses hold one-time keys.
    verdicts.path = ctx.path.replace(/\/[0-9a-f]{24}$/, '/:key')
    ctx.set({
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    const form = new URLSearchParams(rawBody.toString('utf8'))
    const path = ctx.path.replace(/\/$/, '')
    if (ctx.method === 'POST') return post(ground, ctx, path, form)
    if (path === '/desk/back.js') {
      ctx.type = 'text/javascript'
      ctx.body = BACK_SCRIPT
      return
    }
    if (path.startsWith('/desk/pdf/')) return pdf(ground, ctx, path.slice('/desk/pdf/'.length))
    const person = personOf(ground, ctx)
    if (path === '' || path === '/desk')
      return show(ctx, person ? deskPage(ground, person) : loginPage(ground, '/desk'))
    if (!person) return show(ctx, loginPage(ground, ctx.url))
    if (path === '/connect/oauth2/authorize') return oauth(ground, ctx, person)
    const [, , room = '', key = ''] = path.split('/')
    if (room === 'authorise') {
      const order = ground.world.orders.find((each) => each.key === key)
      return order ? show(ctx, authorisePage(ground, person, order)) : notFound(ctx)
    }
    if (room === 'titles' && key === 'done') return show(ctx, titleDonePage(person))
    if (room === 'titles' && ground.world.titlePicks.has(key)) return show(ctx, titlePage(person, key))
    return notFound(ctx)
  }
}

// No form-action: answering a form here leads back to the merchant's own page.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"

/** WeChat's own arrow in the corner: past all of its pages, to the merchant's, whether the user had to log in or not. */
const BACK_SCRIPT = `const back = document.getElementById('back')
if (back) back.addEventListener('click', () => history.go(Number(sessionStorage.getItem('entry')) - 1 - history.length))
else if (sessionStorage.getItem('from') !== location.pathname) {
  sessionStorage.setItem('from', location.pathname)
  sessionStorage.setItem('entry', String(history.length))
}`

function show(ctx: Context, html: string): void {
  ctx.status = 200
  ctx.type = 'html'
  ctx.body = html
}

function notFound(ctx: Context): void {
  ctx.status = 404
  ctx.type = 'html'
  ctx.body = '<!doctype html><meta charset="utf-8"><title>404</title><p>没有这一页。'
}

/** What an address of getinvoiceinfo leads to. */
function pdf(ground: MpGround, ctx: Context, key: string): void {
  const link = ground.world.pdfLinks.get(key)
  if (!link || link.expiresAt <= ground.clock.now()) {
    notFound(ctx)
    return
  }
  ctx.status = 200
  ctx.type = 'application/pdf'
  ctx.body = link.media.bytes
}

function personOf(ground: MpGround, ctx: Context): Person | undefined {
  return ground.world.people.get(ctx.cookies.get(COOKIE) ?? '')
}

/** Where a form leads back to: a page of the desk, or the merchant's page that the order named. */
function leave(ctx: Context, to: string): void {
  ctx.status = 303
  ctx.set('location', to)
}

const inside = (to: string) => (/^\/(desk|connect)([/?]|$)/.test(to) ? to : '/desk')

async function post(ground: MpGround, ctx: Context, path: string, form: URLSearchParams): Promise<void> {
  const [, , room = '', key = ''] = path.split('/')
  if (room === 'login') {
    ctx.cookies.set(COOKIE, form.get('person') ?? '', { httpOnly: true, sameSite: 'lax' })
    return leave(ctx, inside(form.get('to') ?? ''))
  }
  if (room === 'logout') {
    ctx.cookies.set(COOKIE, '')
    return leave(ctx, '/desk')
  }
  const person = personOf(ground, ctx)
  if (!person) return leave(ctx, '/desk')
  if (room === 'authorise') {
    const order = ground.world.orders.find((each) => each.key === key)
    if (!order) return notFound(ctx)
    await decide(ground, order, person.id, form.get('answer') === 'yes')
    return leave(ctx, order.redirectUrl || '/desk')
  }
  if (room === 'titles') {
    await submitTitle(ground, key, person.id, Number(form.get('index')))
    return leave(ctx, '/desk/titles/done')
  }
  if (room === 'consent') {
    allowAll(ground, person)
    return leave(ctx, '/desk')
  }
  return notFound(ctx)
}

/** Agrees to one more message of every template, as the tap in the mini-program does. */
function allowAll(ground: MpGround, person: Person): void {
  for (const { appid, templates } of ground.world.accounts.values()) {
    for (const { id } of templates) {
      const key = consentKey(appid, openidOf(person.id, appid), id)
      ground.world.consents.set(key, (ground.world.consents.get(key) ?? 0) + 1)
    }
  }
}

/** `snsapi_base`: silently back to the caller with a code. */
function oauth(ground: MpGround, ctx: Context, person: Person): void {
  const appid = String(ctx.query.appid ?? '')
  const to = String(ctx.query.redirect_uri ?? '')
  if (ground.world.accounts.get(appid)?.type !== 'service' || !URL.canParse(to)) {
    notFound(ctx)
    return
  }
  const url = new URL(to)
  url.searchParams.set('code', mintCode(ground, { kind: 'oauth', appid, person: person.id }))
  url.searchParams.set('state', String(ctx.query.state ?? ''))
  leave(ctx, url.href)
}
