import type { QueryOutcome, TaxChannel } from '../../issuing/tax-channel'
import { type NuonuoConfig, nuonuoSettings } from './config'
import { fetchOriginal } from './files'
import { createGateway } from './gateway'
import { issueInvoice } from './issue'
import { NUONUO_LIMITS } from './limits'
import { readOperatorState } from './operator'
import { queryInvoice } from './query'
import { createQuotaReader } from './quota'
import { reissueInvoice } from './reissue'

/** An unsealed invoice may be retried 20 times a day: once in 75 minutes stays within it. */
const SEAL_PAUSE_MS = 75 * 60 * 1000
const MAX_REMEMBERED_SEALS = 1000

/**
 * 诺税通 on the NuoNuo open platform as a tax channel of one taxpayer.
 * Throws only for mistakes of the caller (bad configuration, over-long serial, another taxpayer's order).
 */
export function createNuonuoChannel(config: NuonuoConfig): TaxChannel {
  const settings = nuonuoSettings(config)
  const gateway = createGateway(settings)
  const sealedAt = new Map<string, number>()

  /** Issued at the bureau, file not sealed: asks NuoNuo to seal again now and then, and reports it as under way. */
  async function sealAgain(channelSerial: string): Promise<QueryOutcome> {
    const last = sealedAt.get(channelSerial) ?? Number.NEGATIVE_INFINITY
    if (settings.now() - last >= SEAL_PAUSE_MS) {
      const [oldest] = sealedAt.keys()
      if (sealedAt.size >= MAX_REMEMBERED_SEALS && oldest !== undefined) sealedAt.delete(oldest)
      sealedAt.set(channelSerial, settings.now())
      await reissueInvoice(gateway, channelSerial)
    }
    return { outcome: 'processing' }
  }

  return {
    name: 'nuonuo',
    limits: NUONUO_LIMITS,
    issue: (order) => issueInvoice(gateway, settings, order),
    async query(serial) {
      const found = await queryInvoice(gateway, serial, settings.taxNum)
      return found.outcome === 'unsealed' ? sealAgain(found.channelSerial || serial) : found
    },
    reissue: (channelSerial) => reissueInvoice(gateway, channelSerial),
    quota: createQuotaReader(gateway, settings),
    operatorState: () => readOperatorState(gateway, settings),
    fetchFile: (url) => fetchOriginal(settings, url),
  }
}
