import type { Ground } from '../ground'
import { sha256 } from '../ids'
import type { TaxChannel } from '../issuing/tax-channel'
import type { TaxpayerRow } from '../merchants/entity'
import { createNuonuoChannel } from './nuonuo'
import { databaseTokenStore } from './token-store'

/** The tax channel of a seller; made anew when its credentials change. The one place that knows every channel. */
export function createChannels(ground: Ground): (seller: TaxpayerRow) => TaxChannel {
  const tokenStore = databaseTokenStore(ground)
  const known = new Map<string, { credentials: string; channel: TaxChannel }>()
  return (seller) => {
    const { gatewayUrl, tokenUrl, appKey, appSecret, taxpayerId } = seller
    const credentials = sha256([gatewayUrl, tokenUrl, appKey, appSecret, taxpayerId].join('\n'))
    const existing = known.get(seller.id)
    if (existing?.credentials === credentials) return existing.channel
    const channel = createNuonuoChannel({
      gatewayUrl,
      tokenUrl,
      appKey,
      appSecret: ground.secrets.open(appSecret),
      taxNum: taxpayerId,
      timeoutMs: ground.config.CHANNEL_TIMEOUT_MS,
      tokenStore,
    })
    known.set(seller.id, { credentials, channel })
    return channel
  }
}
