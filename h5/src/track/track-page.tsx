import type { ApplicationView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import {
  canApplyAgain,
  duration,
  expectation,
  isSettled,
  isUpToGuest,
  placeName,
  progressOf,
  say,
  yuan,
} from '@piaoma/shared/guest'
import { useEffect, useRef, useState } from 'preact/hooks'
import { codeAddress } from '../platform/route'
import { focusOn } from '../ui/announce'
import { CallStore } from '../ui/call-store'
import { Icon } from '../ui/icons'
import { lazy } from '../ui/lazy'
import { useAllWords } from '../words'
import { Deliveries } from './deliveries'
import { InvoiceCard } from './invoice-card'
import { KeepLink } from './keep-link'
import { SendAgain } from './send-again'
import { useApplication } from './use-application'
import { Withdraw } from './withdraw'

/** Comes later: only some guests are offered the wallet. */
const walletPart = lazy(() => import('./wallet').then((part) => part.Wallet))

interface TrackPageProps {
  token: string
  initial?: ApplicationView
  /** The status it was accepted with, until the first view arrives. */
  status?: ApplicationView['status']
  language: string
  /** There is no such application. */
  onGone: (problem: Problem) => void
}

/** One application from being submitted to the downloaded invoice. */
export function TrackPage({ token, initial, status, language, onGone }: TrackPageProps) {
  const t = useAllWords()
  const { view, isLost, setView, watchAgain } = useApplication(token, initial, language, onGone)

  useEffect(() => {
    if (status) focusOn('page-title')
  }, [])

  const { title, tone } = progressOf(view?.status ?? status ?? 'submitted')
  return (
    <div class="track">
      <section class={`progress ${tone}`}>
        <div class="progress-head" role="status">
          <div class="progress-mark">
            {tone === 'busy' ? <span class="spinner" /> : <Icon name={MARKS[tone]} />}
          </div>
          <h1 id="page-title" tabIndex={-1}>
            {t[title]}
          </h1>
        </div>
        {view && <Explanation view={view} />}
        <Steps status={view?.status ?? status ?? 'submitted'} />
        {isLost && (
          <p class="hint" role="status">
            {t.reconnecting}
          </p>
        )}
        {view && <NextStep view={view} />}
      </section>
      {view?.invoices.map((invoice, index) => (
        <InvoiceCard key={invoice.number} token={token} view={view} invoice={invoice} index={index} />
      ))}
      {view?.wallet && view.status === 'issued' && (
        <walletPart.Part
          token={token}
          wallet={view.wallet}
          onChange={(wallet) => {
            setView({ ...view, wallet })
            watchAgain()
          }}
        />
      )}
      {view?.status === 'issued' && (
        <SendAgain
          token={token}
          onSent={(delivery) => {
            setView({ ...view, deliveries: [...view.deliveries, delivery] })
            watchAgain()
          }}
        />
      )}
      {view && <Deliveries deliveries={view.deliveries} />}
      {view && view.status !== 'issued' && <Summary view={view} />}
      {view && view.status !== 'cancelled' && <KeepLink isIssued={view.status === 'issued'} />}
      {view && view.actions.indexOf('withdraw') >= 0 && <Withdraw token={token} onWithdrawn={setView} />}
    </div>
  )
}

const MARKS = { wait: 'clock', done: 'check', bad: 'cross', over: 'close' } as const

function Steps({ status }: { status: ApplicationView['status'] }) {
  const t = useAllWords()
  const { steps } = progressOf(status)
  if (steps.length === 0 || status === 'issued') return null
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step.key} class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          {t[step.key]}
        </li>
      ))}
    </ol>
  )
}

/** Why it is where it is, and how long that usually takes. */
function Explanation({ view }: { view: ApplicationView }) {
  const t = useAllWords()
  const elapsed = useSecondsIn(view)
  const expected = expectation(view, elapsed)
  return (
    <div class="progress-why" role="status">
      {view.reason && view.status !== 'cancelled' && (
        <p class="reason">
          <span>{t.reasonLabel}</span> {view.reason.text}
        </p>
      )}
      {view.status === 'waiting' && !view.reason && <p>{t.waitingBody}</p>}
      {view.status === 'cancelled' && <p>{view.reason?.text ?? t.cancelledBody}</p>}
      {(view.status === 'refused' || view.status === 'rejected') && isUpToGuest(view) && (
        <p>{t.refusedBody}</p>
      )}
      {expected && <p>{say(t[expected.key], { time: duration(expected.seconds, t) })}</p>}
      {(view.status === 'reviewing' || view.status === 'waiting') && <p>{t.mayLeave}</p>}
    </div>
  )
}

function NextStep({ view }: { view: ApplicationView }) {
  const t = useAllWords()
  const isMine = view.status !== 'refused' || isUpToGuest(view)
  const isStuck = ['refused', 'rejected', 'waiting', 'reviewing', 'cancelled'].indexOf(view.status) >= 0
  return (
    <div class="actions">
      {canApplyAgain(view) && isMine && (
        <a class="button" href={codeAddress(view.codes)}>
          {view.status === 'cancelled' ? t.applyAgainSame : t.applyAgain}
        </a>
      )}
      {isStuck && <CallStore phone={view.storePhone} isMain={!isMine} />}
      {canApplyAgain(view) && !isMine && (
        <a class="button second" href={codeAddress(view.codes)}>
          {t.applyAgainSame}
        </a>
      )}
    </div>
  )
}

function Summary({ view }: { view: ApplicationView }) {
  const t = useAllWords()
  const rows: [string, string | undefined][] = [
    [t.total, yuan(view.amountFen)],
    [t.kind, view.kind === 'special' ? t.kindSpecial : t.kindNormal],
    [t.buyer, view.buyerName],
    [t.taxpayerId, view.buyerTaxpayerId],
    [t.store, placeName(view)],
    [t.seller, view.sellerName],
  ]
  return (
    <section class="card">
      <h2>{t.summary}</h2>
      <dl class="facts">
        {rows.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}

/** Seconds since this page first saw the application in its present status. */
function useSecondsIn(view: ApplicationView): number {
  const since = useRef({ status: view.status, at: Date.now() })
  if (since.current.status !== view.status) since.current = { status: view.status, at: Date.now() }
  const [, tick] = useState(0)
  const isOver = isSettled(view)
  useEffect(() => {
    if (isOver) return
    const timer = setInterval(() => tick((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [isOver])
  return (Date.now() - since.current.at) / 1000
}
