import { createHash } from 'node:crypto'
import { IsNull } from 'typeorm'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import { crashPoint } from '../crash-point'
import { insertRow, isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { type InvoiceRow, invoiceEntity, issueRequestEntity } from '../issuing/entity'
import type { FileFormat, TaxChannel } from '../issuing/tax-channel'
import type { Job, JobResult } from '../jobs'
import { raiseAlarm } from '../merchants/audit'
import { type TaxpayerRow, taxpayerEntity } from '../merchants/entity'
import type { Storage } from '../storage'
import { checkOriginal } from './check-original'
import { type InvoiceFileRow, invoiceFileEntity } from './entity'

export interface FetchDeps {
  ground: Ground
  storage: Storage
  channelFor(seller: TaxpayerRow): TaxChannel
  /** Told once an application, inside the transaction, that its files can be delivered. */
  onReady(tx: Tx, application: ApplicationRow): Promise<void>
}

const FORMATS: readonly FileFormat[] = ['pdf', 'ofd', 'xml']
/** So long a delivery waits for files that are late; then it goes with those that are there. */
const PATIENCE_MS = 60_000

/**
 * Job `documents.fetch`: fetches the legal originals of one invoice, checks them and keeps them byte for byte. A
 * file that is missing or wrong is fetched again later, for ever, and never undoes the invoice.
 */
export async function fetchFiles(deps: FetchDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const invoice = await ground.db.manager.findOneBy(invoiceEntity, { id: job.payload.invoiceId ?? '' })
  if (!invoice) return
  const files = await ensureRows(deps, invoice, job.payload)
  const seller = await ground.db.manager.findOneByOrFail(taxpayerEntity, { id: invoice.taxpayerId })
  const channel = deps.channelFor(seller)
  const left: InvoiceFileRow[] = []
  for (const file of files.filter((each) => each.status !== 'stored')) {
    if (!(await fetchOne(deps, channel, invoice, file))) left.push(file)
  }
  const announced = await announceLate(deps, channel, invoice, files)
  const isLate = ground.clock.now() - invoice.createdAt > PATIENCE_MS
  const isComplete = left.length === 0 && files.length + announced >= FORMATS.length
  if ((isComplete || isLate) && invoice.status === 'issued') await planFirstDelivery(deps, invoice)
  ground.signals.send(applicationTopic(invoice.applicationId))
  if (isComplete) return
  if (isLate) await alarmMissing(deps, invoice, left)
  return { retryInMs: Math.min(1_000 * 2 ** Math.min(pauseStep(ground, invoice), 12), 3_600_000) }
}

function pauseStep(ground: Ground, invoice: InvoiceRow): number {
  return Math.floor(Math.log2(1 + (ground.clock.now() - invoice.createdAt) / 1_000))
}

async function ensureRows(
  deps: FetchDeps,
  invoice: InvoiceRow,
  urls: Record<string, string>,
): Promise<InvoiceFileRow[]> {
  const { ground } = deps
  const known = await ground.db.manager.findBy(invoiceFileEntity, { invoiceId: invoice.id })
  for (const format of FORMATS) {
    const sourceUrl = urls[format]
    if (!sourceUrl || known.some((file) => file.format === format)) continue
    const row: InvoiceFileRow = {
      id: ground.ids.ulid(),
      merchantId: invoice.merchantId,
      invoiceId: invoice.id,
      format,
      status: 'pending',
      sourceUrl,
      sha256: null,
      size: null,
      storageKey: null,
      problem: null,
      createdAt: ground.clock.now(),
      storedAt: null,
    }
    try {
      await insertRow(ground.db.manager, invoiceFileEntity, row)
      known.push(row)
    } catch (error) {
      // A twin of this job wrote it a moment ago.
      if (!isUniqueViolation(error)) throw error
    }
  }
  return known
}

/** Some channels name the OFD or XML only some time after the PDF: ask again while one is missing. */
async function announceLate(
  deps: FetchDeps,
  channel: TaxChannel,
  invoice: InvoiceRow,
  files: InvoiceFileRow[],
): Promise<number> {
  if (files.length >= FORMATS.length) return 0
  const request = await deps.ground.db.manager.findOneByOrFail(issueRequestEntity, {
    id: invoice.issueRequestId,
  })
  const answer = await channel.query(request.serial)
  if (answer.outcome !== 'issued') return 0
  const urls = Object.fromEntries(
    Object.entries(answer.result.files).map(([format, url]) => [format, url ?? '']),
  )
  const fresh = (await ensureRows(deps, invoice, urls)).filter(
    (file) => !files.some((known) => known.format === file.format),
  )
  let stored = 0
  for (const file of fresh) if (await fetchOne(deps, channel, invoice, file)) stored += 1
  return stored
}

async function fetchOne(
  deps: FetchDeps,
  channel: TaxChannel,
  invoice: InvoiceRow,
  file: InvoiceFileRow,
): Promise<boolean> {
  const { ground, storage } = deps
  crashPoint('documents.fetch:before-fetch')
  const answer = await channel.fetchFile(file.sourceUrl)
  crashPoint('documents.fetch:after-fetch')
  if (answer.outcome !== 'done') {
    await note(ground, file, 'pending', answer.cause)
    return false
  }
  const check = checkOriginal(answer.bytes, file.format, {
    number: invoice.number,
    totalFen: invoice.totalFen,
  })
  if (!check.ok) {
    await note(ground, file, 'wrong', check.reason)
    await alarmWrong(deps, invoice, file, check.reason)
    return false
  }
  const sha256 = createHash('sha256').update(answer.bytes).digest('hex')
  const storageKey = `invoices/${invoice.number.slice(0, 4)}/${invoice.number}-${sha256.slice(0, 16)}.${file.format}`
  await storage.put(storageKey, answer.bytes)
  crashPoint('documents.fetch:after-store')
  await ground.db.manager.update(
    invoiceFileEntity,
    { id: file.id, sha256: IsNull() },
    {
      status: 'stored',
      sha256,
      size: answer.bytes.length,
      storageKey,
      problem: null,
      storedAt: ground.clock.now(),
    },
  )
  crashPoint('documents.fetch:after-note')
  return true
}

async function note(
  ground: Ground,
  file: InvoiceFileRow,
  status: 'pending' | 'wrong',
  problem: string,
): Promise<void> {
  await ground.db.manager.update(
    invoiceFileEntity,
    { id: file.id, sha256: IsNull() },
    { status, problem: problem.slice(0, 200) },
  )
}

/** Once an application: when all its invoices stand and their files are here (or too late to wait for). */
async function planFirstDelivery(deps: FetchDeps, invoice: InvoiceRow): Promise<void> {
  const { ground } = deps
  const { applicationId } = invoice
  const application = await ground.db.manager.findOneByOrFail(applicationEntity, { id: applicationId })
  if (application.status !== 'issued' || application.isDeliveryPlanned) return
  if (!(await areAllReady(ground, applicationId))) return
  await ground.db.transaction(async (tx) => {
    const mark = await tx.manager.update(
      applicationEntity,
      { id: applicationId, isDeliveryPlanned: false },
      { isDeliveryPlanned: true },
    )
    if (mark.affected === 1) await deps.onReady(tx, application)
    crashPoint('documents.fetch:before-plan')
  })
  crashPoint('documents.fetch:after-plan')
}

async function areAllReady(ground: Ground, applicationId: string): Promise<boolean> {
  const invoices = await ground.db.manager.findBy(invoiceEntity, { applicationId })
  for (const invoice of invoices) {
    if (ground.clock.now() - invoice.createdAt > PATIENCE_MS) continue
    const stored = await ground.db.manager.countBy(invoiceFileEntity, {
      invoiceId: invoice.id,
      status: 'stored',
    })
    if (stored < FORMATS.length) return false
  }
  return true
}

function alarmWrong(
  deps: FetchDeps,
  invoice: InvoiceRow,
  file: InvoiceFileRow,
  reason: string,
): Promise<void> {
  return raiseAlarm(deps.ground, {
    merchantId: invoice.merchantId,
    kind: 'file_wrong',
    text: `${invoice.number} ${file.format}: ${reason}`,
    targetType: 'invoice',
    targetId: invoice.id,
    storeId: invoice.storeId,
  })
}

function alarmMissing(deps: FetchDeps, invoice: InvoiceRow, left: InvoiceFileRow[]): Promise<void> {
  const formats = left.map((file) => file.format).join(', ') || 'not announced'
  return raiseAlarm(deps.ground, {
    merchantId: invoice.merchantId,
    kind: 'file_missing',
    text: `${invoice.number}: ${formats}`,
    targetType: 'invoice',
    targetId: invoice.id,
    storeId: invoice.storeId,
  })
}
