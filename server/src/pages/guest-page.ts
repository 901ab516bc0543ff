import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Router from '@koa/router'
import { ERRORS } from '@piaoma/shared/errors'
import type { Context } from 'koa'
import { readCode } from '../codes/routes'
import type { Ground } from '../ground'
import { AppError, languageOf, problemOf, type RateLimits } from '../http'
import { findApplication, viewApplication } from '../views/application-view'
import { repositoryRoot } from './root'

const MARKER = '<!--app-data-->'

/** `/s/CODE` and `/a/TOKEN`: the guest's page with its first data inside, so that it needs no second round trip. */
export function mountGuestPages(router: Router, ground: Ground, limits: RateLimits): void {
  const file = join(repositoryRoot, 'h5/dist/index.html')
  let template: string | undefined
  const page = async (ctx: Context, load: () => Promise<Record<string, unknown>>) => {
    template ??= readFileSync(file, 'utf8')
    const data = await load().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      ctx.status = ERRORS[error.code].status
      if (error.headers) ctx.set(error.headers)
      return { problem: problemOf(ctx, error) }
    })
    ctx.type = 'html'
    ctx.set({ 'cache-control': 'no-store', vary: 'accept-language' })
    ctx.body = template.replace(MARKER, () => embed(data))
  }
  router.get('/s/:code', (ctx: Context) =>
    page(ctx, async () => {
      await limits.take('lookup', ctx.ip)
      return { code: await readCode(ground, limits, ctx.ip, String(ctx.params.code)) }
    }),
  )
  router.get('/a/:token', (ctx: Context) =>
    page(ctx, async () => {
      await limits.take('lookup', ctx.ip)
      const row = await findApplication(ground, String(ctx.params.token))
      return { application: await viewApplication(ground, row, languageOf(ctx)) }
    }),
  )
}

/** JSON that cannot end its script element, whatever a merchant calls his dishes. */
function embed(data: unknown): string {
  const json = JSON.stringify(data)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
  return `<script id="app-data" type="application/json">${json}</script>`
}
