import type { ApplicationView } from '../contract'
import type { PhraseKey } from './phrases/types'

type Status = ApplicationView['status']
export type Tone = 'busy' | 'wait' | 'done' | 'bad' | 'over'
export interface Step {
  key: PhraseKey
  state: 'done' | 'now' | 'next'
}

interface Look {
  title: PhraseKey
  tone: Tone
  /** How far along the way; -1 where the way has ended without an invoice. */
  at: number
}

const LOOKS: Readonly<Record<Status, Look>> = {
  submitted: { title: 'submittedTitle', tone: 'busy', at: 0 },
  reviewing: { title: 'reviewingTitle', tone: 'wait', at: 1 },
  issuing: { title: 'issuingTitle', tone: 'busy', at: 1 },
  waiting: { title: 'waitingTitle', tone: 'wait', at: 1 },
  issued: { title: 'issuedTitle', tone: 'done', at: 3 },
  refused: { title: 'refusedTitle', tone: 'bad', at: -1 },
  rejected: { title: 'rejectedTitle', tone: 'bad', at: -1 },
  cancelled: { title: 'cancelledTitle', tone: 'over', at: -1 },
}

/** Heading, tone and steps of an application in a state. */
export function progressOf(status: Status): { title: PhraseKey; tone: Tone; steps: Step[] } {
  const { title, tone, at } = LOOKS[status]
  const way: PhraseKey[] =
    status === 'reviewing'
      ? ['stepSubmitted', 'stepReview', 'stepIssuing', 'stepIssued']
      : ['stepSubmitted', 'stepIssuing', 'stepIssued']
  const steps =
    at < 0
      ? []
      : way.map((key, index): Step => ({ key, state: index < at ? 'done' : index === at ? 'now' : 'next' }))
  return { title, tone, steps }
}

/** Whether nothing more will happen by itself, so that watching can stop. A refused one may still be mended by the merchant. */
export function isSettled(view: ApplicationView): boolean {
  if (view.status === 'cancelled' || view.status === 'rejected') return true
  if (view.status !== 'issued') return false
  const hasAllFiles = view.invoices.every(({ files }) => files.pdf && files.ofd && files.xml)
  const isDelivered = view.deliveries.every(({ status }) => status === 'sent' || status === 'failed')
  return hasAllFiles && isDelivered && !isWalletMoving(view)
}

/** States of a wallet card that end or wait for the guest. */
const WALLET_AT_REST = ['inserted', 'declined', 'failed', 'cancelled']

/** Whether a card is on its way into the wallet; what the guest does at WeChat is seen by watching. */
export function isWalletMoving({ wallet }: Pick<ApplicationView, 'wallet'>): boolean {
  return (wallet?.cards ?? []).some(({ status }) => WALLET_AT_REST.indexOf(status) < 0)
}

const GUESTS_REASONS = [
  'rejected_by_merchant',
  'refused_guest',
  'limit.buyerName',
  'limit.taxpayerId',
  'limit.addressAndPhone',
  'limit.bankAndAccount',
]

/** Whether it failed for something the guest typed; otherwise the store has to mend it first. */
export function isUpToGuest(view: Pick<ApplicationView, 'reason'>): boolean {
  return !view.reason || GUESTS_REASONS.indexOf(view.reason.code) >= 0
}

/** Whether the guest can apply anew with the same codes. */
export function canApplyAgain(view: ApplicationView): boolean {
  return view.codes.length > 0 && ['refused', 'rejected', 'cancelled'].indexOf(view.status) >= 0
}

/** What to promise about time, honestly: the usual end, that it is late, or that nobody can say. */
export function expectation(
  view: Pick<ApplicationView, 'status' | 'expectedSeconds'>,
  elapsedSeconds: number,
): { key: 'expectSoon' | 'expectLate' | 'expectOpen'; seconds: number } | undefined {
  if (['submitted', 'issuing', 'waiting', 'reviewing'].indexOf(view.status) < 0) return undefined
  if (view.expectedSeconds === undefined) {
    return view.status === 'reviewing' ? { key: 'expectOpen', seconds: 0 } : undefined
  }
  const isLate = elapsedSeconds > view.expectedSeconds
  return { key: isLate ? 'expectLate' : 'expectSoon', seconds: view.expectedSeconds }
}
