import { parseYuan } from '@piaoma/shared/money'
import type { Quota } from '../../issuing/tax-channel'
import { creditLineResult } from './answers'
import type { NuonuoSettings } from './config'
import type { Gateway } from './gateway'

const GET_CREDIT_LINE = 'nuonuo.OpeMplatform.getCreditLine'
const READ = '1'
const REFRESH = '0'
/** The bureau may be asked once in 30 s and 20 times a day; a little over an hour keeps within both. */
const REFRESH_PAUSE_MS = 75 * 60 * 1000

type QuotaOutcome = Quota | { outcome: 'unknown'; cause: string }

/** getCreditLine: what NuoNuo last heard from the bureau; where it holds nothing, the bureau is asked for later. */
export function createQuotaReader(gateway: Gateway, settings: NuonuoSettings): () => Promise<QuotaOutcome> {
  let refreshedAt = Number.NEGATIVE_INFINITY
  const who = sessionParameters(settings)
  return async () => {
    const answer = await gateway.call(GET_CREDIT_LINE, { ...who, queryType: READ })
    if (answer.kind === 'unknown') return unknown(answer.cause)
    if (answer.kind === 'denied') return unknown(`${answer.message} (${answer.code})`)
    if (answer.code !== 'E0000') return unknown(`code ${answer.code}`)
    const parsed = creditLineResult.safeParse(answer.result ?? {})
    if (!parsed.success) return unknown('unreadable result')
    const { totalCreditLine, usedCreditLine, availableCreditLine } = parsed.data
    if (availableCreditLine === '') {
      if (settings.now() - refreshedAt < REFRESH_PAUSE_MS) return unknown('not yet known to the channel')
      refreshedAt = settings.now()
      await gateway.call(GET_CREDIT_LINE, { ...who, queryType: REFRESH })
      return unknown('asked of the bureau')
    }
    const totalFen = parseYuan(totalCreditLine)
    const usedFen = parseYuan(usedCreditLine)
    const availableFen = parseYuan(availableCreditLine)
    return totalFen === undefined || usedFen === undefined || availableFen === undefined
      ? unknown('unreadable amounts')
      : { totalFen, usedFen, availableFen }
  }
}

/** 分机号, 部门 and 开票员 as the session methods name them. */
export function sessionParameters(settings: NuonuoSettings): Record<string, string> {
  const { extensionNumber, departmentId, clerkId } = settings
  return {
    ...(extensionNumber === undefined ? {} : { extensionNumber }),
    ...(departmentId === undefined ? {} : { deptId: departmentId }),
    ...(clerkId === undefined ? {} : { clerkId }),
  }
}

function unknown(cause: string): { outcome: 'unknown'; cause: string } {
  return { outcome: 'unknown', cause }
}
