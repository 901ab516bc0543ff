import { applicationEntity } from '../../applications/entity'
import type { Tx } from '../../db'
import { raiseAlarm } from '../../merchants/audit'
import { planSms } from '../plan-delivery'
import { stepCard } from './card-state'
import { chooseRoute, readyRoutesOf } from './choose-route'
import type { WalletDeps } from './deps'
import { type WalletCardRow, walletCardEntity } from './entity'
import { writeCard } from './new-card'

export const FAILED_ALARM = 'wallet_failed'

/**
 * A route ended in a definite no: nothing is in the wallet and nothing will be by what was sent. In one transaction
 * the card fails and the next route's card takes its place; what that route must ask of the guest, his page asks. With
 * no route left, download and mail are the way. Never called while the outcome is unknown.
 */
export async function failCard(
  { ground }: WalletDeps,
  card: WalletCardRow,
  invoice: { number: string },
  cause: string,
): Promise<void> {
  const { id, merchantId, invoiceId, applicationId } = card
  // Before the state: a crash in between repeats the alarm instead of losing it.
  await raiseAlarm(ground, {
    merchantId,
    kind: FAILED_ALARM,
    text: `${invoice.number} (${card.route}): ${cause}`.slice(0, 500),
    targetType: 'wallet_card',
    targetId: id,
  })
  const ready = await readyRoutesOf(ground, merchantId)
  await ground.db.transaction(async (tx) => {
    // Lost to a twin: it has done all this.
    if (!(await stepCard(ground, tx, card, 'fail', { problem: cause.slice(0, 300) }))) return
    const cards = await tx.manager.findBy(walletCardEntity, { invoiceId, merchantId })
    const next = chooseRoute(ready, cards)
    if (next === 'none') return tellBySms(ground, tx, card)
    if (next === 'settled') return
    await writeCard(ground, tx, { id: invoiceId, merchantId, applicationId }, { route: next, delayMs: 0 })
  })
}

/** Who counted on the wallet and left a number learns where his invoice is. */
async function tellBySms(ground: WalletDeps['ground'], tx: Tx, card: WalletCardRow): Promise<void> {
  const { applicationId: id, merchantId } = card
  const application = await tx.manager.findOneBy(applicationEntity, { id, merchantId })
  if (application) await planSms(ground, tx, application)
}
