import type { Ground } from '../ground'
import { type TaxpayerRow, taxpayerEntity } from '../merchants/entity'
import { loadMerchant } from '../merchants/load'
import type { OperatorState, Quota, TaxChannel } from './tax-channel'

export interface QuotaState {
  quota: (Quota & { at: number }) | null
  operator: OperatorState['state'] | 'unknown'
}

/** Quota and operator state of a merchant's first seller, as last heard. */
export interface QuotaWatch {
  read(merchantId: string): Promise<QuotaState>
  /** Asks about every seller of the merchant whom nobody asked about within the last minute. */
  look(merchantId: string): Promise<void>
}

// NuoNuo answers quota queries at most once in 30 s and 20 times a day from the bureau; its cache is free.
const FRESH_MS = 60_000

const DAY_MS = 86_400_000

/** Whether so much is used that the merchant wants to be warned. */
export function isQuotaLow(quota: Pick<Quota, 'totalFen' | 'usedFen'>, warnPercent: number): boolean {
  return warnPercent > 0 && quota.totalFen > 0 && quota.usedFen * 100 >= quota.totalFen * warnPercent
}

/** Told when a seller's quota runs low; at most once a day and process. */
export type OnLowQuota = (merchantId: string, availableFen: number) => Promise<void>

/** Reads at most once a minute and seller; a console that polls is answered from memory and never waits for the channel. */
export function createQuotaWatch(
  ground: Ground,
  channelFor: (seller: TaxpayerRow) => TaxChannel,
  onLow: OnLowQuota = async () => {},
): QuotaWatch {
  const told = new Map<string, number>()
  const known = new Map<string, QuotaState & { readAt: number }>()

  async function refresh(seller: TaxpayerRow): Promise<void> {
    const channel = channelFor(seller)
    const [quota, operator] = await Promise.all([channel.quota(), channel.operatorState()])
    const readAt = ground.clock.now()
    const before = known.get(seller.id)
    known.set(seller.id, {
      readAt,
      quota: 'totalFen' in quota ? { ...quota, at: readAt } : (before?.quota ?? null),
      operator: 'state' in operator ? operator.state : 'unknown',
    })
    if ('totalFen' in quota) await tellLow(seller, quota)
  }

  async function tellLow({ id, merchantId }: TaxpayerRow, quota: Quota): Promise<void> {
    const { quotaWarnPercent } = await loadMerchant(ground.db.manager, merchantId)
    const now = ground.clock.now()
    if (!isQuotaLow(quota, quotaWarnPercent) || now - (told.get(id) ?? 0) < DAY_MS) return
    told.set(id, now)
    await onLow(merchantId, quota.availableFen)
  }

  const isFresh = (state: { readAt: number } | undefined) =>
    state !== undefined && ground.clock.now() - state.readAt <= FRESH_MS

  return {
    async look(merchantId) {
      for (const seller of await ground.db.manager.findBy(taxpayerEntity, { merchantId })) {
        if (!isFresh(known.get(seller.id))) await refresh(seller)
      }
    },
    async read(merchantId) {
      const seller = await ground.db.manager.findOne(taxpayerEntity, {
        where: { merchantId },
        order: { id: 'ASC' },
      })
      if (!seller) return { quota: null, operator: 'unknown' }
      const state = known.get(seller.id)
      if (!isFresh(state)) {
        known.set(seller.id, { quota: null, operator: 'unknown', ...state, readAt: ground.clock.now() })
        void refresh(seller).catch((error: unknown) =>
          ground.log.warn({ event: 'quota.unreadable', err: error }),
        )
      }
      return state ?? { quota: null, operator: 'unknown' }
    },
  }
}
