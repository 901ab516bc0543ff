import type { SheetStatus } from '@piaoma/shared/states'
import { type EntityManager, In } from 'typeorm'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../../capture/entity'
import type { Tx } from '../../db'
import type { Ground } from '../../ground'
import { AppError, type Person } from '../../http'
import { receivedScope } from '../../merchants/policy'
import { type SheetRow, sheetEntity } from './entity'

/** A sheet that somebody may see: his own, or any for finance and owner; else `resource.not_found`. */
export async function loadSheet(ground: Pick<Ground, 'db'>, person: Person, id: string): Promise<SheetRow> {
  const { merchantId } = person
  const row = await ground.db.manager.findOneBy(sheetEntity, { id, merchantId })
  const scope = receivedScope(person)
  if (!row || (scope !== null && row.personId !== scope)) throw new AppError('resource.not_found')
  return row
}

/** The invoices on a sheet, in the order they came in. */
export function invoicesOf(
  manager: EntityManager,
  { id, merchantId }: Pick<SheetRow, 'id' | 'merchantId'>,
): Promise<ReceivedInvoiceRow[]> {
  return manager.find(receivedInvoiceEntity, { where: { merchantId, sheetId: id }, order: { id: 'ASC' } })
}

type OnSheet = Pick<ReceivedInvoiceRow, 'merchantId' | 'sheetId'>
/** Whoever wrote the sheet may still change it; what was handed in, others decide on as it is. */
const OPEN: readonly SheetStatus[] = ['draft', 'returned']

/** Whether an invoice is on no sheet, or on one that may still be changed. */
export async function isOnOpenSheet(
  manager: EntityManager,
  { merchantId, sheetId }: OnSheet,
): Promise<boolean> {
  if (sheetId === null) return true
  return manager.existsBy(sheetEntity, { id: sheetId, merchantId, status: In([...OPEN]) })
}

/** Keeps the sheet of an invoice from being handed in until the transaction ends; `resource.conflict` when it was. */
export async function holdOpenSheet(
  { clock }: Pick<Ground, 'clock'>,
  tx: Pick<Tx, 'manager'>,
  { merchantId, sheetId }: OnSheet,
): Promise<void> {
  if (sheetId === null) return
  const where = { id: sheetId, merchantId, status: In([...OPEN]) }
  const { affected } = await tx.manager.update(sheetEntity, where, { updatedAt: clock.now() })
  if (affected !== 1) throw new AppError('resource.conflict')
}
