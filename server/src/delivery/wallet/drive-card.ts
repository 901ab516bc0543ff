import { In, IsNull } from 'typeorm'
import { crashPoint } from '../../crash-point'
import type { Job, JobResult } from '../../jobs'
import { raiseAlarm } from '../../merchants/audit'
import { alarmEntity } from '../../merchants/entity'
import { moveCard, stepCard } from './card-state'
import type { WalletDeps } from './deps'
import { type WalletCardRow, walletCardEntity } from './entity'
import { FAILED_ALARM, failCard } from './fail-card'
import { loadWalletInvoice } from './load-invoice'
import { authorisationPace, OFFER_LASTS_MS, retryPace, STUCK_MS } from './pace'
import type { RouteTrouble, WalletInvoice, WalletRoute } from './route'

export const STUCK_ALARM = 'wallet_stuck'
const NOT_SEEN = 'not seen in the wallet yet'

interface Step {
  deps: WalletDeps
  card: WalletCardRow
  route: WalletRoute
  invoice: WalletInvoice
}

/** The card moved on and the next step may follow at once; or wait so long; or it is at its end. */
type StepResult = 'go_on' | 'over' | { retryInMs: number }

/**
 * Job `wallet.drive`: one card from the guest's authorisation into his wallet. Each outside call is marked before it is
 * made; an insertion is sent once, and what became of it is asked, never guessed. Nothing here touches the invoice.
 */
export async function driveCard(deps: WalletDeps, job: Job): Promise<JobResult> {
  const { ground, storage } = deps
  for (;;) {
    const card = await ground.db.manager.findOneBy(walletCardEntity, { id: job.payload.cardId ?? '' })
    const route = deps.routes.find(({ name }) => name === card?.route)
    const step = card && route && STEPS[card.status]
    if (!card || !route || !step) return
    const invoice = await loadWalletInvoice(ground, storage, {
      id: card.invoiceId,
      merchantId: card.merchantId,
    })
    // Reversed or gone meanwhile: whoever did that cancels the card.
    if (!invoice) return
    const result = await step({ deps, card, route, invoice })
    if (result === 'over') return
    if (result !== 'go_on') return result
  }
}

const STEPS: Partial<Record<WalletCardRow['status'], (step: Step) => Promise<StepResult>>> = {
  offered: askAuthorisation,
  authorised: (step) => move(step, 'upload'),
  uploading: upload,
  inserting: insert,
  unknown: lookUp,
}

async function move(
  { deps, card }: Step,
  action: Parameters<typeof moveCard>[2],
  change: Parameters<typeof moveCard>[3] = {},
): Promise<StepResult> {
  // Lost to a twin: what it did is read anew.
  await moveCard(deps.ground, card, action, change)
  return 'go_on'
}

async function askAuthorisation(step: Step): Promise<StepResult> {
  const { deps, card, route } = step
  const age = deps.ground.clock.now() - card.createdAt
  const answer = await route.authorisation(card)
  switch (answer.outcome) {
    case 'authorised':
      return move(step, 'authorise', { openid: answer.openid ?? card.openid, attempts: 0 })
    case 'declined':
      return move(step, 'decline', { problem: 'the guest did not take it' })
    case 'refused':
      return fail(step, answer.cause)
    default:
      if (age > OFFER_LASTS_MS) return move(step, 'decline', { problem: 'not authorised in time' })
      return { retryInMs: authorisationPace(age) }
  }
}

async function upload(step: Step): Promise<StepResult> {
  const { card, route, invoice } = step
  crashPoint('wallet.before-upload')
  const answer = await route.upload(card, invoice)
  crashPoint('wallet.after-upload')
  if (answer.outcome === 'uploaded') {
    return move(step, 'insert', { mediaId: answer.mediaId, insertSentAt: null, attempts: 0 })
  }
  return answer.outcome === 'refused' ? fail(step, answer.cause) : later(step, answer)
}

async function insert(step: Step): Promise<StepResult> {
  const { deps, card, route, invoice } = step
  if (card.insertSentAt !== null) return move(step, 'lose')
  crashPoint('wallet.before-mark')
  if (!(await markSent(deps, card))) return 'go_on'
  crashPoint('wallet.before-insert')
  const answer = await route.insert(card, invoice)
  crashPoint('wallet.after-insert')
  switch (answer.outcome) {
    case 'inserted':
      return settle(step, answer)
    case 'refused':
      return fail(step, answer.cause)
    case 'busy':
      await deps.ground.db.manager.update(walletCardEntity, { id: card.id }, { insertSentAt: null })
      return later(step, answer)
    default:
      await move(step, 'lose', { attempts: 0, ...('cause' in answer ? { problem: answer.cause } : {}) })
      return { retryInMs: retryPace(0) }
  }
}

/** One conditional UPDATE before the call: of two workers one may send. */
async function markSent({ ground }: WalletDeps, card: WalletCardRow): Promise<boolean> {
  const where = {
    id: card.id,
    merchantId: card.merchantId,
    status: 'inserting' as const,
    insertSentAt: IsNull(),
  }
  const { affected } = await ground.db.manager.update(walletCardEntity, where, {
    insertSentAt: ground.clock.now(),
  })
  return affected === 1
}

async function lookUp(step: Step): Promise<StepResult> {
  const { card, route, invoice } = step
  const answer = await route.lookUp(card, invoice)
  switch (answer.outcome) {
    case 'inserted':
      return settle(step, answer)
    case 'absent':
      return move(step, 'resend', { insertSentAt: null })
    case 'refused':
      return fail(step, answer.cause)
    default:
      return later(step, answer)
  }
}

async function settle(
  step: Step,
  seen: { cardId?: string; cardCode?: string; openid?: string },
): Promise<StepResult> {
  const { deps, card } = step
  const { ground } = deps
  await ground.db.transaction(async (tx) => {
    await stepCard(ground, tx, card, 'settle', {
      cardId: seen.cardId ?? card.cardId,
      cardCode: seen.cardCode ?? card.cardCode,
      openid: seen.openid ?? card.openid,
      problem: null,
    })
    // It is in, by whichever route: what was said about the invoice's cards is over.
    const { invoiceId, merchantId } = card
    const cards = await tx.manager.findBy(walletCardEntity, { invoiceId, merchantId })
    const kind = In([STUCK_ALARM, FAILED_ALARM])
    const open = { targetId: In(cards.map(({ id }) => id)), merchantId, kind, resolvedAt: IsNull() }
    await tx.manager.update(alarmEntity, open, { resolvedAt: ground.clock.now() })
  })
  return 'over'
}

async function fail({ deps, card, invoice }: Step, cause: string): Promise<StepResult> {
  await failCard(deps, card, invoice, cause)
  return 'over'
}

async function later(
  step: Step,
  trouble: Extract<RouteTrouble, { outcome: 'unknown' | 'busy' }> | { outcome: 'pending' },
): Promise<StepResult> {
  const { deps, card } = step
  const { ground } = deps
  if (ground.clock.now() - (card.insertSentAt ?? card.updatedAt) > STUCK_MS) await alarmStuck(step)
  await ground.db.manager.update(walletCardEntity, { id: card.id }, { attempts: card.attempts + 1 })
  if ('cause' in trouble) ground.log.info({ event: 'wallet.later', route: card.route, cause: trouble.cause })
  return { retryInMs: retryPace(card.attempts) }
}

/** Once: it is not raised anew at each look. Asking goes on; nothing waits for it. */
async function alarmStuck({ deps, card, invoice }: Step): Promise<void> {
  if (card.problem === NOT_SEEN) return
  await raiseAlarm(deps.ground, {
    merchantId: card.merchantId,
    kind: STUCK_ALARM,
    text: `${invoice.number} (${card.route}): ${NOT_SEEN}`,
    targetType: 'wallet_card',
    targetId: card.id,
  })
  await deps.ground.db.manager.update(walletCardEntity, { id: card.id }, { problem: NOT_SEEN })
}
