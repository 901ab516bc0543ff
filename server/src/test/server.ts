import { createServer } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { type Client, createClient } from '@piaoma/shared/client'
import Koa from 'koa'
import type { Ground } from '../ground'
import {
  type Callers,
  createGuard,
  createRateLimits,
  type Guard,
  isReadRaw,
  problems,
  type RateLimits,
} from '../http'
import { createCallers } from '../merchants/callers'

export interface TestServer {
  readonly url: string
  /** A typed client over real HTTP; `token` is a session's token or an API key. */
  client(token?: string): Client
  /** A bare request to a path, for what the typed client cannot send. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** Serves what `mount` mounts on a free port of loopback, behind the same problems, parser and guard as the service. */
export async function startTestServer(
  ground: Ground,
  mount: (guard: Guard, limits: RateLimits, router: Router) => void,
  options: { callers?: Callers } = {},
): Promise<TestServer> {
  const app = new Koa()
  const router = new Router()
  const limits = createRateLimits(ground.config.RATE_LIMIT_FACTOR)
  mount(createGuard(router, limits, options.callers ?? createCallers(ground)), limits, router)
  app.use(async (ctx, next) => {
    ctx.state.requestId = ground.ids.ulid()
    await next()
  })
  app.use(problems(ground))
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: '1mb' })
  app.use((ctx, next) => (isReadRaw(ctx.path) ? next() : parse(ctx, next)))
  app.use(router.routes()).use(router.allowedMethods())

  const server = createServer(app.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the test server has no port')
  const url = `http://127.0.0.1:${address.port}`
  const call = (path: string, init?: RequestInit) => fetch(url + path, init)
  return {
    url,
    fetch: call,
    client: (token) =>
      createClient({
        headers: (): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {}),
        transport: async ({ method, path, headers, body }) => {
          const answer = await call(path, { method, headers, body: body ?? null })
          return {
            status: answer.status,
            body: await answer.text(),
            headers: Object.fromEntries(answer.headers),
          }
        },
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
