import { type OrderCodeAction, orderCodeMachine } from '@piaoma/shared/states'
import { transition } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { recordAudit } from '../merchants/audit'
import { merchantEntity } from '../merchants/entity'
import { codeEntity, type OrderCodeRow } from './entity'

/** What a merchant or a till may do to an order code. */
export type PersonAction = Extract<OrderCodeAction, 'activate' | 'deactivate' | 'markPaid' | 'void' | 'renew'>

/**
 * Activates, deactivates, marks paid, voids or renews. Renewing sets a new end of validity (default: the merchant's
 * usual validity from now). Refuses with `resource.conflict` when an application was faster.
 */
export async function changeOrderCode(
  ground: Ground,
  code: OrderCodeRow,
  change: { action: PersonAction; validUntil?: number | undefined; actor: string },
): Promise<void> {
  const now = ground.clock.now()
  const validUntil = change.validUntil
  if (change.action === 'renew' && validUntil !== undefined && validUntil <= now) {
    throw new AppError('request.invalid', { fields: [{ path: 'validUntil', code: 'time.past' }] })
  }
  await ground.db.transaction(async (tx) => {
    const merchant = await tx.manager.findOneByOrFail(merchantEntity, { id: code.merchantId })
    const renewed = validUntil ?? now + merchant.validityDays * 86_400_000
    const isDone = await transition(
      tx,
      codeEntity,
      orderCodeMachine,
      change.action,
      { id: code.id, merchantId: code.merchantId, kind: 'order' },
      { updatedAt: now, ...(change.action === 'renew' ? { validUntil: renewed } : {}) },
    )
    if (!isDone) throw new AppError('resource.conflict')
    await recordAudit(ground, tx, {
      merchantId: code.merchantId,
      targetType: 'code',
      targetId: code.id,
      actor: change.actor,
      action: change.action,
    })
  })
}
