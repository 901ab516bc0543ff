import type { CaptureView } from '@piaoma/shared/contract'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { open } from '@/lib/routes'
import { shortTime } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Icon, type IconName } from '@/ui/icon'
import { Money } from '@/ui/money'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'

type Look = { tone: 'good' | 'warn' | 'danger' | 'info' | 'neutral'; icon: IconName }

/** How an attempt looks: what a person should see at a glance. */
function lookOf({ status, duplicate, invoice }: CaptureView): Look {
  if (status === 'queued' || status === 'reading') return { tone: 'info', icon: 'refresh' }
  if (status === 'failed') return { tone: 'danger', icon: 'alert' }
  if (status === 'unread') return { tone: 'warn', icon: 'alert' }
  if (status === 'split') return { tone: 'neutral', icon: 'archive' }
  if (duplicate) return { tone: 'warn', icon: 'copy' }
  return invoice && invoice.doubtful.length > 0
    ? { tone: 'warn', icon: 'edit' }
    : { tone: 'good', icon: 'check' }
}

/** One attempt: how far it is, what came of it, and what to do. */
export function CaptureRow(props: {
  capture: CaptureView
  onRetried: () => void
  onRetake: (way: 'photo') => void
}) {
  const words = useWords()
  const { capture } = props
  const retry = useAction(async () => {
    await call('POST /api/v1/merchant/captures/:id/retry', { params: { id: capture.id } })
    props.onRetried()
  })
  const { invoice } = capture
  const inside = <Inside capture={capture} />
  return (
    <Box className="row">
      {invoice ? (
        <Tap className="row-main" onTap={() => open('receivedInvoice', { id: invoice.id })}>
          {inside}
          <Icon name="forward" className="cell-forward" />
        </Tap>
      ) : (
        <Box className="row-main">{inside}</Box>
      )}
      {capture.reason?.code === 'retake' ? (
        <Button size="small" icon="camera" onTap={() => props.onRetake('photo')}>
          {words.received.takeAgain}
        </Button>
      ) : null}
      {capture.actions.includes('retry') ? (
        <Button size="small" isBusy={retry.isBusy} onTap={retry.run}>
          {words.actions.retry}
        </Button>
      ) : null}
    </Box>
  )
}

function titleOf({ invoice, fileName }: CaptureView, otherwise: string): string {
  return invoice?.sellerName ?? invoice?.number ?? fileName ?? otherwise
}

function Inside({ capture }: { capture: CaptureView }) {
  const words = useWords()
  const { invoice, status } = capture
  const look = lookOf(capture)
  return (
    <>
      <Text className={`mark mark-${look.tone}`}>
        <Icon name={look.icon} className={status === 'reading' ? 'mark-icon mark-turning' : 'mark-icon'} />
      </Text>
      <Box className="row-text">
        <Box className="row-line">
          <Text className="row-title">{titleOf(capture, words.received.files[capture.source])}</Text>
          {invoice?.totalFen === undefined ? null : <Money fen={invoice.totalFen} />}
        </Box>
        <Box className="row-tags">
          {invoice ? (
            <Tag tone="neutral">{words.received.kinds[invoice.kind]}</Tag>
          ) : (
            <Tag tone={look.tone}>{words.received.statuses[status]}</Tag>
          )}
          {invoice && invoice.doubtful.length > 0 ? (
            <Tag tone="warn">{words.received.toConfirm(invoice.doubtful.length)}</Tag>
          ) : null}
          <Text className="row-number">
            {`${words.received.files[capture.source]} · ${shortTime(capture.createdAt, Date.now())}`}
          </Text>
        </Box>
        <Progress capture={capture} />
        <Note capture={capture} />
      </Box>
    </>
  )
}

function Progress({ capture: { status, progress } }: { capture: CaptureView }) {
  const words = useWords()
  if (status !== 'reading' && status !== 'queued') return null
  return (
    <Box
      className="capture-progress"
      role="progressbar"
      label={`${words.received.statuses[status]} ${progress}%`}
    >
      <Box className="capture-progress-bar" style={{ width: `${Math.max(4, progress)}%` }} />
    </Box>
  )
}

/** Why there is no invoice, or who had brought it before. */
function Note({ capture: { duplicate, reason, status } }: { capture: CaptureView }) {
  const words = useWords()
  if (reason) return <Box className="row-note row-note-warn">{reason.text}</Box>
  if (status === 'split') return <Box className="row-note">{words.received.splitNote}</Box>
  if (!duplicate) return null
  const at = shortTime(duplicate.at, Date.now())
  return (
    <Box className="row-note row-note-warn">
      {duplicate.isMine
        ? words.received.duplicateMine(at)
        : words.received.duplicate(duplicate.personName, at)}
    </Box>
  )
}
