import { type WalletCardAction, walletCardMachine } from '@piaoma/shared/states'
import { applicationTopic } from '../../applications/topics'
import { type Tx, transition } from '../../db'
import type { Ground } from '../../ground'
import { type WalletCardRow, walletCardEntity } from './entity'

/** Kinds of the jobs that carry cards on their way. */
export const DRIVE_JOB = 'wallet.drive'
export const CANCEL_JOB = 'wallet.cancel'

type Change = Partial<
  Pick<
    WalletCardRow,
    | 'appId'
    | 'openid'
    | 'platformId'
    | 'mediaId'
    | 'cardId'
    | 'cardCode'
    | 'insertSentAt'
    | 'attempts'
    | 'problem'
  >
>

/** One step of a card in the open transaction; false when somebody else was first. */
export function stepCard(
  ground: Pick<Ground, 'clock' | 'signals'>,
  tx: Tx,
  card: WalletCardRow,
  action: WalletCardAction,
  change: Change = {},
): Promise<boolean> {
  tx.onCommit(() => ground.signals.send(applicationTopic(card.applicationId)))
  const where = { id: card.id, merchantId: card.merchantId }
  const set = { ...change, updatedAt: ground.clock.now() }
  return transition(tx, walletCardEntity, walletCardMachine, action, where, set)
}

/** `stepCard` in a transaction of its own. */
export const moveCard = (
  ground: Ground,
  card: WalletCardRow,
  action: WalletCardAction,
  change: Change = {},
): Promise<boolean> => ground.db.transaction((tx) => stepCard(ground, tx, card, action, change))
