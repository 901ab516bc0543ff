import type { z } from 'zod'
import type { ErrorCode } from '../errors/codes'

/** Who may call: anybody, a person with a console session, or a program with an API key. */
export type Access = 'public' | 'session' | 'apiKey'

/** One endpoint of the contract: guards, client types and `/openapi.json` all come from it. */
export interface Endpoint {
  summary: string
  access: Access
  /** Policy a session needs, e.g. `applications.approve`. */
  permission?: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** Needs `Idempotency-Key`; a replay is answered with `Idempotent-Replayed: true`. */
  isIdempotent?: boolean
  /** Multipart upload in the field `file`: one, or (`files`) several with the text fields beside them. */
  upload?: 'file' | 'files'
  answer: { status: 200 | 201 | 202; schema: z.ZodType } | { status: 200; media: string } | { status: 204 }
  errors: readonly ErrorCode[]
}
