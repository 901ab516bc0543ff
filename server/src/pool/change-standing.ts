import { deductibleTax } from '@piaoma/shared/received-rules'
import { type BookingAction, bookingMachine, type UseAction, useMachine } from '@piaoma/shared/states'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import type { Acting } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { deductionSubject, isWorthless } from './view-standing'

interface Change<Action> {
  version: number
  action: Action
}

/**
 * 勾选: selects what the tax of an invoice is used for. Refuses `received.not_valid` for one that was voided or
 * reversed (taking a selection back is allowed), `received.not_deductible`, and `resource.conflict` when it has changed
 * meanwhile or the state does not allow it.
 */
export async function changeUse(
  ground: Ground,
  acting: Acting,
  row: ReceivedInvoiceRow,
  { version, action }: Change<UseAction>,
): Promise<void> {
  if (action !== 'clear' && isWorthless(row)) throw new AppError('received.not_valid')
  if (action === 'deduct' && deductibleTax(deductionSubject(row)).deductibleFen === 0) {
    throw new AppError('received.not_deductible')
  }
  return ground.db.transaction(async (tx) => {
    const set = { version: version + 1, updatedAt: ground.clock.now() }
    const where = { id: row.id, merchantId: row.merchantId, version }
    const isMine = await transition(tx, receivedInvoiceEntity, useMachine, action, where, set, 'useStatus')
    if (!isMine) throw new AppError('resource.conflict')
    await audit(ground, tx, acting, row, `received.use.${action}`)
  })
}

/**
 * 入账 or its taking back. `onBooked` runs in the same transaction. Refuses `received.not_valid` when the invoice to be
 * booked was voided or reversed, and `resource.conflict` as above.
 */
export async function changeBooking(
  ground: Ground,
  acting: Acting,
  row: ReceivedInvoiceRow,
  { version, action }: Change<BookingAction>,
  onBooked: (tx: Tx, acting: Acting, row: ReceivedInvoiceRow, action: BookingAction) => Promise<void>,
): Promise<void> {
  if (action === 'book' && isWorthless(row)) throw new AppError('received.not_valid')
  return ground.db.transaction(async (tx) => {
    const set = { version: version + 1, updatedAt: ground.clock.now() }
    const where = { id: row.id, merchantId: row.merchantId, version }
    const isMine = await transition(
      tx,
      receivedInvoiceEntity,
      bookingMachine,
      action,
      where,
      set,
      'bookingStatus',
    )
    if (!isMine) throw new AppError('resource.conflict')
    await audit(ground, tx, acting, row, `received.${action}`)
    const now = await tx.manager.findOneByOrFail(receivedInvoiceEntity, {
      id: row.id,
      merchantId: row.merchantId,
    })
    await onBooked(tx, acting, now, action)
  })
}

function audit(
  ground: Ground,
  tx: Tx,
  acting: Acting,
  row: ReceivedInvoiceRow,
  action: string,
): Promise<void> {
  return recordAudit(ground, tx, { ...acting, targetType: 'received_invoice', targetId: row.id, action })
}
