import type { applicationInput } from '@piaoma/shared/contract'
import type { ErrorCode, FieldIssue } from '@piaoma/shared/errors'
import type { OrderLine } from '@piaoma/shared/invoice'
import { normaliseBuyer } from '@piaoma/shared/taxpayer'
import type { z } from 'zod'
import { codeUseEntity } from '../codes/entity'
import { codeState, type FoundCode, findCode, reviewCauseOf } from '../codes/find-code'
import { reserveOrderCode } from '../codes/hold-order-code'
import { crashPoint } from '../crash-point'
import { insertRow, type Tx } from '../db'
import type { Ground } from '../ground'
import { AppError, runIdempotent } from '../http'
import { enqueue } from '../jobs'
import { type ApplicationRow, applicationEntity } from './entity'

export type ApplicationRequest = z.output<typeof applicationInput>

export interface AcceptedApplication {
  id: string
  token: string
  status: ApplicationRow['status']
}

/** Told, inside the transaction, that an application exists; for webhooks. */
export type OnSubmitted = (tx: Tx, application: ApplicationRow) => Promise<void>

const REFUSALS: Record<Exclude<ReturnType<typeof codeState>, 'open'>, ErrorCode> = {
  spent: 'code.spent',
  expired: 'code.expired',
  inactive: 'code.inactive',
  unpaid: 'code.unpaid',
  not_started: 'code.not_started',
}

/**
 * Accepts an application for one product code or for order codes of one seller. The order codes are reserved by one
 * conditional UPDATE each, in the transaction that stores the application and its next step: of any number of
 * guests with the same code exactly one wins, the others get `code.spent`.
 */
export async function submitApplication(
  ground: Ground,
  request: ApplicationRequest,
  idempotencyKey: string,
  options: { language?: ApplicationRow['language']; onSubmitted?: OnSubmitted } = {},
): Promise<{ answer: AcceptedApplication; isReplay: boolean }> {
  const idempotent = { scope: 'application', key: idempotencyKey, body: request, httpStatus: 201 }
  const accepted = await runIdempotent(ground, idempotent, async () => {
    const codes = await requireUsable(ground, request)
    const row = buildApplication(ground, request, codes, options.language ?? 'zh-CN')
    return async (tx) => {
      await reserveCodes(ground, tx, codes, row.buyerName)
      await insertRow(tx.manager, applicationEntity, row)
      for (const code of codes) await insertCodeUse(ground, tx, row, code)
      if (row.status === 'submitted') await requestNext(ground, tx, row.id)
      await options.onSubmitted?.(tx, row)
      crashPoint('application.submit:before-commit')
      return { id: row.id, token: row.token, status: row.status }
    }
  })
  crashPoint('application.submit:after-commit')
  return accepted
}

/** The step after acceptance or approval. */
export function requestNext(ground: Ground, tx: Tx, applicationId: string): Promise<void> {
  return enqueue(ground, tx, 'issuing.request', { applicationId }, { subject: applicationId })
}

/** Finds all codes and refuses what cannot be invoiced, every issue of the form at once. */
async function requireUsable(ground: Ground, request: ApplicationRequest): Promise<FoundCode[]> {
  const codes: FoundCode[] = []
  for (const text of request.codes) codes.push(await findCode(ground, text))
  const now = ground.clock.now()
  for (const code of codes) {
    const state = codeState(code, now)
    if (state !== 'open') throw new AppError(REFUSALS[state])
  }
  const fields = requestIssues(request, codes)
  if (fields.length > 0) throw new AppError('request.invalid', { fields })
  const [first] = codes
  const isMergeable = codes.every((code) => code.kind === 'order' && code.taxpayerId === first?.taxpayerId)
  if (codes.length > 1 && !isMergeable) throw new AppError('code.not_mergeable')
  if (codes.some((code) => !code.kinds.includes(request.kind))) throw new AppError('code.kind_not_allowed')
  return codes
}

function requestIssues(request: ApplicationRequest, codes: FoundCode[]): FieldIssue[] {
  const issues: FieldIssue[] = []
  const seen = new Set<string>()
  codes.forEach((code, index) => {
    if (seen.has(code.id)) issues.push({ path: `codes.${index}`, code: 'code.repeated' })
    seen.add(code.id)
  })
  const product = codes.find((code) => code.kind === 'product')
  const { amountFen } = request
  if (!product && amountFen !== undefined) issues.push({ path: 'amountFen', code: 'amount.not_taken' })
  if (product && amountFen === undefined) issues.push({ path: 'amountFen', code: 'amount.required' })
  if (product && amountFen !== undefined) {
    if (amountFen < (product.minAmountFen ?? 0))
      issues.push({ path: 'amountFen', code: 'amount.below_minimum' })
    if (amountFen > (product.maxAmountFen ?? amountFen)) {
      issues.push({ path: 'amountFen', code: 'amount.above_maximum' })
    }
  }
  return issues
}

function buildApplication(
  ground: Ground,
  request: ApplicationRequest,
  codes: FoundCode[],
  language: ApplicationRow['language'],
): ApplicationRow {
  const [first] = codes
  if (!first) throw new Error('an application without codes passed the contract')
  const now = ground.clock.now()
  const lines = codes.flatMap((code): OrderLine[] =>
    code.kind === 'order'
      ? code.lines
      : code.lines.map((line) => ({ ...line, amountFen: request.amountFen ?? 0 })),
  )
  const amountFen = codes.reduce((sum, code) => sum + (code.amountFen ?? request.amountFen ?? 0), 0)
  const reviewCause = reviewCauseOf(first, amountFen)
  const buyer = normaliseBuyer(request.buyer)
  return {
    id: ground.ids.ulid(),
    merchantId: first.merchantId,
    storeId: first.storeId,
    taxpayerId: first.taxpayerId,
    token: ground.ids.secret(),
    status: reviewCause ? 'reviewing' : 'submitted',
    version: 1,
    codeKind: first.kind,
    kind: request.kind,
    buyer,
    buyerName: buyer.name,
    email: request.email ?? null,
    mobile: request.mobile ?? null,
    remark: request.remark ?? codes.map((code) => code.remark).find((remark) => remark !== null) ?? null,
    lines,
    amountFen,
    reviewCause,
    reasonCode: null,
    reasonText: null,
    language,
    isDeliveryPlanned: false,
    mergedIntoId: null,
    submittedAt: now,
    updatedAt: now,
  }
}

function insertCodeUse(ground: Ground, tx: Tx, row: ApplicationRow, code: FoundCode): Promise<void> {
  return insertRow(tx.manager, codeUseEntity, {
    id: ground.ids.ulid(),
    merchantId: row.merchantId,
    applicationId: row.id,
    codeId: code.id,
    holdKey: code.kind === 'order' ? code.id : null,
  })
}

/** Order of ids, so that two applications for the same codes wait for each other instead of dead-locking. */
async function reserveCodes(ground: Ground, tx: Tx, codes: FoundCode[], buyerName: string): Promise<void> {
  const orderCodes = codes.filter((code) => code.kind === 'order').sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const code of orderCodes) {
    if (!(await reserveOrderCode(ground, tx, code, buyerName))) throw new AppError('code.spent')
  }
}
