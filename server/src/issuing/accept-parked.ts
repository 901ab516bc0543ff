import { issueRequestMachine } from '@piaoma/shared/states'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import { transition } from '../db'
import { AppError } from '../http'
import { enqueue } from '../jobs'
import { recordAudit } from '../merchants/audit'
import type { IssuingDeps } from './deps'
import { invoiceEntity, issueRequestEntity } from './entity'
import { completeApplication } from './record-invoice'

/** A person looked at the difference and lets the parked invoices of an application stand as they were issued. */
export async function acceptParked(
  deps: IssuingDeps,
  application: ApplicationRow,
  decision: { version: number; actor: string },
): Promise<void> {
  const { ground } = deps
  const { id, merchantId } = application
  await ground.db.transaction(async (tx) => {
    const now = ground.clock.now()
    const claim = await tx.manager.update(
      applicationEntity,
      { id, merchantId, version: decision.version, status: 'waiting' },
      { version: decision.version + 1, updatedAt: now },
    )
    if (claim.affected !== 1) throw new AppError('resource.conflict')
    const parked = await tx.manager.findBy(invoiceEntity, { applicationId: id, status: 'parked' })
    if (parked.length === 0) throw new AppError('resource.conflict')
    for (const invoice of parked) {
      const where = { id: invoice.issueRequestId }
      if (
        !(await transition(tx, issueRequestEntity, issueRequestMachine, 'unpark', where, { updatedAt: now }))
      ) {
        throw new AppError('resource.conflict')
      }
      await tx.manager.update(invoiceEntity, { id: invoice.id, status: 'parked' }, { status: 'issued' })
      await deps.onEvent?.(tx, 'invoice.issued', application, { ...invoice, status: 'issued' })
      await enqueue(ground, tx, 'documents.fetch', { invoiceId: invoice.id }, { subject: invoice.id })
    }
    await completeApplication(deps, tx, id)
    const numbers = parked.map((invoice) => invoice.number).join(', ')
    const entry = { merchantId, targetType: 'application', targetId: id, actor: decision.actor }
    await recordAudit(ground, tx, { ...entry, action: 'accept-parked', detail: numbers })
    tx.onCommit(() => ground.signals.send(applicationTopic(id)))
  })
}
