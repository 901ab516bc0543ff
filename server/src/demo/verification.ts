import type { Ground } from '../ground'
import { taxpayerEntity } from '../merchants/entity'
import { saveAccount } from '../verification/account'

/** Lets every merchant of the demo verify at the simulated bureau, wherever it listens this time. */
export async function connectVerification(ground: Ground, bureauUrl: string): Promise<void> {
  const sellers = await ground.db.manager.find(taxpayerEntity, { order: { id: 'DESC' } })
  // The first seller of each merchant comes last and stays.
  const firstOf = new Map(sellers.map((seller) => [seller.merchantId, seller]))
  for (const { merchantId, appKey, appSecret } of firstOf.values()) {
    await saveAccount(
      ground,
      { merchantId, actor: 'system' },
      { provider: 'bureau', url: bureauUrl, appKey, appSecret: ground.secrets.open(appSecret) },
    )
  }
}
