import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import { type Faults, parseFaults } from './faults'
import { type MailStore, twinsOf } from './mail-store'
import { listPage, messagePage, PAGE_POLICY } from './pages'

/** The pages for people and the JSON interface for tests. */
export function createWeb(store: MailStore, faults: Faults): Koa {
  const router = new Router()
  const twinIds = () => new Set(twinsOf(store.list()).keys())

  router.get('/', (ctx) => {
    ctx.type = 'html'
    ctx.body = listPage(store.list(), twinIds())
  })
  router.get('/messages/:id', async (ctx) => {
    const mail = await store.open(requireId(ctx, store))
    ctx.type = 'html'
    ctx.body = messagePage(mail)
  })

  router.get('/api/messages', (ctx) => {
    const { to, messageId } = ctx.query
    ctx.body = store
      .list()
      .filter((mail) => (!to || mail.to.includes(String(to))) && (!messageId || mail.messageId === messageId))
  })
  router.delete('/api/messages', async (ctx) => {
    await store.clear()
    ctx.status = 204
  })
  router.get('/api/messages/:id', async (ctx) => {
    ctx.body = await store.open(requireId(ctx, store))
  })
  router.get('/api/messages/:id/raw', async (ctx) => {
    const id = requireId(ctx, store)
    ctx.body = Buffer.from(await store.raw(id))
    ctx.attachment(`${id}.eml`)
  })
  router.get('/api/messages/:id/attachments/:index', async (ctx) => {
    const found = await store.attachment(requireId(ctx, store), Number(ctx.params.index))
    if (!found) return ctx.throw(404)
    // Always a download: what came by mail is never run under this address.
    ctx.attachment(found.fileName)
    ctx.type = found.mediaType
    ctx.body = Buffer.from(found.bytes)
  })
  router.get('/api/twins', (ctx) => {
    const twins = twinsOf(store.list())
    ctx.body = [...twins].map(([messageId, mails]) => ({ messageId, ids: mails.map(({ id }) => id) }))
  })

  router.get('/api/faults', (ctx) => {
    ctx.body = faults.list()
  })
  router.put('/api/faults', bodyParser({ enableTypes: ['json'] }), (ctx) => {
    const wanted = parseFaults((ctx.request as { body?: unknown }).body)
    if (!wanted) return ctx.throw(422, 'a list of faults was expected')
    faults.set(wanted)
    ctx.body = faults.list()
  })
  router.delete('/api/faults', (ctx) => {
    faults.set([])
    ctx.status = 204
  })
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true }
  })

  const app = new Koa()
  app.silent = true
  app.use(async (ctx, next) => {
    ctx.set('Content-Security-Policy', PAGE_POLICY)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.set('Referrer-Policy', 'no-referrer')
    ctx.set('Cache-Control', 'no-store')
    await next()
  })
  app.use(router.routes()).use(router.allowedMethods())
  return app
}

function requireId(ctx: Context & { params: Record<string, string> }, store: MailStore): string {
  const mail = store.find(ctx.params.id ?? '')
  return mail?.id ?? ctx.throw(404)
}
