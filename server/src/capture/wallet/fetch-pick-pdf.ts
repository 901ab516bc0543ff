import { boundedFetch } from '../../bounded-fetch'
import type { Job, JobResult } from '../../jobs'
import type { CaptureDeps } from '../deps'
import { captureEntity } from '../entity'
import { CAPTURE_LIMITS } from '../limits'
import { keepBytes, takeIn } from '../take-in'

/** Kind of the job that fetches the PDF of an invoice that was picked from a card wallet. */
export const PICK_PDF_JOB = 'wallet.pick_pdf'

/** The address is good for so long (getinvoicebatch); afterwards it need not be tried. */
const ADDRESS_LASTS_MS = 2 * 3_600_000
const FIRST_PAUSE_MS = 2_000
/** What WeChat told of it is read first, so that the PDF comes to it and not the other way round. */
const UNTIL_READ_MS = 300

/**
 * Job `wallet.pick_pdf`: fetches the PDF that WeChat keeps of a picked invoice and hands it in as another original of
 * the same attempt. What cannot be had is let go: the invoice is in the pool by what WeChat told of it.
 */
export async function fetchPickPdf(deps: CaptureDeps, job: Job): Promise<JobResult> {
  const { ground, reader } = deps
  const { captureId = '', merchantId = '', url = '' } = job.payload
  const capture = await ground.db.manager.findOneBy(captureEntity, { id: captureId, merchantId })
  if (!capture) return undefined
  if (capture.status === 'queued' || capture.status === 'reading') return { retryInMs: UNTIL_READ_MS }
  const got = await boundedFetch({
    url,
    init: {},
    fetch,
    timeoutMs: ground.config.CHANNEL_TIMEOUT_MS,
    maxBytes: CAPTURE_LIMITS.fileBytes,
  })
  const isOriginal = got.arrived && got.status === 200 && ['pdf', 'ofd'].includes(reader.detect(got.bytes))
  if (!isOriginal) {
    const cause = got.arrived ? `HTTP ${got.status}, ${reader.detect(got.bytes)}` : got.cause
    const ageMs = ground.clock.now() - capture.createdAt
    const isOver = ageMs > ADDRESS_LASTS_MS
    ground.log.warn({ event: 'wallet.no_pdf', capture: captureId, cause, isOver })
    return isOver ? undefined : { retryInMs: Math.max(FIRST_PAUSE_MS, ageMs) }
  }
  const file = await keepBytes(deps, merchantId, { name: null, bytes: got.bytes })
  const { personId, uploadId } = capture
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    const bringing = { merchantId, personId, source: 'wallet' as const, uploadId, parentId: captureId }
    await takeIn(ground, tx, bringing, [file])
  })
  return undefined
}
