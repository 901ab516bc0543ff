import { z } from 'zod'

/** What can be made to go wrong, `times` times (1) and then no more. */
export const faultSchema = z.strictObject({
  kind: z.enum([
    /** The question is not looked at and no answer ever comes. */
    'silence_before',
    /** The try is counted and no answer ever comes. */
    'silence_after',
    'busy',
    'limit',
    /** An HTML page with `status`. */
    'error_page',
    /** HTTP 200 with an HTML page. */
    'page',
    'reset',
    /** Baidu: 111; Tencent: AuthFailure.SecretIdNotFound. */
    'credentials',
    /** Baidu: the access token is no longer known (110). */
    'token_expired',
  ]),
  times: z.int().min(1).default(1),
  status: z.int().min(400).max(599).default(502),
})
export type Fault = z.output<typeof faultSchema>
export type FaultInput = z.input<typeof faultSchema>

export interface Faults {
  add(fault: Fault): void
  clear(): void
  take(kind: Fault['kind']): Fault | undefined
}

export function createFaults(): Faults {
  let faults: Fault[] = []
  return {
    add: (fault) => {
      faults.push({ ...fault })
    },
    clear: () => {
      faults = []
    },
    take(kind) {
      const fault = faults.find((each) => each.kind === kind)
      if (!fault) return undefined
      fault.times -= 1
      if (fault.times === 0) faults = faults.filter((each) => each !== fault)
      return fault
    },
  }
}

/** What a door does with a request. */
export type Reply =
  | { kind: 'json'; body: unknown }
  | { kind: 'page'; status: number }
  | { kind: 'silence' }
  | { kind: 'reset' }

/** Faults that strike before the question is looked at. */
export function faultBefore(faults: Faults): Reply | undefined {
  if (faults.take('silence_before')) return { kind: 'silence' }
  if (faults.take('reset')) return { kind: 'reset' }
  if (faults.take('page')) return { kind: 'page', status: 200 }
  const error = faults.take('error_page')
  return error ? { kind: 'page', status: error.status } : undefined
}
