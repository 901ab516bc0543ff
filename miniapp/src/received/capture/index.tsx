import { useEffect, useState } from 'react'
import { usePagedList } from '@/api/use-paged-list'
import { cx } from '@/lib/class-names'
import { useWatch } from '@/lib/use-watch'
import { onOnline } from '@/platform'
import { onFilesDropped } from '@/platform/received'
import { Box } from '@/primitives'
import { Page } from '@/shell/page'
import { Group } from '@/ui/cell'
import { PagedRows } from '@/ui/paged-rows'
import { Empty } from '@/ui/states'
import { useWords } from '@/words'
import { CaptureRow } from './capture-row'
import { flush, putIn, sendUnreached, useOutbox } from './outbox'
import { OutboxRows } from './outbox-rows'
import { useTakeIn } from './use-take-in'
import { Ways } from './ways'

/** Taking in invoices: every way in, and what becomes of each file while one looks on. */
export default function CapturePage() {
  const words = useWords()
  return (
    <Page title={words.received.add} section="received" parent="received" needs="received.capture">
      <Capture />
    </Page>
  )
}

function Capture() {
  const words = useWords()
  const list = usePagedList('GET /api/v1/merchant/captures', {})
  const waiting = useOutbox()
  const take = useTakeIn(list.reload)
  const [isHeld, setIsHeld] = useState(false)
  useEffect(() => onFilesDropped((files) => void putIn(files, 'upload'), setIsHeld), [])
  // What an earlier start of the app left behind goes now, or as soon as there is a network.
  useEffect(() => {
    void flush()
    return onOnline(sendUnreached)
  }, [])
  const isReading = list.items.some(({ status }) => status === 'queued' || status === 'reading')
  useWatch(isReading, list.reload, 800)
  return (
    <Box className={cx('capture', isHeld && 'capture-held')}>
      <Ways isHeld={isHeld} onTake={take} />
      <Box className="capture-list">
        <OutboxRows entries={waiting} />
        <Group title={words.received.recent}>
          <PagedRows
            list={list}
            label={words.received.recent}
            empty={<Empty icon="camera" title={words.received.noneYet} note={words.received.noneYetNote} />}
            row={(capture) => <CaptureRow capture={capture} onRetried={list.reload} onRetake={take} />}
          />
        </Group>
      </Box>
    </Box>
  )
}
