import { In } from 'typeorm'
import type { Ground } from '../../ground'
import { enqueue, hasten } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { DRIVE_JOB, stepCard } from './card-state'
import { walletCardEntity } from './entity'

/**
 * Event `user_authorize_invoice`: nothing in it is believed but that it is time to ask. A card that had lapsed is
 * offered again first.
 */
export async function onAuthoriseInvoice(
  ground: Ground,
  merchantId: string,
  event: Record<string, string>,
): Promise<void> {
  const orderKey = event.SuccOrderId || event.FailOrderId
  if (!orderKey) return
  const card = await ground.db.manager.findOneBy(walletCardEntity, { orderKey, merchantId })
  if (!card) return
  const living = { subject: card.id, kind: DRIVE_JOB, status: In([0, 1]) }
  const hasJob = await ground.db.manager.existsBy(jobEntity, living)
  if (hasJob) return hasten(ground, DRIVE_JOB, card.id)
  await ground.db.transaction(async (tx) => {
    if (card.status === 'declined' && event.SuccOrderId) await stepCard(ground, tx, card, 'reoffer')
    await enqueue(ground, tx, DRIVE_JOB, { cardId: card.id }, { subject: card.id })
  })
}
