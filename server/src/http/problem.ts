import { ERRORS, type ErrorCode, type Problem } from '@piaoma/shared/errors'
import { fieldMessage } from '@piaoma/shared/messages'
import type { Context, Middleware } from 'koa'
import type { Ground } from '../ground'
import { AppError } from './app-error'
import { languageOf } from './language'

/** Turns every failure into `application/problem+json`; what was not planned is logged and told in general words. */
export function problems(ground: Pick<Ground, 'log' | 'publicUrl'>): Middleware {
  return async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined) throw new AppError('resource.not_found')
      if (ctx.status === 405) throw new AppError('request.method_not_allowed')
    } catch (error) {
      const known = toAppError(error)
      if (!known) ground.log.error({ event: 'http.failed', requestId: ctx.state.requestId, err: error })
      const answer = known ?? new AppError('server.error')
      ctx.status = ERRORS[answer.code].status
      for (const [name, value] of Object.entries(answer.headers ?? {})) ctx.set(name, value)
      ctx.type = 'application/problem+json'
      ctx.body = JSON.stringify(problemOf(ctx, answer))
    }
  }
}

/** The problem document of an error in the reader's language. */
export function problemOf(ctx: Context, error: AppError): Problem & Record<string, unknown> {
  const language = languageOf(ctx)
  const entry = ERRORS[error.code]
  return {
    ...error.extra,
    type: `/docs/errors#${error.code}`,
    title: error.code,
    status: entry.status,
    code: error.code,
    detail: language === 'en' ? entry.en : entry.zh,
    ...(error.fields
      ? { fields: error.fields.map((issue) => ({ ...issue, message: fieldMessage(issue.code, language) })) }
      : {}),
    requestId: ctx.state.requestId as string,
  }
}

const HTTP_ERRORS: Record<number, ErrorCode> = {
  400: 'request.malformed',
  // koa-static about paths that lead out of its folder.
  403: 'resource.not_found',
  404: 'resource.not_found',
  413: 'request.too_large',
  415: 'request.unsupported_type',
}

/** The own errors of Koa, the body parsers and koa-static in our words. */
function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown }
  if (code === 'LIMIT_FILE_SIZE') return new AppError('request.too_large')
  if (typeof code === 'string' && code.startsWith('LIMIT_')) return new AppError('request.malformed')
  const mapped = typeof status === 'number' ? HTTP_ERRORS[status] : undefined
  return mapped ? new AppError(mapped) : undefined
}

/**
 * Around what reads bodies: whatever goes wrong there, the body is to blame. zlib and the multipart parser throw plain
 * errors without a status.
 */
export function unreadableBodies(read: Middleware): Middleware {
  return async (ctx, next) => {
    let isRead = false
    try {
      await read(ctx, () => {
        isRead = true
        return next()
      })
    } catch (error) {
      if (isRead) throw error
      throw toAppError(error) ?? new AppError('request.malformed', { logText: String(error) })
    }
  }
}
