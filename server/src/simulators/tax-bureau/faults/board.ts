import type { Fault, FaultKind, FaultSpec, FaultSubject } from './types'

/** The faults that are switched on now. They live in memory: a restart begins without any. */
export interface FaultBoard {
  add(spec: FaultSpec): Fault
  list(): Fault[]
  /** Without an id, all of them. Answers how many were removed. */
  remove(id?: number): number
  /** The oldest fault of this kind that fits, used once; `undefined` when nothing is wrong. */
  take<Kind extends FaultKind>(
    kind: Kind,
    subject: FaultSubject,
    fits?: (fault: Fault<Kind>) => boolean,
  ): Fault<Kind> | undefined
}

const FILTERS = ['taxNum', 'orderNo', 'buyerName', 'method', 'format'] as const

export function createFaultBoard(): FaultBoard {
  let faults: Fault[] = []
  let lastId = 0

  function isOf<Kind extends FaultKind>(fault: Fault, kind: Kind): fault is Fault<Kind> {
    return fault.kind === kind
  }

  function concerns(fault: Fault, subject: FaultSubject): boolean {
    const filters: FaultSubject = fault
    return FILTERS.every((name) => filters[name] === undefined || filters[name] === subject[name])
  }

  return {
    add(spec) {
      lastId += 1
      const fault: Fault = { ...spec, id: lastId }
      faults.push(fault)
      return fault
    },
    list: () => faults.map((fault) => ({ ...fault })),
    remove(id) {
      const before = faults.length
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id)
      return before - faults.length
    },
    take(kind, subject, fits = () => true) {
      for (const fault of faults) {
        if (!isOf(fault, kind) || !concerns(fault, subject) || !fits(fault)) continue
        if (fault.times !== undefined) {
          fault.times -= 1
          if (fault.times === 0) faults = faults.filter((other) => other !== fault)
        }
        return fault
      }
      return undefined
    },
  }
}
