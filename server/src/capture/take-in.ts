import { createHash } from 'node:crypto'
import type { FileSource, FileType } from '@piaoma/shared/contract'
import { In, IsNull, Not } from 'typeorm'
import { crashPoint } from '../crash-point'
import { insertRow, isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { enqueue } from '../jobs'
import { type CaptureDeps, uploadTopic } from './deps'
import { type CaptureRow, captureEntity, type ReceivedFileRow, receivedFileEntity } from './entity'

/** What somebody brought. */
export interface NewFile {
  name: string | null
  bytes: Uint8Array
  /** Known already of a scanned code; else told by the bytes. */
  type?: FileType
}

/** A file whose bytes are kept; nothing speaks of it yet. */
export interface KeptFile {
  name: string | null
  sha256: string
  size: number
  type: FileType
  storageKey: string
}

/** Who brings files, how, and what they belong to. */
export interface Bringing {
  merchantId: string
  personId: string
  source: FileSource
  uploadId: string
  parentId?: string
}

/** So many of one merchant may wait to be read; whoever brings more is asked to wait. */
export const MAX_WAITING = 500

/**
 * Keeps the bytes under their own hash before anything speaks of them: what a row names is there, and the same bytes
 * twice are one file.
 */
export async function keepBytes(
  { storage, reader }: Pick<CaptureDeps, 'storage' | 'reader'>,
  merchantId: string,
  { name, bytes, type = reader.detect(bytes) }: NewFile,
): Promise<KeptFile> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const storageKey = `received/${merchantId}/${sha256.slice(0, 2)}/${sha256}`
  if (!(await storage.has(storageKey))) await storage.put(storageKey, bytes)
  crashPoint('capture.take-in:after-store')
  return { name: name?.slice(-255) ?? null, sha256, size: bytes.length, type, storageKey }
}

/** Refuses with `capture.too_many_waiting` when the merchant has too much unread already. */
export async function assertRoom(ground: Ground, merchantId: string, more: number): Promise<void> {
  const waiting = await ground.db.manager.countBy(captureEntity, {
    merchantId,
    status: In(['queued', 'reading']),
  })
  if (waiting + more > MAX_WAITING) {
    throw new AppError('capture.too_many_waiting', { headers: { 'retry-after': '30' } })
  }
}

/**
 * Writes one attempt for each file, with the job that reads it. Bytes that were read before are known at once: their
 * attempts are done and say who was first.
 */
export async function takeIn(
  ground: Ground,
  tx: Tx,
  bringing: Bringing,
  files: readonly KeptFile[],
): Promise<CaptureRow[]> {
  const rows: CaptureRow[] = []
  for (const kept of files) {
    const file = await findOrInsertFile(ground, tx, bringing.merchantId, kept)
    const known = file.outcome?.outcome === 'read' ? await invoicesOf(tx, file) : []
    if (known.length > 0) rows.push(...(await repeat(ground, tx, { bringing, kept, file, known })))
    else rows.push(await queue(ground, tx, { bringing, kept, file }))
  }
  tx.onCommit(() => ground.signals.send(uploadTopic(bringing.uploadId)))
  return rows
}

async function findOrInsertFile(
  ground: Ground,
  tx: Tx,
  merchantId: string,
  { sha256, size, type, storageKey }: KeptFile,
): Promise<ReceivedFileRow> {
  const find = () => tx.manager.findOneBy(receivedFileEntity, { merchantId, sha256 })
  const found = await find()
  if (found) return found
  const row: ReceivedFileRow = {
    id: ground.ids.ulid(),
    merchantId,
    sha256,
    size,
    type,
    storageKey,
    outcome: null,
    readAt: null,
    createdAt: ground.clock.now(),
  }
  try {
    await insertRow(tx.manager, receivedFileEntity, row)
    return row
  } catch (error) {
    const twin = isUniqueViolation(error) ? await find() : null
    if (!twin) throw error
    return twin
  }
}

/** The invoices that were read out of a file, one attempt for each part. */
async function invoicesOf(tx: Tx, file: ReceivedFileRow): Promise<CaptureRow[]> {
  const rows = await tx.manager.find(captureEntity, {
    where: { merchantId: file.merchantId, fileId: file.id, status: 'read', receivedInvoiceId: Not(IsNull()) },
    order: { part: 'ASC', id: 'ASC' },
  })
  return rows.filter((row, index) => row.part !== rows[index - 1]?.part)
}

interface One {
  bringing: Bringing
  kept: KeptFile
  file: ReceivedFileRow
}

async function queue(ground: Ground, tx: Tx, { bringing, kept, file }: One): Promise<CaptureRow> {
  const row = newCapture(ground, bringing, { fileId: file.id, fileName: kept.name })
  await insertRow(tx.manager, captureEntity, row)
  await enqueue(ground, tx, 'capture.read', { captureId: row.id }, { subject: row.id })
  return row
}

async function repeat(
  ground: Ground,
  tx: Tx,
  { bringing, kept, file, known }: One & { known: CaptureRow[] },
): Promise<CaptureRow[]> {
  const rows: CaptureRow[] = []
  for (const { part, receivedInvoiceId } of known) {
    const row: CaptureRow = {
      ...newCapture(ground, bringing, { fileId: file.id, fileName: kept.name }),
      ...(rows[0] ? { parentId: rows[0].id } : {}),
      part,
      status: 'read',
      progress: 100,
      receivedInvoiceId,
      isDuplicate: true,
      finishedAt: ground.clock.now(),
    }
    await insertRow(tx.manager, captureEntity, row)
    rows.push(row)
  }
  return rows
}

/** An attempt that begins. */
export function newCapture(
  ground: Ground,
  bringing: Bringing,
  of: Pick<CaptureRow, 'fileId' | 'fileName'>,
): CaptureRow {
  const { merchantId, personId, source, uploadId, parentId = null } = bringing
  return {
    id: ground.ids.ulid(),
    merchantId,
    uploadId,
    parentId,
    ...of,
    part: 0,
    personId,
    source,
    status: 'queued',
    progress: 0,
    reason: null,
    attempts: 0,
    receivedInvoiceId: null,
    isDuplicate: false,
    createdAt: ground.clock.now(),
    finishedAt: null,
  }
}
