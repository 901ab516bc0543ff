import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import multer from '@koa/multer'
import helmet from 'helmet'
import Koa, { type Context, type Middleware } from 'koa'
import compress from 'koa-compress'
import type { Ground } from '../ground'
import type { HttpMetrics } from './metrics'
import { problems, unreadableBodies } from './problem'
import { isReadRaw } from './raw-body'
import { isReadLater } from './read-upload'

/** A Koa app with everything that every request passes: id, log, headers, compression, problems, bodies. */
export function createApp(ground: Ground, metrics: HttpMetrics): Koa {
  const app = new Koa({ proxy: ground.config.TRUST_PROXY })
  app.use(requestId())
  app.use(accessLog(ground, metrics))
  app.use(securityHeaders(ground.publicUrl.startsWith('https:')))
  app.use(compression())
  app.use(problems(ground))
  app.use(unreadableBodies(bodies()))
  // A client that hung up in mid-answer is no fault of ours.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(error.code ?? '')) {
      ground.log.error({ event: 'http.broken', err: error })
    }
  })
  return app
}

function requestId(): Middleware {
  return (ctx, next) => {
    ctx.state.requestId = randomUUID()
    ctx.set('x-request-id', ctx.state.requestId)
    return next()
  }
}

/** One line a request: the route's pattern, never the address, for codes and tokens are secrets. */
function accessLog(ground: Ground, metrics: HttpMetrics): Middleware {
  return async (ctx, next) => {
    const from = performance.now()
    await next()
    const ms = performance.now() - from
    const route = String((ctx as unknown as { _matchedRoute?: string })._matchedRoute ?? 'other')
    metrics.observe(ctx.method, route, ctx.status, ms)
    ground.log.debug({
      event: 'http.request',
      requestId: ctx.state.requestId,
      method: ctx.method,
      route,
      status: ctx.status,
      ms: Math.round(ms),
    })
  }
}

/** Smaller answers go as they are: packing them costs more than it saves. */
const WORTH_PACKING_BYTES = 1_024

/** Gzip for text. Small answers, which most are, do not even meet the middleware. */
function compression(): Middleware {
  const pack = compress({
    // A compressed event stream would be held back until a block is full.
    filter: (type) => !/event-stream/.test(type) && /json|text|javascript|svg|xml/.test(type),
    threshold: WORTH_PACKING_BYTES,
    br: false,
  })
  const done = async () => {}
  return async (ctx, next) => {
    await next()
    if ((ctx.response.length ?? WORTH_PACKING_BYTES) >= WORTH_PACKING_BYTES) await pack(ctx, done)
  }
}

function securityHeaders(isHttps: boolean): Middleware {
  const strict = policy({ styles: "'self'", fonts: "'self'", frames: "'none'" })
  // Swagger UI and the components of the console write style attributes and carry an icon font in their CSS; the
  // console shows an invoice's preview, fetched with its session, in a frame.
  const relaxed = policy({ styles: "'self' 'unsafe-inline'", fonts: "'self' data:", frames: "'self' blob:" })
  const headers = headersOf({
    contentSecurityPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  })
  return (ctx, next) => {
    const isRelaxed = /^\/(console|docs)(\/|$)/.test(ctx.path)
    ctx.res.setHeader('content-security-policy', isRelaxed ? relaxed : strict)
    for (const [name, value] of headers) ctx.res.setHeader(name, value)
    return next()
  }
}

/**
 * What helmet sets, asked once: it is the same for every request, and a run through its dozen middlewares costs more
 * than half of a code's look-up.
 */
function headersOf(options: Parameters<typeof helmet>[0]): [name: string, value: string][] {
  const headers: [string, string][] = []
  const recorder = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => {},
  }
  helmet(options)({} as IncomingMessage, recorder as unknown as ServerResponse, () => {})
  return headers
}

function policy(sources: { styles: string; fonts: string; frames: string }): string {
  return [
    "default-src 'self'",
    `style-src ${sources.styles}`,
    `font-src ${sources.fonts}`,
    `frame-src ${sources.frames}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}

const MEGABYTE = 1024 * 1024

function bodies(): Middleware {
  const parse = bodyParser({
    enableTypes: ['json', 'form'],
    jsonLimit: MEGABYTE,
    formLimit: MEGABYTE,
  })
  // Without the charset a file name in Chinese arrives as mojibake.
  const upload = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: 5 * MEGABYTE, files: 1 },
    defParamCharset: 'utf8',
  }).single('file')
  return (ctx: Context, next) => {
    if (ctx.method === 'GET' || isReadRaw(ctx.path) || isReadLater(ctx)) return next()
    return ctx.is('multipart')
      ? (upload as unknown as Middleware)(ctx, next)
      : (parse as Middleware)(ctx, next)
  }
}
