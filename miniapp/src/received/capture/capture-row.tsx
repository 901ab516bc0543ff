import type { CaptureView } from '@piaoma/shared/contract'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { open } from '@/lib/routes'
import { shortTime } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'

const TONES = {
  queued: 'neutral',
  reading: 'info',
  read: 'good',
  split: 'neutral',
  unread: 'warn',
  failed: 'danger',
} as const

/** One attempt: how far it is, what came of it, and what to do. */
export function CaptureRow({ capture, onRetried }: { capture: CaptureView; onRetried: () => void }) {
  const words = useWords()
  const retry = useAction(async () => {
    await call('POST /api/v1/merchant/captures/:id/retry', { params: { id: capture.id } })
    onRetried()
  })
  const { invoice, status } = capture
  const title =
    invoice?.sellerName ?? invoice?.number ?? capture.fileName ?? words.received.files[capture.source]
  const inside = (
    <Box className="row-text">
      <Box className="row-line">
        <Text className="row-title">{title}</Text>
        {invoice?.totalFen === undefined ? null : <Money fen={invoice.totalFen} />}
      </Box>
      {invoice?.number ? <Box className="row-sub number">{invoice.number}</Box> : null}
      <Box className="row-tags">
        <Tag tone={TONES[status]}>{words.received.statuses[status]}</Tag>
        {invoice ? <Tag tone="neutral">{words.received.kinds[invoice.kind]}</Tag> : null}
        {invoice && invoice.doubtful.length > 0 ? (
          <Tag tone="warn">{words.received.toConfirm(invoice.doubtful.length)}</Tag>
        ) : null}
        <Text className="row-number">
          {`${words.received.files[capture.source]} · ${shortTime(capture.createdAt, Date.now())}`}
        </Text>
      </Box>
      {status === 'reading' || status === 'queued' ? (
        <Box
          className="capture-progress"
          role="progressbar"
          label={`${words.received.statuses[status]} ${capture.progress}%`}
        >
          <Box className="capture-progress-bar" style={{ width: `${Math.max(4, capture.progress)}%` }} />
        </Box>
      ) : null}
      <DuplicateNote capture={capture} />
      {capture.reason ? <Box className="row-note">{capture.reason.text}</Box> : null}
    </Box>
  )
  return (
    <Box className="row">
      {invoice ? (
        <Tap
          className="row-main"
          label={words.received.open(invoice.number ?? title)}
          onTap={() => open('receivedInvoice', { id: invoice.id })}
        >
          {inside}
        </Tap>
      ) : (
        <Box className="row-main">{inside}</Box>
      )}
      {capture.actions.includes('retry') ? (
        <Button size="small" isBusy={retry.isBusy} onTap={retry.run}>
          {words.actions.retry}
        </Button>
      ) : null}
    </Box>
  )
}

function DuplicateNote({ capture: { duplicate } }: { capture: CaptureView }) {
  const words = useWords()
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
