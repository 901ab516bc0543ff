import type { ErrorCode, FieldIssue } from '@piaoma/shared/errors'

/** A refusal with a code of the closed table. `logText` is for us; the user reads the table's words. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldIssue[] | undefined
  readonly extra: Record<string, unknown> | undefined
  readonly headers: Record<string, string> | undefined

  constructor(
    code: ErrorCode,
    options: {
      fields?: FieldIssue[]
      extra?: Record<string, unknown>
      headers?: Record<string, string>
      logText?: string
    } = {},
  ) {
    super(options.logText ?? code)
    this.name = 'AppError'
    this.code = code
    this.fields = options.fields
    this.extra = options.extra
    this.headers = options.headers
  }
}
