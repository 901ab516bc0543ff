import type { Context } from 'koa'
import { AppError } from './app-error'

/** The bytes of the multipart field `file`; refuses `request.invalid` when there is none. */
export function uploadedFile(ctx: Context): Uint8Array {
  const { file } = ctx as unknown as { file?: { buffer: Buffer } }
  if (!file) throw new AppError('request.invalid', { fields: [{ path: 'file', code: 'field.required' }] })
  return file.buffer
}
