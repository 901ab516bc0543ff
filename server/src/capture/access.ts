import type { EntityManager } from 'typeorm'
import type { Ground } from '../ground'
import { AppError, type Person } from '../http'
import { receivedScope } from '../merchants/policy'
import {
  type CaptureRow,
  captureEntity,
  type ReceivedFileRow,
  type ReceivedInvoiceRow,
  receivedFileEntity,
  receivedInvoiceEntity,
} from './entity'

/**
 * A capture that somebody may see: his own, any for finance and owner, and what was brought of an invoice that is his.
 * Everything else is `resource.not_found`.
 */
export async function loadCapture(ground: Ground, person: Person, id: string): Promise<CaptureRow> {
  const { manager } = ground.db
  const { merchantId } = person
  const row = await manager.findOneBy(captureEntity, { id, merchantId })
  const scope = receivedScope(person)
  if (row && (scope === null || row.personId === scope)) return row
  const invoice =
    row?.receivedInvoiceId &&
    (await manager.findOneBy(receivedInvoiceEntity, { id: row.receivedInvoiceId, merchantId }))
  if (!row || !invoice || invoice.personId !== scope) throw new AppError('resource.not_found')
  return row
}

/** The file of a capture. */
export function fileOf(manager: EntityManager, capture: CaptureRow): Promise<ReceivedFileRow> {
  const { fileId, merchantId } = capture
  return manager.findOneByOrFail(receivedFileEntity, { id: fileId, merchantId })
}

/** An invoice of the pool that somebody may see: his own, or any for finance and owner; else `resource.not_found`. */
export async function loadReceived(
  ground: Pick<Ground, 'db'>,
  person: Person,
  id: string,
): Promise<ReceivedInvoiceRow> {
  const { merchantId } = person
  const row = await ground.db.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
  const scope = receivedScope(person)
  if (!row || row.mergedIntoId !== null || (scope !== null && row.personId !== scope)) {
    throw new AppError('resource.not_found')
  }
  return row
}
