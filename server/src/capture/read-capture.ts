import type { Reading, ReadOutcome } from '@piaoma/shared/received'
import { captureMachine } from '@piaoma/shared/states'
import { IsNull, Not } from 'typeorm'
import { crashPoint } from '../crash-point'
import { insertRow, type Tx, transition } from '../db'
import type { Job, JobKind, JobResult } from '../jobs'
import { type CaptureDeps, uploadTopic } from './deps'
import { type CaptureRow, captureEntity, type ReceivedFileRow, receivedFileEntity } from './entity'
import { UnreadError } from './limits'
import { addToPool } from './pool-row'
import { readQrPayload } from './read-qr'
import { type Bringing, type KeptFile, keepBytes, newCapture, takeIn } from './take-in'
import { readWalletFile } from './wallet/wallet-fields'

/** Reading was begun so often and never ended: the file is at fault, or the machine is. */
const MAX_ATTEMPTS = 3
/** Files read at once in one process: pictures cost whole cores, and invoices must go on being issued. */
const AT_ONCE = 2
const PAUSE_MS = 150
/** The progress bar moves at most this often. */
const PROGRESS_EVERY_MS = 250

/** Files that this process is reading. */
type Running = Map<string, Promise<ReadOutcome>>

/** The job that reads files. */
export function readingJobs(deps: CaptureDeps): Record<string, JobKind> {
  // Twins of one file wait for one reading.
  const running: Running = new Map()
  return { 'capture.read': { handle: (job) => readCapture(deps, running, job), maxDelayMs: 10_000 } }
}

/**
 * Job `capture.read`: reads one kept file and puts what it says into the pool. Killed at any point it is begun again,
 * at most three times; then it has failed, and its original is kept.
 */
async function readCapture(deps: CaptureDeps, running: Running, job: Job): Promise<JobResult> {
  const { manager } = deps.ground.db
  const capture = await manager.findOneBy(captureEntity, { id: job.payload.captureId ?? '' })
  if (!capture || !['queued', 'reading'].includes(capture.status)) return undefined
  const file = await manager.findOneByOrFail(receivedFileEntity, { id: capture.fileId })
  if (capture.attempts >= MAX_ATTEMPTS) return giveUp(deps, job, capture)
  if (running.size >= AT_ONCE && !running.has(file.id) && !isKnown(file)) return { retryInMs: PAUSE_MS }
  if (!(await begin(deps, capture))) return undefined
  crashPoint('capture.read:after-begin')
  if (file.type === 'zip') return splitArchive(deps, job, capture, file)
  const { outcome, isOurs } = await outcomeOf(deps, running, capture, file)
  crashPoint('capture.read:after-reading')
  try {
    await deps.ground.db.transaction(async (tx) => {
      await job.finish(tx)
      await keep(deps, tx, { capture, file, outcome })
      crashPoint('capture.read:before-commit')
    })
  } finally {
    // Only now can whoever comes next find it in the database.
    if (isOurs) running.delete(file.id)
  }
  crashPoint('capture.read:after-commit')
  return undefined
}

const isKnown = (file: ReceivedFileRow): boolean => file.outcome?.outcome === 'read'

async function begin({ ground }: CaptureDeps, capture: CaptureRow): Promise<boolean> {
  const { id, merchantId, attempts } = capture
  const isBegun = await transition(
    ground.db,
    captureEntity,
    captureMachine,
    'begin',
    { id, merchantId },
    {
      attempts: attempts + 1,
    },
  )
  ground.signals.send(uploadTopic(capture.uploadId))
  return isBegun
}

async function giveUp(deps: CaptureDeps, job: Job, capture: CaptureRow): Promise<undefined> {
  await deps.ground.db.transaction(async (tx) => {
    await job.finish(tx)
    await end(deps, tx, capture, 'fail', { reason: 'reading_broke_off' })
  })
}

/** What the file says: known from before, being found out by a twin, or read now. */
async function outcomeOf(
  deps: CaptureDeps,
  running: Running,
  capture: CaptureRow,
  { id, merchantId }: ReceivedFileRow,
): Promise<{ outcome: ReadOutcome; isOurs: boolean }> {
  const { manager } = deps.ground.db
  // Anew: a twin may have ended since.
  const file = await manager.findOneByOrFail(receivedFileEntity, { id, merchantId })
  const twin = running.get(id)
  if (twin) return { outcome: await twin, isOurs: false }
  if (file.outcome && isKnown(file)) return { outcome: file.outcome, isOurs: false }
  const reading = readFile(deps, capture, file)
  running.set(id, reading)
  try {
    return { outcome: await reading, isOurs: true }
  } catch (error) {
    running.delete(id)
    throw error
  }
}

async function readFile(
  { ground, storage, reader }: CaptureDeps,
  capture: CaptureRow,
  file: ReceivedFileRow,
): Promise<ReadOutcome> {
  const bytes = await storage.get(file.storageKey)
  if (file.type === 'qr') return readQrPayload(new TextDecoder().decode(bytes), ground.clock.now())
  if (file.type === 'wallet') return readWalletFile(bytes, ground.clock.now())
  let toldAt = 0
  const onProgress = (percent: number) => {
    const now = performance.now()
    if (now - toldAt < PROGRESS_EVERY_MS) return
    toldAt = now
    const { id, merchantId } = capture
    ground.db.manager
      .update(
        captureEntity,
        { id, merchantId, status: 'reading' },
        { progress: Math.min(99, Math.round(percent)) },
      )
      .then(() => ground.signals.send(uploadTopic(capture.uploadId)))
      .catch((error: unknown) => ground.log.warn({ event: 'capture.progress_failed', err: error }))
  }
  return reader.read(bytes, { now: ground.clock.now(), onProgress })
}

interface Found {
  capture: CaptureRow
  file: ReceivedFileRow
  outcome: ReadOutcome
}

async function keep(deps: CaptureDeps, tx: Tx, { capture, file, outcome }: Found): Promise<void> {
  const { ground } = deps
  const { merchantId } = capture
  await tx.manager.update(
    receivedFileEntity,
    { id: file.id, merchantId },
    { outcome, readAt: ground.clock.now() },
  )
  const [first, ...others] = outcome.outcome === 'read' ? outcome.readings : []
  if (!first) {
    const reason = outcome.outcome === 'unread' ? outcome.reason : 'not_invoice'
    await end(deps, tx, capture, 'refuse', { reason })
    return
  }
  await keepReading(deps, tx, capture, first)
  for (const [index, reading] of others.entries()) {
    const part: CaptureRow = {
      ...newCapture(ground, bringingOf(capture), { fileId: file.id, fileName: capture.fileName }),
      part: index + 1,
      status: 'reading',
      attempts: 1,
    }
    await insertRow(tx.manager, captureEntity, part)
    await keepReading(deps, tx, part, reading)
  }
}

async function keepReading(deps: CaptureDeps, tx: Tx, capture: CaptureRow, reading: Reading): Promise<void> {
  const { id, isDuplicate } = await addToPool(deps.ground, tx, capture, reading, await rowOfFile(tx, capture))
  const isTwin = isDuplicate && !(await isOwnOriginal(tx, capture, id))
  await end(deps, tx, capture, 'keep', { receivedInvoiceId: id, isDuplicate: isTwin, reason: null })
}

/** The row that these bytes went into when they were brought before. */
async function rowOfFile(tx: Tx, { merchantId, fileId, part }: CaptureRow): Promise<string | null> {
  const before = await tx.manager.findOne(captureEntity, {
    where: { merchantId, fileId, part, receivedInvoiceId: Not(IsNull()) },
    order: { id: 'ASC' },
  })
  return before?.receivedInvoiceId ?? null
}

/** The PDF of a picked invoice comes after what the wallet told of it: one bringing, not two. */
async function isOwnOriginal(tx: Tx, { merchantId, parentId }: CaptureRow, id: string): Promise<boolean> {
  if (parentId === null) return false
  const parent = await tx.manager.findOneBy(captureEntity, { id: parentId, merchantId })
  return parent?.source === 'wallet' && parent.receivedInvoiceId === id && !parent.isDuplicate
}

/** A zip: each of its files is kept and goes on by itself. */
async function splitArchive(
  deps: CaptureDeps,
  job: Job,
  capture: CaptureRow,
  file: ReceivedFileRow,
): Promise<undefined> {
  const { ground } = deps
  const members = await keepMembers(deps, file)
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    if (members instanceof UnreadError) await end(deps, tx, capture, 'refuse', { reason: members.reason })
    else {
      await takeIn(ground, tx, { ...bringingOf(capture), source: 'zip_member' }, members)
      await end(deps, tx, capture, 'split')
    }
    crashPoint('capture.split:before-commit')
  })
  crashPoint('capture.split:after-commit')
}

async function keepMembers(deps: CaptureDeps, file: ReceivedFileRow): Promise<KeptFile[] | UnreadError> {
  const bytes = await deps.storage.get(file.storageKey)
  try {
    const members = deps.reader.unpack(bytes)
    if (members.length === 0) return new UnreadError('not_invoice', 'the archive is empty')
    const kept: KeptFile[] = []
    for (const member of members) kept.push(await keepBytes(deps, file.merchantId, member))
    return kept
  } catch (error) {
    if (error instanceof UnreadError) return error
    throw error
  }
}

/** What comes out of a capture belongs to the same person and upload. */
function bringingOf({ merchantId, personId, source, uploadId, id }: CaptureRow): Bringing {
  return { merchantId, personId, source, uploadId, parentId: id }
}

async function end(
  { ground }: CaptureDeps,
  tx: Tx,
  capture: CaptureRow,
  action: 'keep' | 'split' | 'refuse' | 'fail',
  set: Partial<CaptureRow> = {},
): Promise<void> {
  const { id, merchantId, uploadId } = capture
  const isDone = await transition(
    tx,
    captureEntity,
    captureMachine,
    action,
    { id, merchantId },
    {
      ...set,
      progress: 100,
      finishedAt: ground.clock.now(),
    },
  )
  // Somebody else has ended it: what this transaction found must not be there twice.
  if (!isDone) throw new Error(`capture ${id} was ended meanwhile`)
  tx.onCommit(() => ground.signals.send(uploadTopic(uploadId)))
}
