import type { z } from 'zod'
import { jsonOf } from '../../raw-body'
import { PayRefusal, paramError } from './refusal'

/**
 * A request's JSON under the general rules of APIv3 (facts 1.3): JSON, no `null`, no character of four bytes; and
 * then under the schema of the call. Refuses with 400 PARAM_ERROR and the pointer of the first wrong field.
 */
export function readJsonBody<Schema extends z.ZodType>(raw: Buffer, schema: Schema): z.output<Schema> {
  const value = raw.length === 0 ? {} : jsonOf(raw)
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new PayRefusal(400, 'PARAM_ERROR', '请求体不是合法的JSON')
  }
  refuseForbidden(value, '')
  return parsed(schema, value, 'body')
}

/** Query and path values under their schema. */
export function readQuery<Schema extends z.ZodType>(url: string, schema: Schema): z.output<Schema> {
  const search = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  if (/[^\x21-\x7e]/.test(search)) throw paramError('', '编码', 'query')
  return parsed(schema, Object.fromEntries(new URLSearchParams(search)), 'query')
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  location: string,
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path =
    issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? [])
  const isMissing = issue?.code === 'invalid_type' && issue.input === undefined
  throw paramError(path.map((part) => `/${String(part)}`).join(''), isMissing ? '必填性' : '格式', location)
}

function refuseForbidden(value: unknown, pointer: string): void {
  if (value === null) throw paramError(pointer, '空值')
  if (typeof value === 'string' && /[\u{10000}-\u{10ffff}]/u.test(value)) throw paramError(pointer, '字符集')
  if (typeof value !== 'object') return
  for (const [name, part] of Object.entries(value)) refuseForbidden(part, `${pointer}/${name}`)
}
