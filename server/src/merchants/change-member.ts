import type { memberChange } from '@piaoma/shared/contract'
import { Not } from 'typeorm'
import type { z } from 'zod'
import type { Tx } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { type Acting, changedFields } from './acting'
import { loadMember, type Member, ownStores } from './add-member'
import { recordAudit } from './audit'
import { membershipEntity, merchantEntity, sessionEntity, userEntity } from './entity'
import { forMerchant } from './scoped'

/**
 * Changes a member's name, role, stores, or whether he may come in at all; it counts from his next click on.
 * Refuses `resource.not_found`, and `resource.conflict` for what would leave no active owner and for a new name of a
 * person who belongs to other merchants too.
 */
export function changeMember(
  ground: Ground,
  acting: Acting,
  id: string,
  change: z.output<typeof memberChange>,
): Promise<Member> {
  const { merchantId } = acting
  return ground.db.transaction(async (tx) => {
    await lockMerchant(tx, merchantId)
    const { membership, user } = await loadMember(tx, merchantId, id)
    const role = change.role ?? membership.role
    const isActive = change.isActive ?? membership.isActive
    const isOwner = membership.role === 'owner' && membership.isActive
    if (isOwner && (role !== 'owner' || !isActive)) await requireAnotherOwner(tx, merchantId, id)
    if (change.name !== undefined && change.name !== user.name)
      await rename(tx, user.id, merchantId, change.name)
    const storeIds =
      change.storeIds === undefined ? membership.storeIds : await ownStores(tx, merchantId, change.storeIds)
    await forMerchant(tx.manager, membershipEntity, merchantId).update({ id }, { role, isActive, storeIds })
    // Whoever was shut out finds no open session when he is let in again.
    if (!isActive) await tx.manager.delete(sessionEntity, { userId: user.id, merchantId })
    await recordAudit(ground, tx, {
      ...acting,
      targetType: 'member',
      targetId: id,
      action: 'member.change',
      detail: changedFields(change),
    })
    return loadMember(tx, merchantId, id)
  })
}

/** Two owners who demote each other must see each other: changes of one merchant's members wait in line. */
async function lockMerchant(tx: Tx, merchantId: string): Promise<void> {
  await tx.manager
    .createQueryBuilder()
    .update(merchantEntity)
    .set({ createdAt: () => 'createdAt' })
    .where('id = :merchantId', { merchantId })
    .execute()
}

async function requireAnotherOwner(tx: Tx, merchantId: string, id: string): Promise<void> {
  const members = forMerchant(tx.manager, membershipEntity, merchantId)
  const others = await members.count({ id: Not(id), role: 'owner', isActive: true })
  if (others === 0) throw new AppError('resource.conflict', { logText: 'the last owner stays' })
}

async function rename(tx: Tx, userId: string, merchantId: string, name: string): Promise<void> {
  const isShared = await tx.manager.existsBy(membershipEntity, { userId, merchantId: Not(merchantId) })
  if (isShared) throw new AppError('resource.conflict', { logText: 'the person belongs to other merchants' })
  await tx.manager.update(userEntity, { id: userId }, { name })
}
