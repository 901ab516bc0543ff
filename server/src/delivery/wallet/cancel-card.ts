import type { Tx } from '../../db'
import type { Ground } from '../../ground'
import { enqueue, type Job, type JobResult } from '../../jobs'
import { raiseAlarm } from '../../merchants/audit'
import { CANCEL_JOB, moveCard } from './card-state'
import type { WalletDeps } from './deps'
import { walletCardEntity } from './entity'
import { retryPace } from './pace'

export const CANCEL_ALARM = 'wallet_cancel_failed'

/**
 * After a reversal: every card of the invoice is to become void, so that nobody claims a dead invoice. Written in the
 * transaction of the reversal; a job does it. A re-issued invoice is another invoice and asks the guest anew.
 */
export async function cancelWalletCards(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals'>,
  tx: Tx,
  invoice: { id: string; merchantId: string },
): Promise<void> {
  const cards = await tx.manager.findBy(walletCardEntity, {
    invoiceId: invoice.id,
    merchantId: invoice.merchantId,
  })
  for (const { id } of cards) await enqueue(ground, tx, CANCEL_JOB, { cardId: id }, { subject: id })
}

/** Job `wallet.cancel`: `updatestatus` for a card that is in; what is still on its way is waited for first. */
export async function cancelCard(deps: WalletDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const card = await ground.db.manager.findOneBy(walletCardEntity, { id: job.payload.cardId ?? '' })
  const route = deps.routes.find(({ name }) => name === card?.route)
  if (!card || !route) return
  switch (card.status) {
    case 'offered':
    case 'authorised':
    case 'uploading':
      await moveCard(ground, card, 'cancel')
      return
    case 'inserting':
    case 'unknown':
      return { retryInMs: retryPace(5) }
    case 'inserted':
      break
    default:
      return
  }
  const answer = await route.cancel(card)
  if (answer.outcome === 'cancelled') {
    await moveCard(ground, card, 'cancel')
    return
  }
  if (answer.outcome !== 'refused') return { retryInMs: retryPace(job.attempts) }
  await raiseAlarm(ground, {
    merchantId: card.merchantId,
    kind: CANCEL_ALARM,
    text: `${card.orderKey}: ${answer.cause}`,
    targetType: 'wallet_card',
    targetId: card.id,
  })
}
