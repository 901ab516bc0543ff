import type { sheetChange, sheetInput } from '@piaoma/shared/contract'
import { In, IsNull } from 'typeorm'
import type { z } from 'zod'
import { receivedInvoiceEntity } from '../../capture/entity'
import { insertRow, type Tx } from '../../db'
import type { Ground } from '../../ground'
import { AppError, type Person } from '../../http'
import { actingAs } from '../../merchants/acting'
import { recordAudit } from '../../merchants/audit'
import { type SheetRow, sheetEntity } from './entity'

/** Begins a sheet of the caller's own, with invoices of his on it. Refuses as `putOn`; nothing is made then. The answer is the effect. */
export function createSheet(
  ground: Ground,
  person: Person,
  { title, invoiceIds }: z.output<typeof sheetInput>,
): (tx: Tx) => Promise<{ id: string }> {
  const now = ground.clock.now()
  const row: SheetRow = {
    id: ground.ids.ulid(),
    merchantId: person.merchantId,
    personId: person.userId,
    title,
    status: 'draft',
    version: 1,
    reason: null,
    decidedBy: null,
    createdAt: now,
    updatedAt: now,
    submittedAt: null,
    decidedAt: null,
    paidAt: null,
  }
  return async (tx) => {
    await insertRow(tx.manager, sheetEntity, row)
    await putOn(tx, row, invoiceIds)
    await auditSheet(ground, tx, person, row, 'sheet.create')
    return { id: row.id }
  }
}

/**
 * Renames a sheet, puts invoices on and takes them off, while it is a draft or was returned and by whoever wrote it.
 * Refuses `resource.conflict` when it has changed meanwhile.
 */
export function changeSheet(
  ground: Ground,
  person: Person,
  sheet: SheetRow,
  { version, title, add, remove }: z.output<typeof sheetChange>,
): Promise<void> {
  if (sheet.personId !== person.userId) throw new AppError('resource.conflict')
  const { id, merchantId } = sheet
  return ground.db.transaction(async (tx) => {
    const where = { id, merchantId, version, status: In(['draft', 'returned']) }
    const set = {
      version: version + 1,
      updatedAt: ground.clock.now(),
      ...(title === undefined ? {} : { title }),
    }
    const { affected } = await tx.manager.update(sheetEntity, where, set)
    if (affected !== 1) throw new AppError('resource.conflict')
    if (remove.length > 0) await takeOff(tx, sheet, remove)
    await putOn(tx, sheet, add)
    await auditSheet(ground, tx, person, sheet, 'sheet.change')
  })
}

/**
 * Puts invoices on a sheet: each by one conditional UPDATE, so that of two sheets that want it one gets it. Refuses
 * `resource.not_found`, `sheet.invoice_foreign` (of somebody else), `sheet.invoice_blocked`, `sheet.invoice_taken`.
 */
async function putOn(tx: Tx, sheet: SheetRow, ids: readonly string[]): Promise<void> {
  const { id: sheetId, merchantId, personId } = sheet
  // In one order for everybody: two sheets that want the same invoices wait instead of deadlocking.
  for (const id of [...new Set(ids)].sort()) {
    const free = { id, merchantId, personId, isBlocked: false, sheetId: IsNull() }
    const { affected } = await tx.manager.update(receivedInvoiceEntity, free, { sheetId })
    if (affected === 1) continue
    const row = await tx.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
    if (row?.sheetId === sheetId) continue
    if (!row) throw new AppError('resource.not_found')
    if (row.personId !== personId) throw new AppError('sheet.invoice_foreign')
    throw new AppError(row.sheetId === null ? 'sheet.invoice_blocked' : 'sheet.invoice_taken')
  }
}

/** Sets invoices of a sheet free; without `ids` all of them. */
export async function takeOff(
  tx: Tx,
  { id: sheetId, merchantId }: Pick<SheetRow, 'id' | 'merchantId'>,
  ids?: readonly string[],
): Promise<void> {
  const where = { merchantId, sheetId, ...(ids ? { id: In([...ids]) } : {}) }
  await tx.manager.update(receivedInvoiceEntity, where, { sheetId: null })
}

/** Who did what with a sheet. */
export function auditSheet(
  ground: Ground,
  tx: Tx,
  person: Person,
  { id }: SheetRow,
  action: string,
  detail?: string,
): Promise<void> {
  const entry = { targetType: 'sheet', targetId: id, action, ...(detail === undefined ? {} : { detail }) }
  return recordAudit(ground, tx, { ...actingAs(person), ...entry })
}
