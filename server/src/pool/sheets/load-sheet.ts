import type { EntityManager } from 'typeorm'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../../capture/entity'
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
