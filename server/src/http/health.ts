import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Ground } from '../ground'
import type { HttpMetrics } from './metrics'

/** `/healthz` (the process answers), `/readyz` (the database does), `/metrics` (Prometheus; keep it behind the proxy). */
export function mountHealth(router: Router, ground: Ground, metrics: HttpMetrics): void {
  router.get('/healthz', (ctx: Context) => {
    ctx.body = { status: 'ok' }
  })
  router.get('/readyz', async (ctx: Context) => {
    try {
      await ground.db.manager.query('SELECT 1')
      ctx.body = { status: 'ready' }
    } catch (error) {
      ground.log.error({ event: 'health.database_unreachable', err: error })
      ctx.status = 503
      ctx.body = { status: 'database unreachable' }
    }
  })
  router.get('/metrics', async (ctx: Context) => {
    const { type, text } = await metrics.read()
    ctx.type = type
    ctx.body = text
  })
}
