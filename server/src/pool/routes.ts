import { loadReceived } from '../capture/access'
import type { Ground } from '../ground'
import { type Guard, languageOf } from '../http'
import { correctReceived } from './correct-received'
import { listReceived } from './list-received'
import { mergeReceived } from './merge-received'
import { viewReceived } from './view-received'

/** The pool of received invoices: search, details, corrections. */
export function mountPool(guard: Guard, ground: Ground): void {
  guard('GET /api/v1/merchant/received-invoices', 'console', ({ caller, query }) =>
    listReceived(ground, caller, query),
  )
  guard('GET /api/v1/merchant/received-invoices/:id', 'console', async ({ ctx, caller, params }) =>
    viewReceived(ground, caller, await loadReceived(ground, caller, params.id), languageOf(ctx)),
  )
  guard(
    'POST /api/v1/merchant/received-invoices/:id/corrections',
    'console',
    async ({ ctx, caller, params, body }) => {
      await correctReceived(ground, caller, await loadReceived(ground, caller, params.id), body)
      return viewReceived(ground, caller, await loadReceived(ground, caller, params.id), languageOf(ctx))
    },
  )
  guard(
    'POST /api/v1/merchant/received-invoices/:id/merge',
    'console',
    async ({ ctx, caller, params, body }) => {
      const row = await loadReceived(ground, caller, params.id)
      const into = await loadReceived(ground, caller, body.intoId)
      await mergeReceived(ground, caller, { row, version: body.version, into })
      return viewReceived(ground, caller, await loadReceived(ground, caller, into.id), languageOf(ctx))
    },
  )
}
