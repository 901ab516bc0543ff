import { z } from 'zod'
import { CAPTURE_STATUSES } from '../states/received'
import { page, pageQuery, time, ulid } from './common'
import { receivedFieldName, receivedSummary } from './received'

/** How a file came to us. */
export const FILE_SOURCES = [
  'photo',
  'album',
  'scan',
  'chat',
  'upload',
  'mail',
  'wallet',
  'zip_member',
] as const
export type FileSource = (typeof FILE_SOURCES)[number]

/**
 * What a file is, told by its bytes; `qr` is the payload of a code that a phone has scanned, `wallet` what WeChat tells of
 * an invoice in somebody's card wallet.
 */
export const FILE_TYPES = [
  'pdf',
  'ofd',
  'xml',
  'zip',
  'jpeg',
  'png',
  'webp',
  'heic',
  'tiff',
  'gif',
  'bmp',
  'qr',
  'wallet',
  'other',
] as const
export type FileType = (typeof FILE_TYPES)[number]

/** The sources that a person may name himself; the others are known by the service. */
export const PERSON_SOURCES = ['photo', 'album', 'chat', 'upload', 'wallet'] as const
export const personSource = z.enum(PERSON_SOURCES)

/** One attempt to take in one invoice. */
export const captureView = z.object({
  id: ulid,
  /** Everything sent together has the same. */
  uploadId: ulid,
  /** The zip or the PDF of several invoices that it came out of. */
  parentId: ulid.optional(),
  source: z.enum(FILE_SOURCES),
  fileName: z.string().optional(),
  fileType: z.enum(FILE_TYPES),
  fileSize: z.int(),
  status: z.enum(CAPTURE_STATUSES),
  /** 0 to 100. */
  progress: z.int(),
  /** Why there is no invoice, as a code and in the reader's language. */
  reason: z.object({ code: z.string(), text: z.string() }).optional(),
  /** Somebody had brought this invoice before: who and when. */
  duplicate: z.object({ personName: z.string(), isMine: z.boolean(), at: time }).optional(),
  invoice: receivedSummary.optional(),
  personName: z.string(),
  createdAt: time,
  finishedAt: time.optional(),
  actions: z.array(z.enum(['retry'])),
})
export type CaptureView = z.infer<typeof captureView>
export const capturePage = page(captureView)
export const captureListQuery = pageQuery.extend({
  status: z.enum(CAPTURE_STATUSES).optional(),
})

/** What was sent together; `isDone` once nothing of it is waiting or being read. */
export const uploadView = z.object({ id: ulid, isDone: z.boolean(), captures: z.array(captureView) })
export type UploadView = z.infer<typeof uploadView>

const part = z.number().min(0).max(1)
/** A page of an original as it is drawn, in pixels, and its fields as parts of width and height. */
export const pagePlaces = z.object({
  width: z.int(),
  height: z.int(),
  fields: z.array(z.object({ name: receivedFieldName, left: part, top: part, width: part, height: part })),
})

/** A code that the phone has scanned itself, as it read it. */
export const scanInput = z.strictObject({ qr: z.string().min(1, 'qr.required').max(2_000, 'text.too_long') })
