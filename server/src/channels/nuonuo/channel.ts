import type { IssueOutcome, QueryOutcome, TaxChannel } from '../../issuing/tax-channel'
import { type NuonuoConfig, nuonuoSettings } from './config'
import { fetchOriginal } from './files'
import { createGateway } from './gateway'
import { DUPLICATE_SERIAL, issueInvoice } from './issue'
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

  /**
   * The order is there already. If it failed there for a passing cause, sending it again can only mean "try again",
   * which NuoNuo takes as reInvoice; in any other state a query by the caller has to tell its fate.
   */
  async function goOnWithDuplicate(serial: string): Promise<IssueOutcome> {
    const found = await queryInvoice(gateway, serial, settings.taxNum)
    return found.outcome === 'waiting'
      ? reissueInvoice(gateway, serial)
      : { outcome: 'unknown', cause: DUPLICATE_SERIAL }
  }

  return {
    name: 'nuonuo',
    limits: NUONUO_LIMITS,
    async issue(order) {
      const outcome = await issueInvoice(gateway, settings, order)
      return outcome.outcome === 'unknown' && outcome.cause === DUPLICATE_SERIAL
        ? goOnWithDuplicate(order.serial)
        : outcome
    },
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
