import multer from '@koa/multer'
import { api, type Endpoint } from '@piaoma/shared/contract'
import type { Context, Middleware } from 'koa'
import { AppError } from './app-error'

/** One file of a form, with the name it was given. */
export interface UploadedFile {
  name: string
  bytes: Uint8Array
}

const UPLOADS = new Set(
  Object.entries(api as Record<string, Endpoint>)
    .filter(([, endpoint]) => endpoint.upload === 'files')
    .map(([key]) => key),
)

/** Forms of several large files are read by their handler, once it is known who sends them, and not before. */
export function isReadLater(ctx: Context): boolean {
  return UPLOADS.has(`${ctx.method} ${ctx.path}`)
}

interface FormRequest {
  files?: { originalname: string; buffer: Buffer }[]
  body?: Record<string, unknown>
}

/**
 * Reads the files of the form field `file` and the text fields beside them, in memory. Refuses
 * `request.unsupported_type` (no form) and `request.too_large` (a file, or all of them together, beyond the limits).
 */
export async function readUpload(
  ctx: Context,
  limits: { files: number; fileBytes: number; totalBytes: number },
): Promise<{ files: UploadedFile[]; fields: Record<string, unknown> }> {
  if (!ctx.is('multipart')) throw new AppError('request.unsupported_type')
  // The length is asked for: without it nobody knows how much more will come.
  if (!(ctx.request.length <= limits.totalBytes)) throw new AppError('request.too_large')
  const form = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: limits.fileBytes, files: limits.files },
    // Without the charset a file name in Chinese arrives as mojibake.
    defParamCharset: 'utf8',
  }).array('file') as unknown as Middleware
  await form(ctx as never, async () => {})
  const { files = [], body = {} } = { ...(ctx.req as FormRequest), ...(ctx.request as FormRequest) }
  return {
    files: files.map(({ originalname, buffer }) => ({ name: originalname, bytes: buffer })),
    fields: { ...body },
  }
}
