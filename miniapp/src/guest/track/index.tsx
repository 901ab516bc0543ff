import type { ApplicationView } from '@piaoma/shared/contract'
import {
  canApplyAgain,
  duration,
  expectation,
  isUpToGuest,
  minute,
  placeName,
  progressOf,
  say,
  yuan,
} from '@piaoma/shared/guest'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { cx } from '@/lib/class-names'
import { goTo, queryValue, swap } from '@/lib/routes'
import { Box, Heading, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Icon } from '@/ui/icon'
import { Banner, Empty, Skeleton } from '@/ui/states'
import { useWords } from '@/words'
import { GuestPage } from '../guest-page'
import { CallStore } from '../parts/call-store'
import { Facts } from '../parts/facts'
import { usePhrases } from '../words'
import { InvoiceCard } from './invoice-card'
import { SendAgain } from './send-again'
import { useApplication } from './use-application'
import { Withdraw } from './withdraw'

/** One application from being submitted to the document in the hand. */
export default function GuestTrackPage() {
  const words = useWords()
  const t = usePhrases()
  const token = queryValue(useRouter().params, 'token') ?? ''
  const { view, isLost, isGone, ask, show } = useApplication(token)
  usePullDownRefresh(() => void ask().then(() => Taro.stopPullDownRefresh()))
  return (
    <GuestPage title={words.guest.track}>
      {isGone ? (
        <Empty icon="search" title={t.noApplicationTitle} note={t.noApplicationBody} />
      ) : view ? (
        <Box className="column guest-track">
          {isLost ? <Banner tone="warn">{t.reconnecting}</Banner> : null}
          <Progress view={view} />
          {view.invoices.map((invoice, index) => (
            <InvoiceCard key={invoice.number} view={view} invoice={invoice} index={index} />
          ))}
          {view.status === 'issued' ? <SendAgain token={token} onSent={ask} /> : null}
          <Deliveries view={view} />
          {view.status === 'issued' ? null : <Summary view={view} />}
          {view.actions.includes('withdraw') ? <Withdraw token={token} onWithdrawn={show} /> : null}
          <Button look="quiet" onTap={() => goTo('guestHome')}>
            {words.guest.scan}
          </Button>
        </Box>
      ) : isLost ? (
        <Empty icon="alert" title={t.offlineTitle} note={t.offlineBody}>
          <Button icon="refresh" onTap={() => void ask()}>
            {t.retry}
          </Button>
        </Empty>
      ) : (
        <Skeleton kind="detail" />
      )}
    </GuestPage>
  )
}

const MARKS = { busy: 'clock', wait: 'clock', done: 'check', bad: 'alert', over: 'close' } as const

function Progress({ view }: { view: ApplicationView }) {
  const t = usePhrases()
  const { title, tone, steps } = progressOf(view.status)
  return (
    <Box className={cx('guest-progress', `guest-progress-${tone}`)} role="status">
      <Icon name={MARKS[tone]} className="guest-progress-mark" />
      <Heading level={1} className="guest-progress-title">
        {t[title]}
      </Heading>
      <Explanation view={view} />
      {view.status === 'issued' || steps.length === 0 ? null : (
        <Box className="guest-steps" role="list">
          {steps.map((step) => (
            <Text key={step.key} className={cx('guest-step', `guest-step-${step.state}`)}>
              {t[step.key]}
            </Text>
          ))}
        </Box>
      )}
      <NextStep view={view} />
    </Box>
  )
}

/** Why it is where it is, and how long that usually takes. */
function Explanation({ view }: { view: ApplicationView }) {
  const t = usePhrases()
  const { status, reason } = view
  const elapsed = (Date.now() - Date.parse(view.submittedAt)) / 1000
  const expected = expectation(view, elapsed)
  const lines = [
    reason && status !== 'cancelled' ? `${t.reasonLabel} ${reason.text}` : undefined,
    status === 'waiting' && !reason ? t.waitingBody : undefined,
    status === 'cancelled' ? (reason?.text ?? t.cancelledBody) : undefined,
    (status === 'refused' || status === 'rejected') && isUpToGuest(view) ? t.refusedBody : undefined,
    expected ? say(t[expected.key], { time: duration(expected.seconds, t) }) : undefined,
    status === 'reviewing' || status === 'waiting' ? t.mayLeave : undefined,
  ].filter((line) => line !== undefined)
  return (
    <>
      {lines.map((line) => (
        <Box key={line} className="guest-why">
          {line}
        </Box>
      ))}
    </>
  )
}

function NextStep({ view }: { view: ApplicationView }) {
  const t = usePhrases()
  const isMine = view.status !== 'refused' || isUpToGuest(view)
  const isStuck = ['refused', 'rejected', 'waiting', 'reviewing', 'cancelled'].includes(view.status)
  const again = () => {
    const [code, ...others] = view.codes
    swap('guestCode', { code, with: others.length > 0 ? others.join(',') : undefined })
  }
  return (
    <>
      {canApplyAgain(view) ? (
        <Button look={isMine ? 'primary' : 'plain'} isWide onTap={again}>
          {view.status === 'cancelled' || !isMine ? t.applyAgainSame : t.applyAgain}
        </Button>
      ) : null}
      {isStuck ? <CallStore phone={view.storePhone} isMain={!isMine} /> : null}
    </>
  )
}

function Summary({ view }: { view: ApplicationView }) {
  const t = usePhrases()
  return (
    <Group title={t.summary}>
      <Facts
        rows={[
          [t.store, placeName(view)],
          [t.buyer, view.buyerName],
          [t.taxpayerId, view.buyerTaxpayerId],
          [t.kind, view.kind === 'special' ? t.kindSpecial : t.kindNormal],
          [t.total, yuan(view.amountFen)],
        ]}
      />
    </Group>
  )
}

const DELIVERY = {
  pending: 'deliveryPending',
  sending: 'deliverySending',
  sent: 'deliverySent',
  failed: 'deliveryFailed',
} as const

function Deliveries({ view }: { view: ApplicationView }) {
  const t = usePhrases()
  if (view.deliveries.length === 0) return null
  return (
    <Group title={t.deliveries} note={t.sentNothing}>
      {view.deliveries.map((delivery) => (
        <Box key={delivery.id} className="cell">
          <Box className="cell-main">
            <Box className="cell-title">{delivery.to}</Box>
            <Box className="cell-note">
              {[minute(delivery.at), delivery.problem].filter(Boolean).join(' · ')}
            </Box>
          </Box>
          <Box className="cell-value">{t[DELIVERY[delivery.status]]}</Box>
        </Box>
      ))}
    </Group>
  )
}
