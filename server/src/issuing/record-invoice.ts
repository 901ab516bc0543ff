import type { InvoiceModel } from '@piaoma/shared/invoice'
import { applicationMachine, issueRequestMachine } from '@piaoma/shared/states'
import { Not } from 'typeorm'
import { applicationEntity } from '../applications/entity'
import { heldCodeIds } from '../applications/review-application'
import { applicationTopic } from '../applications/topics'
import { spendOrderCodes } from '../codes/hold-order-code'
import { crashPoint } from '../crash-point'
import { insertRow, type Tx, transition } from '../db'
import { enqueue, type Job } from '../jobs'
import { raiseAlarm } from '../merchants/audit'
import type { IssuingDeps } from './deps'
import { type InvoiceRow, type IssueRequestRow, invoiceEntity, issueRequestEntity } from './entity'
import type { IssuedResult } from './tax-channel'

/**
 * Writes down what the channel issued, once a request: the invoice, the end of the application when it was the last
 * part, the spent codes, and the next steps, all in one transaction. Amounts that are not ours park the invoice: it
 * exists, but nobody is told it is right until a person has looked.
 */
export async function recordInvoice(
  deps: IssuingDeps,
  job: Job,
  request: IssueRequestRow,
  result: IssuedResult,
): Promise<void> {
  const { ground } = deps
  const difference = differenceOf(request, result)
  const invoice = await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    const action = difference ? 'park' : 'issue'
    const now = ground.clock.now()
    const isFirst = await transition(
      tx,
      issueRequestEntity,
      issueRequestMachine,
      action,
      { id: request.id },
      {
        channelSerial: result.channelSerial,
        cause: difference ?? null,
        updatedAt: now,
      },
    )
    if (!isFirst) return undefined
    const application = await tx.manager.findOneByOrFail(applicationEntity, { id: request.applicationId })
    const row = invoiceRow(ground.ids.ulid(), request, application.storeId, result, now)
    await insertRow(tx.manager, invoiceEntity, row)
    await enqueue(
      ground,
      tx,
      'documents.fetch',
      { invoiceId: row.id, ...fileUrls(result) },
      { subject: row.id },
    )
    await deps.onEvent?.(tx, difference ? 'invoice.parked' : 'invoice.issued', application, row)
    if (difference) {
      await transition(
        tx,
        applicationEntity,
        applicationMachine,
        'hold',
        { id: application.id },
        {
          reasonCode: 'amount_mismatch',
          reasonText: difference,
          updatedAt: now,
        },
      )
    } else {
      await completeApplication(deps, tx, application.id)
    }
    await tx.manager.increment(applicationEntity, { id: application.id }, 'version', 1)
    crashPoint('issuing.record:before-commit')
    tx.onCommit(() => ground.signals.send(applicationTopic(application.id)))
    return row
  })
  crashPoint('issuing.record:after-commit')
  if (invoice && difference) await raiseMismatch(deps, invoice, difference)
}

/** Ends the application when every part is issued: its codes are spent for ever. */
export async function completeApplication(deps: IssuingDeps, tx: Tx, applicationId: string): Promise<void> {
  const round = (await tx.manager.maximum(issueRequestEntity, 'round', { applicationId })) ?? 0
  const open = await tx.manager.countBy(issueRequestEntity, { applicationId, round, status: Not('issued') })
  if (open > 0) return
  const { ground } = deps
  const set = { reasonCode: null, reasonText: null, updatedAt: ground.clock.now() }
  if (!(await transition(tx, applicationEntity, applicationMachine, 'complete', { id: applicationId }, set)))
    return
  await spendOrderCodes(ground, tx, await heldCodeIds(tx, applicationId))
}

/** In words what differs from what was asked, or undefined. */
function differenceOf(request: IssueRequestRow, result: IssuedResult): string | undefined {
  const { order } = request
  const parts = (['totalFen', 'taxFen', 'amountFen'] as const)
    .filter((field) => order[field] !== result[field])
    .map((field) => `${field}: asked ${order[field]}, issued ${result[field]}`)
  if (result.serial !== request.serial) parts.push(`serial: asked ${request.serial}, issued ${result.serial}`)
  return parts.length > 0 ? parts.join('; ') : undefined
}

function invoiceRow(
  id: string,
  request: IssueRequestRow,
  storeId: string,
  result: IssuedResult,
  now: number,
): InvoiceRow {
  const { order } = request
  const model: InvoiceModel = {
    number: result.number,
    kind: order.kind,
    issuedAt: result.issuedAt,
    seller: order.seller,
    buyer: order.buyer,
    lines: order.lines,
    amountFen: order.amountFen,
    taxFen: order.taxFen,
    totalFen: order.totalFen,
    drawer: order.drawer,
    ...(order.remark ? { remark: order.remark } : {}),
  }
  const isSame = differenceOf(request, result) === undefined
  return {
    id,
    merchantId: request.merchantId,
    storeId,
    taxpayerId: request.taxpayerId,
    applicationId: request.applicationId,
    issueRequestId: request.id,
    number: result.number,
    status: isSame ? 'issued' : 'parked',
    kind: order.kind,
    buyerName: order.buyer.name,
    amountFen: result.amountFen,
    taxFen: result.taxFen,
    totalFen: result.totalFen,
    issuedAt: result.issuedAt,
    model,
    createdAt: now,
  }
}

function fileUrls(result: IssuedResult): Record<string, string> {
  return Object.fromEntries(Object.entries(result.files).map(([format, url]) => [format, url ?? '']))
}

function raiseMismatch(deps: IssuingDeps, invoice: InvoiceRow, difference: string): Promise<void> {
  return raiseAlarm(deps.ground, {
    merchantId: invoice.merchantId,
    kind: 'amount_mismatch',
    text: `${invoice.number}: ${difference}`,
    targetType: 'application',
    targetId: invoice.applicationId,
    storeId: invoice.storeId,
  })
}
