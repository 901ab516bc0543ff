import { mergeReadings, type Reading } from '@piaoma/shared/received'
import {
  captureEntity,
  type ReceivedInvoiceRow,
  receivedCorrectionEntity,
  receivedInvoiceEntity,
} from '../capture/entity'
import { replaceReading } from '../capture/pool-row'
import { insertRow } from '../db'
import type { Ground } from '../ground'
import { AppError, type Person } from '../http'
import { holdOpenSheet } from './sheets/load-sheet'

/**
 * Two rows turned out to be one invoice (the number of one was misread): `into` gets the other's attempts, originals
 * and history; the other is no longer listed. Refuses with `received.not_same` when both numbers come from the
 * documents themselves and differ, and with `resource.conflict` when either has changed, is booked, or is claimed (of the
 * one that stays: on a sheet that was handed in).
 */
export async function mergeReceived(
  ground: Ground,
  person: Person,
  { row, version, into }: { row: ReceivedInvoiceRow; version: number; into: ReceivedInvoiceRow },
): Promise<void> {
  const { id, merchantId } = row
  const isFree = row.useStatus === 'unselected' && row.bookingStatus === 'unbooked' && row.sheetId === null
  if (row.version !== version || row.id === into.id || !isFree || into.bookingStatus === 'booked') {
    throw new AppError('resource.conflict')
  }
  if (!isMisread(row.reading)) throw new AppError('received.not_same')
  const now = ground.clock.now()
  await ground.db.transaction(async (tx) => {
    await holdOpenSheet(ground, tx, into)
    const leaving = { identityKey: null, mergedIntoId: into.id, version: version + 1, updatedAt: now }
    const left = await tx.manager.update(receivedInvoiceEntity, { id, merchantId, version }, leaving)
    const merged = mergeReadings(into.reading, withoutIdentity(row.reading), now)
    if (left.affected !== 1 || !(await replaceReading(ground, tx, into, merged))) {
      throw new AppError('resource.conflict')
    }
    const from = { merchantId, receivedInvoiceId: id }
    await tx.manager.update(captureEntity, from, { receivedInvoiceId: into.id, isDuplicate: true })
    await tx.manager.update(receivedCorrectionEntity, from, { receivedInvoiceId: into.id })
    await insertRow(tx.manager, receivedCorrectionEntity, {
      id: ground.ids.ulid(),
      merchantId,
      receivedInvoiceId: into.id,
      field: 'number',
      oldValue: row.number,
      newValue: into.number,
      personId: person.userId,
      at: now,
    })
  })
}

/** Whether a number may be wrong: only a camera or a person saw it, or nobody did. */
const isMisread = ({ fields }: Reading): boolean =>
  !fields.number || fields.number.source === 'ocr' || fields.number.source === 'person'

/** What a misread row says, without the number that was misread. */
function withoutIdentity(reading: Reading): Reading {
  const { number: _, code: __, ...fields } = reading.fields
  return { ...reading, fields }
}
