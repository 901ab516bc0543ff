import { z } from 'zod'
import { ulid } from './common'

/** Pieces that many endpoints are made of. */
export const id = z.strictObject({ id: ulid })
export const language = z.object({ lang: z.enum(['zh-CN', 'en']).optional() })
export const json = <S extends z.ZodType>(schema: S) => ({ status: 200 as const, schema })
export const created = <S extends z.ZodType>(schema: S) => ({ status: 201 as const, schema })
export const list = <S extends z.ZodType>(schema: S) => json(z.object({ items: z.array(schema) }))
export const none = { status: 204 as const }
export const session = <P extends string>(permission: P) => ({ access: 'session' as const, permission })
