import type { manualInvoiceInput } from '@piaoma/shared/contract'
import { normaliseBuyer } from '@piaoma/shared/taxpayer'
import type { z } from 'zod'
import { orderTotal } from '../codes/create-order-code'
import { crashPoint } from '../crash-point'
import { insertRow } from '../db'
import type { Ground } from '../ground'
import { AppError, type Person, runIdempotent } from '../http'
import { recordAudit } from '../merchants/audit'
import { type StoreRow, storeEntity } from '../merchants/entity'
import { assertStore, isAllowed } from '../merchants/policy'
import { forMerchant } from '../merchants/scoped'
import { type ApplicationRow, applicationEntity } from './entity'
import { endDraft } from './invoice-drafts'
import { type OnSubmitted, requestNext } from './submit-application'

export type ManualRequest = z.output<typeof manualInvoiceInput>

/** A manual invoice on its way; `isReplay`: it was so before. */
export interface AcceptedManual {
  answer: { id: string; status: ApplicationRow['status'] }
  isReplay: boolean
}

/**
 * 手工填开: an application without a code, from here on like any other. Who may review issues at once; what another
 * one typed waits for a reviewer. Issued once: a replay of the key answers what it answered, and a draft can be
 * submitted by one request only (`resource.conflict`). Refuses `resource.not_found` for a store that is not his.
 */
export async function submitManual(
  ground: Ground,
  person: Person,
  request: ManualRequest,
  idempotencyKey: string,
  onSubmitted?: OnSubmitted,
): Promise<AcceptedManual> {
  const { merchantId, userId } = person
  const idempotent = {
    scope: `manual:${merchantId}`,
    key: idempotencyKey,
    body: request,
    httpStatus: 201,
  }
  const accepted = await runIdempotent(ground, idempotent, async () => {
    const store = await requireStore(ground, person, request.storeId)
    const row = buildManual(ground, person, store, request)
    return async (tx) => {
      if (request.draftId) await endDraft(tx, merchantId, request.draftId)
      await insertRow(tx.manager, applicationEntity, row)
      await recordAudit(ground, tx, {
        merchantId,
        targetType: 'application',
        targetId: row.id,
        actor: `user:${userId}`,
        action: 'manual',
      })
      if (row.status === 'submitted') await requestNext(ground, tx, row.id)
      await onSubmitted?.(tx, row)
      crashPoint('application.manual:before-commit')
      return { id: row.id, status: row.status }
    }
  })
  crashPoint('application.manual:after-commit')
  return accepted
}

async function requireStore(ground: Ground, person: Person, storeId: string): Promise<StoreRow> {
  assertStore(person, storeId)
  const store = await forMerchant(ground.db.manager, storeEntity, person.merchantId).get(storeId)
  if (!store.isActive)
    throw new AppError('request.invalid', { fields: [{ path: 'storeId', code: 'store.unknown' }] })
  return store
}

function buildManual(
  ground: Ground,
  person: Person,
  store: StoreRow,
  request: ManualRequest,
): ApplicationRow {
  const now = ground.clock.now()
  const buyer = normaliseBuyer(request.buyer)
  const isReviewer = isAllowed(person.role, 'applications.review')
  return {
    id: ground.ids.ulid(),
    merchantId: person.merchantId,
    storeId: store.id,
    taxpayerId: store.taxpayerId,
    token: ground.ids.secret(),
    status: isReviewer ? 'submitted' : 'reviewing',
    version: 1,
    codeKind: 'manual',
    kind: request.kind,
    buyer,
    buyerName: buyer.name,
    email: request.email ?? null,
    mobile: request.mobile ?? null,
    remark: request.remark ?? null,
    lines: request.lines,
    amountFen: orderTotal(request.lines),
    reviewCause: isReviewer ? null : 'manual',
    reasonCode: null,
    reasonText: null,
    language: 'zh-CN',
    isDeliveryPlanned: false,
    mergedIntoId: null,
    submittedAt: now,
    updatedAt: now,
  }
}
