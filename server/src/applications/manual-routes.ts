import { In } from 'typeorm'
import type { Ground } from '../ground'
import { type Answer, answerOnce, type Guard } from '../http'
import { storeEntity, userEntity } from '../merchants/entity'
import { forMerchant } from '../merchants/scoped'
import { type InvoiceDraftRow, invoiceDraftEntity } from './draft-entity'
import { changeDraft, createDraft, listDrafts, loadDraft } from './invoice-drafts'
import type { OnSubmitted } from './submit-application'
import { submitManual } from './submit-manual'

type Draft = Answer<'GET /api/v1/merchant/invoice-drafts/:id'>

/** 手工填开 and its drafts. */
export function mountManual(guard: Guard, ground: Ground, onSubmitted: OnSubmitted): void {
  guard('POST /api/v1/merchant/manual-invoices', 'console', async ({ ctx, caller, body, idempotencyKey }) => {
    const { answer, isReplay } = await submitManual(ground, caller, body, idempotencyKey, onSubmitted)
    if (isReplay) ctx.set('idempotent-replayed', 'true')
    return answer
  })
  guard('GET /api/v1/merchant/invoice-drafts', 'console', async ({ caller, query }) => {
    const rows = await listDrafts(ground, caller, query)
    const shown = rows.slice(0, query.limit)
    return {
      items: await presentDrafts(ground, caller.merchantId, shown),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  guard('POST /api/v1/merchant/invoice-drafts', 'console', async ({ ctx, caller, body, idempotencyKey }) => {
    const scope = `invoice-draft:${caller.merchantId}`
    const request = { scope, key: idempotencyKey, body, httpStatus: 201 }
    const { id } = await answerOnce(ground, ctx, request, async () => async (tx) => ({
      id: (await createDraft(ground, tx, caller, body.form)).id,
    }))
    return one(ground, await loadDraft(ground, caller, id))
  })
  guard('GET /api/v1/merchant/invoice-drafts/:id', 'console', async ({ caller, params }) =>
    one(ground, await loadDraft(ground, caller, params.id)),
  )
  guard('PUT /api/v1/merchant/invoice-drafts/:id', 'console', async ({ caller, params, body }) => {
    await changeDraft(ground, caller, await loadDraft(ground, caller, params.id), body)
    return one(ground, await loadDraft(ground, caller, params.id))
  })
  guard('DELETE /api/v1/merchant/invoice-drafts/:id', 'console', async ({ caller, params }) => {
    const { id } = await loadDraft(ground, caller, params.id)
    await forMerchant(ground.db.manager, invoiceDraftEntity, caller.merchantId).delete({ id })
  })
}

async function one(ground: Ground, row: InvoiceDraftRow): Promise<Draft> {
  const [draft] = await presentDrafts(ground, row.merchantId, [row])
  if (!draft) throw new Error('a draft was lost while it was presented')
  return draft
}

async function presentDrafts(ground: Ground, merchantId: string, rows: InvoiceDraftRow[]): Promise<Draft[]> {
  const stores = await forMerchant(ground.db.manager, storeEntity, merchantId).find()
  const users = await ground.db.manager.findBy(userEntity, { id: In(rows.map((row) => row.userId)) })
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    storeId: row.storeId,
    storeName: stores.find((store) => store.id === row.storeId)?.name ?? '',
    authorName: users.find((user) => user.id === row.userId)?.name ?? '',
    buyerName: row.buyerName,
    totalFen: row.totalFen,
    form: row.form,
    updatedAt: new Date(row.updatedAt).toISOString(),
  }))
}
