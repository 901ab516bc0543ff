import type { ErrorCode } from './codes'

/** One thing wrong with one field. `code` is looked up in the messages of both languages. */
export interface FieldIssue {
  /** Dotted path in the request, e.g. `buyer.taxpayerId` or `lines.0.amountFen`. */
  path: string
  code: string
  /** Words for the user in the language asked for. */
  message?: string
}

/** `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail: string
  fields?: FieldIssue[]
  requestId?: string
}
