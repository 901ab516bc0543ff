import { personSource, type UploadView } from '@piaoma/shared/contract'
import { captureMachine } from '@piaoma/shared/states'
import { LessThan } from 'typeorm'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import {
  AppError,
  answerOnce,
  type Guard,
  languageOf,
  type Person,
  parseInput,
  readUpload,
  streamView,
} from '../http'
import { sha256 } from '../ids'
import { enqueue } from '../jobs'
import { receivedScope } from '../merchants/policy'
import { fileOf, loadCapture } from './access'
import { type CaptureDeps, uploadTopic } from './deps'
import { type CaptureRow, captureEntity } from './entity'
import { drawCutOut, drawPage, placesOnPage } from './pictures'
import { presentCaptures, presentUpload } from './presenter'
import { assertRoom, type KeptFile, keepBytes, type NewFile, takeIn } from './take-in'

const MEGABYTE = 1024 * 1024
const MAX_FILES = 20
/** One more file than allowed is read, so that the refusal can say what is wrong. */
const UPLOAD_LIMITS = { files: MAX_FILES + 1, fileBytes: 20 * MEGABYTE, totalBytes: 60 * MEGABYTE }

/** Taking in received invoices, and what became of each attempt. */
export function mountAttempts(guard: Guard, deps: CaptureDeps): void {
  mountIntake(guard, deps)
  mountViews(guard, deps)
  mountPictures(guard, deps)
}

function mountIntake(guard: Guard, deps: CaptureDeps): void {
  guard('POST /api/v1/merchant/captures', 'capture', async ({ ctx, caller, idempotencyKey }) => {
    const { files, fields } = await readUpload(ctx, UPLOAD_LIMITS)
    if (files.length === 0 || files.every(({ bytes }) => bytes.length === 0))
      throw new AppError('capture.no_file')
    if (files.length > MAX_FILES) throw new AppError('capture.too_many_files')
    const source = parseInput(personSource.default('upload'), fields.source)
    if (!source.success) {
      throw new AppError('request.invalid', { fields: [{ path: 'source', code: 'field.invalid' }] })
    }
    return accept(deps, ctx, { caller, idempotencyKey, source: source.data, files })
  })
  guard('POST /api/v1/merchant/captures/scans', 'capture', ({ ctx, caller, idempotencyKey, body }) => {
    const file: NewFile = { name: null, bytes: new TextEncoder().encode(body.qr), type: 'qr' }
    return accept(deps, ctx, { caller, idempotencyKey, source: 'scan', files: [file] })
  })
}

interface Brought {
  caller: Person
  idempotencyKey: string
  source: CaptureRow['source']
  files: NewFile[]
}

/** Keeps what was brought and answers at once; reading is a job. */
async function accept(
  deps: CaptureDeps,
  ctx: Parameters<typeof answerOnce>[1] & Parameters<typeof languageOf>[0],
  { caller, idempotencyKey, source, files }: Brought,
): Promise<UploadView> {
  const { ground } = deps
  const { merchantId, userId } = caller
  const content = files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }))
  const request = {
    scope: `capture:${merchantId}:${userId}`,
    key: idempotencyKey,
    body: { source, content },
    httpStatus: 202,
  }
  const { uploadId } = await answerOnce(ground, ctx, request, async () => {
    await assertRoom(ground, merchantId, files.length)
    const kept: KeptFile[] = []
    for (const file of files) kept.push(await keepBytes(deps, merchantId, file))
    return async (tx: Tx) => {
      const bringing = { merchantId, personId: userId, source, uploadId: ground.ids.ulid() }
      await takeIn(ground, tx, bringing, kept)
      return { uploadId: bringing.uploadId }
    }
  })
  return presentUpload(ground, caller, await loadUpload(ground, caller, uploadId), languageOf(ctx))
}

/** What was sent together, of what somebody may see; `resource.not_found` when that is nothing. */
async function loadUpload(ground: Ground, person: Person, uploadId: string): Promise<CaptureRow[]> {
  const scope = receivedScope(person)
  const where = { merchantId: person.merchantId, uploadId, ...(scope ? { personId: scope } : {}) }
  const rows = await ground.db.manager.find(captureEntity, { where, order: { id: 'ASC' } })
  if (rows.length === 0) throw new AppError('resource.not_found')
  return rows
}

function mountViews(guard: Guard, { ground }: CaptureDeps): void {
  guard('GET /api/v1/merchant/captures', 'console', async ({ ctx, caller, query }) => {
    const scope = receivedScope(caller)
    const rows = await ground.db.manager.find(captureEntity, {
      where: {
        merchantId: caller.merchantId,
        ...(scope ? { personId: scope } : {}),
        ...(query.status ? { status: query.status } : {}),
        ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
      },
      order: { id: 'DESC' },
      take: query.limit + 1,
    })
    const shown = rows.slice(0, query.limit)
    return {
      items: await presentCaptures(ground, caller, shown, languageOf(ctx)),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  guard('GET /api/v1/merchant/uploads/:id', 'console', async ({ ctx, caller, params }) =>
    presentUpload(ground, caller, await loadUpload(ground, caller, params.id), languageOf(ctx)),
  )
  guard('GET /api/v1/merchant/uploads/:id/events', 'console', async ({ ctx, caller, params }) => {
    await loadUpload(ground, caller, params.id)
    const language = languageOf(ctx)
    return streamView(ground, ctx, {
      event: 'upload',
      topic: uploadTopic(params.id),
      read: async () => {
        const view = await presentUpload(
          ground,
          caller,
          await loadUpload(ground, caller, params.id),
          language,
        )
        return { json: JSON.stringify(view), isFinal: view.isDone }
      },
    })
  })
  guard('GET /api/v1/merchant/captures/:id', 'console', async ({ ctx, caller, params }) =>
    one(
      await presentCaptures(ground, caller, [await loadCapture(ground, caller, params.id)], languageOf(ctx)),
    ),
  )
  guard('POST /api/v1/merchant/captures/:id/retry', 'capture', async ({ ctx, caller, params }) => {
    await retry(ground, await loadCapture(ground, caller, params.id))
    return one(
      await presentCaptures(ground, caller, [await loadCapture(ground, caller, params.id)], languageOf(ctx)),
    )
  })
}

function one<T>(items: readonly T[]): T {
  const [first] = items
  if (first === undefined) throw new Error('nothing was presented')
  return first
}

/** Reads a file again whose reading broke off; `resource.conflict` for any other. */
async function retry(ground: Ground, { id, merchantId, uploadId }: CaptureRow): Promise<void> {
  await ground.db.transaction(async (tx) => {
    const set = { attempts: 0, progress: 0, reason: null, finishedAt: null }
    if (!(await transition(tx, captureEntity, captureMachine, 'retry', { id, merchantId }, set))) {
      throw new AppError('resource.conflict')
    }
    await enqueue(ground, tx, 'capture.read', { captureId: id }, { subject: id })
    tx.onCommit(() => ground.signals.send(uploadTopic(uploadId)))
  })
}

function mountPictures(guard: Guard, deps: CaptureDeps): void {
  const { ground, storage } = deps
  guard('GET /api/v1/merchant/captures/:id/file', 'console', async ({ ctx, caller, params }) => {
    const capture = await loadCapture(ground, caller, params.id)
    const file = await fileOf(ground.db.manager, capture)
    // Saved, never shown: it is whatever somebody sent.
    ctx.attachment(capture.fileName ?? `${file.sha256.slice(0, 16)}.${file.type}`)
    ctx.set('cache-control', 'private, no-store')
    ctx.type = 'application/octet-stream'
    return Buffer.from(await storage.get(file.storageKey))
  })
  guard('GET /api/v1/merchant/captures/:id/preview', 'console', async ({ ctx, caller, params, query }) => {
    const capture = await loadCapture(ground, caller, params.id)
    ctx.set('cache-control', 'private, max-age=3600')
    return Buffer.from(await drawPage(deps, await fileOf(ground.db.manager, capture), query.page))
  })
  guard('GET /api/v1/merchant/captures/:id/places', 'console', async ({ caller, params, query }) => {
    const capture = await loadCapture(ground, caller, params.id)
    const file = await fileOf(ground.db.manager, capture)
    return placesOnPage(deps, file, { part: capture.part, page: query.page })
  })
  guard('GET /api/v1/merchant/captures/:id/cut-out', 'console', async ({ ctx, caller, params, query }) => {
    const capture = await loadCapture(ground, caller, params.id)
    ctx.set('cache-control', 'private, max-age=3600')
    return Buffer.from(
      await drawCutOut(deps, await fileOf(ground.db.manager, capture), capture.part, query.field),
    )
  })
}
