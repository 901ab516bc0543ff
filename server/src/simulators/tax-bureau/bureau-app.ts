import Router from '@koa/router'
import Koa from 'koa'
import { ZodError } from 'zod'
import { type ControlParts, controlRoutes } from './control/routes'
import { OPERATOR_IDENTITY, OPERATOR_LOGIN, QUOTA } from './core/bureau'
import type { Accepted, Problem } from './core/types'
import { documentRoutes } from './documents/routes'
import type { Shelf } from './documents/shelf'
import type { Door } from './door-nuonuo/door'
import { nuonuoRoutes } from './door-nuonuo/routes'
import { verifyRoutes } from './door-verify/routes'
import type { FaultBoard } from './faults/board'

/** The Koa app: the NuoNuo door, the bureau's own 查验, the files, and the control panel. */
export function createBureauApp(door: Door, control: ControlParts, shelf: Shelf): Koa {
  const app = new Koa()
  const health = new Router().get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' }
  })
  const files = documentRoutes({ ...door, shelf })
  app.use(async (_ctx, next) => {
    try {
      await next()
    } catch (error) {
      if (error instanceof ZodError) _ctx.throw(422, error.issues.map(issueText).join('; '))
      if (error instanceof RangeError) _ctx.throw(422, error.message)
      throw error
    }
  })
  for (const router of [health, nuonuoRoutes(door), verifyRoutes(control), files, controlRoutes(control)]) {
    app.use(router.routes()).use(router.allowedMethods())
  }
  return app
}

function issueText(issue: ZodError['issues'][number]): string {
  return `${issue.path.join('.')}: ${issue.message}`
}

/** Faults that the bureau meets when it gets round to an order. */
export function troubleFrom(faults: FaultBoard): (accepted: Accepted) => Problem | undefined {
  return ({ taxNum, serial: orderNo, order }) => {
    const subject = { taxNum, orderNo, buyerName: order.buyer.name }
    if (faults.take('quota_exhausted', subject) !== undefined) return QUOTA
    if (faults.take('operator_login_required', subject) !== undefined) return OPERATOR_LOGIN
    if (faults.take('operator_identity_required', subject) !== undefined) return OPERATOR_IDENTITY
    const refused = faults.take('refused', subject, (fault) => fault.isLate)
    return refused === undefined ? undefined : { code: 'refused', message: refused.message }
  }
}
