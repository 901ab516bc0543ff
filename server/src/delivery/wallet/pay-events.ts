import { codeUseEntity } from '../../codes/entity'
import type { Ground } from '../../ground'
import { hasten } from '../../jobs'
import { paymentEntity } from '../../payments/entity'
import type { PayAccess } from '../../payments/pay-access'
import { DRIVE_JOB } from './card-state'
import { walletCardEntity } from './entity'

/** WeChat Pay says that something became of cards: their jobs ask now instead of at their next turn. */
export async function onFapiaoEvent(ground: Ground, { account }: PayAccess, applyId: string): Promise<void> {
  const { manager } = ground.db
  const { merchantId } = account
  const cards = await manager.findBy(walletCardEntity, { orderKey: applyId, merchantId })
  // An invoice over a payment goes by the transaction.
  const payment = await manager.findOneBy(paymentEntity, { transactionId: applyId, merchantId })
  const uses = payment?.codeId
    ? await manager.findBy(codeUseEntity, { codeId: payment.codeId, merchantId })
    : []
  for (const { applicationId } of uses) {
    cards.push(...(await manager.findBy(walletCardEntity, { applicationId, merchantId, route: 'pay' })))
  }
  for (const { id } of cards) await hasten(ground, DRIVE_JOB, id)
}
