import type { Verdict } from '../core/journal'

type Check = 'signature' | 'schema' | 'state'

/** Which check a code belongs to, for the journal. */
const SIGNATURE = new Set([40001, 40013, 40014, 41001, 42001, 48001, 61007, 72015])
const SCHEMA = new Set([
  40037, 40097, 40169, 41030, 43002, 44002, 47001, 47003, 72031, 72041, 72043, 72045, 72073,
])

/** WeChat's no: HTTP 200 with errcode. The words vary as they do there; only the code counts. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly errcode: number,
    message: string,
  ) {
    super(message)
  }

  get check(): Check {
    if (SIGNATURE.has(this.errcode)) return 'signature'
    return SCHEMA.has(this.errcode) ? 'schema' : 'state'
  }
}

export function refuse(errcode: number, message: string): never {
  throw new Refusal(errcode, message)
}

/** `undefined`, null and "" are missing. */
export function need(value: unknown, errcode: number, message: string): asserts value {
  if (value === undefined || value === null || value === '') refuse(errcode, message)
}

/** A non-empty string under `key`, or the refusal 72031 (invalid params). */
export function text(body: Record<string, unknown>, key: string, errcode = 72_031): string {
  const value = body[key]
  if (typeof value !== 'string' || value === '') refuse(errcode, `${key} is empty or no string`)
  return value
}

export function integer(body: Record<string, unknown>, key: string, errcode = 72_031): number {
  const value = body[key]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(errcode, `${key} is no integer`)
  return value
}

export function object(value: unknown, key: string, errcode = 72_031): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(errcode, `${key} is no object`)
  return value as Record<string, unknown>
}

export const refusedBy = (refusal: Refusal): Partial<Record<Check, Verdict>> => ({
  [refusal.check]: 'refused',
})
