import type { CaptureView, UploadView } from '@piaoma/shared/contract'
import { useEffect, useState } from 'react'
import { countChange } from '@/api/changes'
import { call, sessionHeaders } from '@/api/client'
import { problemOfBody, problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { usePagedList } from '@/api/use-paged-list'
import { newKey } from '@/lib/submission-key'
import { useWatch } from '@/lib/use-watch'
import { PagedRows } from '@/merchant/parts/paged-rows'
import { CAPTURE_WAYS, onFilesDropped, pickReceived, scanInvoiceCode } from '@/platform/received'
import type { CaptureWay, PickedInvoice } from '@/platform/types'
import { Box } from '@/primitives'
import { sessionExpired } from '@/session/store'
import { Page } from '@/shell/page'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { CaptureRow } from './capture-row'

const PATH = '/api/v1/merchant/captures'

/** Taking in invoices: every way in, and what becomes of each file while one looks on. */
export default function CapturePage() {
  const words = useWords()
  const list = usePagedList('GET /api/v1/merchant/captures', {})
  const { take, takeFiles, sent } = useTakeIn(list.reload)
  useEffect(() => onFilesDropped((files) => takeFiles(files, 'upload')), [takeFiles])
  const isReading = list.items.some(({ status }) => status === 'queued' || status === 'reading')
  useWatch(isReading, list.reload, 800)
  return (
    <Page title={words.received.add} section="received" parent="received" needs="received.capture">
      <Box className="column-narrow">
        <Group title={words.received.add} note={words.received.note}>
          <Box className="capture-ways">
            {CAPTURE_WAYS.map((way, index) => (
              <Button
                key={way}
                look={index === 0 ? 'primary' : 'plain'}
                isWide
                isDisabled={sent !== undefined}
                onTap={() => void take(way)}
              >
                {words.received.ways[way]}
              </Button>
            ))}
          </Box>
        </Group>
        <Box className="capture-sending" live="polite">
          {sent ? words.received.sending(sent.done, sent.all) : ''}
        </Box>
        <Group title={words.received.recent}>
          <PagedRows
            list={list}
            label={words.received.recent}
            empty={<Empty icon="invoice" title={words.received.noneYet} note={words.received.noneYetNote} />}
            row={(capture: CaptureView) => <CaptureRow capture={capture} onRetried={list.reload} />}
          />
        </Group>
      </Box>
    </Page>
  )
}

/** Sends what was chosen, one file a request, so that each is told by itself; a lost answer makes nothing twice. */
function useTakeIn(onTaken: () => void) {
  const [sent, setSent] = useState<{ done: number; all: number }>()
  const files = useAction(async (chosen: PickedInvoice[], source: string) => {
    try {
      for (const [index, file] of chosen.entries()) {
        setSent({ done: index + 1, all: chosen.length })
        const headers = { ...sessionHeaders(), 'idempotency-key': newKey() }
        const { status, body } = await file.send(PATH, headers, { source })
        if (status !== 202) {
          const problem = problemOfBody(status, body)
          if (problem.code === 'auth.required') sessionExpired()
          toast(`${file.name}: ${problemText(problem)}`, 'problem')
        }
        onTaken()
      }
    } finally {
      setSent(undefined)
      countChange()
    }
  })
  const scan = useAction(async () => {
    const qr = await scanInvoiceCode()
    if (!qr) return
    const upload: UploadView = await call('POST /api/v1/merchant/captures/scans', {
      body: { qr },
      idempotencyKey: newKey(),
    })
    if (upload.captures.length > 0) onTaken()
  })
  const take = async (way: CaptureWay) => {
    if (way === 'scan') return scan.run()
    const chosen = await pickReceived(way)
    if (chosen.length > 0) files.run(chosen, way)
  }
  return { take, takeFiles: files.run, sent }
}
