import type { Ground } from '../../ground'
import { answerOnce, type Guard, languageOf } from '../../http'
import { receivedTable } from '../received-table'
import { actOnSheet, type SheetHooks } from './act-on-sheet'
import { changeSheet, createSheet } from './change-sheet'
import { invoicesOf, loadSheet } from './load-sheet'
import { listSheets, viewSheet } from './view-sheet'

/** Reimbursement sheets of the person in session; of finance and owner, everybody's. */
export function mountSheets(guard: Guard, ground: Ground, hooks: SheetHooks): void {
  guard('GET /api/v1/merchant/sheets', 'console', ({ caller, query }) => listSheets(ground, caller, query))
  guard('POST /api/v1/merchant/sheets', 'console', async ({ ctx, caller, body, idempotencyKey }) => {
    const scope = `sheets:${caller.userId}`
    const request = { scope, key: idempotencyKey, body, httpStatus: 201 }
    const { id } = await answerOnce(ground, ctx, request, async () => createSheet(ground, caller, body))
    return viewSheet(ground, caller, await loadSheet(ground, caller, id), languageOf(ctx))
  })
  guard('GET /api/v1/merchant/sheets/:id', 'console', async ({ ctx, caller, params }) =>
    viewSheet(ground, caller, await loadSheet(ground, caller, params.id), languageOf(ctx)),
  )
  guard('PATCH /api/v1/merchant/sheets/:id', 'console', async ({ ctx, caller, params, body }) => {
    await changeSheet(ground, caller, await loadSheet(ground, caller, params.id), body)
    return viewSheet(ground, caller, await loadSheet(ground, caller, params.id), languageOf(ctx))
  })
  guard('POST /api/v1/merchant/sheets/:id/actions', 'console', async ({ ctx, caller, params, body }) => {
    await actOnSheet(ground, caller, await loadSheet(ground, caller, params.id), body, hooks)
    return viewSheet(ground, caller, await loadSheet(ground, caller, params.id), languageOf(ctx))
  })
  guard('GET /api/v1/merchant/sheets/:id/export.xlsx', 'console', async ({ ctx, caller, params }) => {
    const sheet = await loadSheet(ground, caller, params.id)
    ctx.attachment(`sheet-${sheet.id}.xlsx`)
    return receivedTable(ground, await invoicesOf(ground.db.manager, sheet), languageOf(ctx))
  })
}
