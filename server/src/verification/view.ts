import type { StandingView } from '@piaoma/shared/contract'
import { verifyOutcomeMessage } from '@piaoma/shared/messages'
import { planVerification } from '@piaoma/shared/received-rules'
import type { ReceivedInvoiceRow } from '../capture/entity'
import type { Ground } from '../ground'
import type { Language } from '../http'
import { loadAccount } from './account'
import { verificationAttemptEntity } from './entity'
import { knownMismatch, nextDayAt, triesLeft } from './tries'

const iso = (at: number): string => new Date(at).toISOString()
const SHOWN = 50

/** What is known of an invoice at the tax side, and whether a question would be sent now. */
export async function viewVerification(
  ground: Ground,
  row: ReceivedInvoiceRow,
  language: Language,
): Promise<StandingView['verification']> {
  const { manager } = ground.db
  const { merchantId, id, verificationStatus: status } = row
  const attempts = await manager.find(verificationAttemptEntity, {
    where: { merchantId, receivedInvoiceId: id },
    order: { id: 'DESC' },
    take: SHOWN,
  })
  const plan = planVerification(row.kind, row.reading.fields, row.reading.doubtful)
  const left = await triesLeft(manager, row, ground.clock.now())
  const isConfigured = (await loadAccount(manager, merchantId)) !== null
  const isOpen = ['unverified', 'mismatch', 'no_record'].includes(status)
  const isKnown = plan.plan === 'ask' && (await knownMismatch(manager, row, plan.question)) !== undefined
  return {
    status,
    verifiedAt: row.verifiedAt === null ? undefined : iso(row.verifiedAt),
    recheckAt: row.recheckAt === null ? undefined : iso(row.recheckAt),
    triesLeft: left,
    askAgainAt: left > 0 ? undefined : iso(nextDayAt(ground.clock.now())),
    canAsk: isOpen && isConfigured && plan.plan === 'ask' && !isKnown && left > 0,
    isConfigured,
    needed: plan.plan === 'incomplete' ? plan.fields : [],
    attempts: attempts.map((attempt) => ({
      id: attempt.id,
      at: iso(attempt.askedAt),
      reason: attempt.reason,
      provider: attempt.provider,
      outcome: attempt.outcome ?? undefined,
      text: attempt.outcome ? verifyOutcomeMessage(attempt.outcome, language) : undefined,
      differences: attempt.differences ?? [],
    })),
  }
}
