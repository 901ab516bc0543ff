import type { Ground } from '../../ground'
import { hasten } from '../../jobs'
import type { PayAccess } from '../../payments/pay-access'
import { walletCardEntity } from './entity'

/** WeChat Pay says that something became of a card: its job asks now instead of at its next turn. */
export async function onFapiaoEvent(ground: Ground, { account }: PayAccess, applyId: string): Promise<void> {
  const { merchantId } = account
  const card = await ground.db.manager.findOneBy(walletCardEntity, { orderKey: applyId, merchantId })
  if (card) await hasten(ground, 'wallet.drive', card.id)
}
