import { z } from 'zod'

const common = {
  side: z.enum(['pay', 'mp']).optional(),
  method: z.string().optional(),
  /** The path (without query) contains this. */
  path: z.string().optional(),
  /** Gone after this many uses; without it, on until removed. */
  times: z.number().int().min(1).optional(),
}
/** Before: nothing was done. After: it was done, and the caller does not learn of it. */
const when = z.enum(['before', 'after']).default('before')

/** What can go wrong on the wire (facts 8.4). `POST /__sim/fault` takes one of these. */
export const faultSpec = z.discriminatedUnion('kind', [
  /** No answer ever comes. */
  z.strictObject({ kind: z.literal('timeout'), when, ...common }),
  /** The socket is destroyed before any answer. */
  z.strictObject({ kind: z.literal('reset'), when, ...common }),
  /** The socket is destroyed in the middle of the answer's body. */
  z.strictObject({ kind: z.literal('reset_mid_body'), ...common }),
  /** An HTML error page of the gateway in front. */
  z.strictObject({
    kind: z.literal('http_error'),
    when,
    status: z.number().int().min(400).max(599).default(502),
    ...common,
  }),
  /** 302 to another host; whoever follows it hands his Authorization over. */
  z.strictObject({ kind: z.literal('redirect'), to: z.url(), ...common }),
  /** The body comes in two halves, `ms` apart. */
  z.strictObject({ kind: z.literal('slow_body'), ms: z.number().int().min(1).max(60_000), ...common }),
  z.strictObject({ kind: z.literal('gzip'), ...common }),
  /** Content-Length promises more than comes. */
  z.strictObject({ kind: z.literal('wrong_length'), ...common }),
  /** HTTP 200 with something that is no answer. */
  z.strictObject({
    kind: z.literal('garbage'),
    when,
    body: z.string().default('<html>ok</html>'),
    ...common,
  }),
])

export type FaultInput = z.input<typeof faultSpec>
export type FaultSpec = z.output<typeof faultSpec>
export type Fault = FaultSpec & { id: number }

export interface FaultBoard {
  add(spec: FaultSpec): Fault
  list(): Fault[]
  /** Without an id, all of them. */
  remove(id?: number): void
  /** The oldest fault that fits this request, used once. */
  take(request: { side: 'pay' | 'mp'; method: string; path: string }): Fault | undefined
}

export function createFaultBoard(): FaultBoard {
  let faults: Fault[] = []
  let lastId = 0
  return {
    add(spec) {
      lastId += 1
      const fault = { ...spec, id: lastId }
      faults.push(fault)
      return fault
    },
    list: () => faults.map((fault) => ({ ...fault })),
    remove(id) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id)
    },
    take({ side, method, path }) {
      const fault = faults.find(
        (one) =>
          (one.side === undefined || one.side === side) &&
          (one.method === undefined || one.method === method) &&
          (one.path === undefined || path.includes(one.path)),
      )
      if (fault?.times !== undefined) {
        fault.times -= 1
        if (fault.times === 0) faults = faults.filter((other) => other !== fault)
      }
      return fault
    },
  }
}
