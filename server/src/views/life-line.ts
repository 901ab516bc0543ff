import type { InvoiceDetail } from '@piaoma/shared/contract'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import type { CodeRow } from '../codes/entity'
import { isoTime } from '../codes/present'
import type { DeliveryRow } from '../delivery/entity'
import type { InvoiceFileRow } from '../documents/entity'
import type { Ground } from '../ground'
import type { InvoiceRow, IssueRequestRow } from '../issuing/entity'
import { auditEntity } from '../merchants/entity'

type Step = InvoiceDetail['lifeLine'][number]
const DECISIONS: Readonly<Record<string, Step['step']>> = { approve: 'approved', correct: 'corrected' }

/** What became of an invoice, in the order it happened: code → application → channel → files → delivery. */
export async function lifeLineOf(
  ground: Ground,
  parts: {
    invoice: InvoiceRow
    application: ApplicationRow
    request: IssueRequestRow
    codes: CodeRow[]
    files: InvoiceFileRow[]
    deliveries: DeliveryRow[]
  },
): Promise<InvoiceDetail['lifeLine']> {
  const { invoice, application, request } = parts
  const decisions = await ground.db.manager.find(auditEntity, {
    where: { targetId: application.id, targetType: applicationEntity.options.name },
    order: { id: 'ASC' },
  })
  const steps: { step: Step['step']; at: number | null; detail?: string | undefined }[] = [
    ...parts.codes.map((code) => ({
      step: 'code' as const,
      at: code.createdAt,
      detail: code.orderNo ?? code.title ?? undefined,
    })),
    { step: 'applied', at: application.submittedAt },
    ...decisions.flatMap(({ action, at }) => {
      const step = DECISIONS[action]
      return step ? [{ step, at }] : []
    }),
    { step: 'sent', at: request.sentAt, detail: request.serial },
    { step: 'issued', at: invoice.createdAt, detail: invoice.number },
    ...parts.files.map((file) => ({
      step: 'filed' as const,
      at: file.storedAt,
      detail: file.format.toUpperCase(),
    })),
    ...parts.deliveries.map((delivery) => ({
      step: delivery.status === 'failed' ? ('undelivered' as const) : ('delivered' as const),
      at: delivery.status === 'sent' || delivery.status === 'failed' ? delivery.updatedAt : null,
      detail: delivery.target,
    })),
  ]
  return steps
    .flatMap((each) => (each.at === null ? [] : [{ ...each, at: each.at }]))
    .sort((a, b) => a.at - b.at)
    .map(({ step, at, detail }) => ({ step, at: isoTime(at), ...(detail ? { detail } : {}) }))
}
