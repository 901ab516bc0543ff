/** WeChat's own scoring rules, which a page must keep. */
const MOST_BYTES = 256 * 1024
const MOST_A_SECOND = 20
const MOST_NODES = 1000
const MOST_DEPTH = 30

/** Bytes and calls of `setData` of one page. */
export interface DataUse {
  calls: number
  largestBytes: number
  totalBytes: number
}

/** Collects what no test may let pass. */
export interface Faults {
  readonly list: readonly string[]
  readonly dataUse: ReadonlyMap<string, DataUse>
  add(fault: string): void
  /** A person did something: what the page does now is not the same second's work as what it did before. */
  pause(): void
  noteSetData(route: string, bytes: number): void
  noteTree(route: string, nodes: number, depth: number): void
}

/** A person needs this long between two taps or fields; tests do not wait, so it is added to the clock. */
const PERSON_MS = 700

/** Watches the rules; every breach is said once. */
export function createFaults(now: () => number = Date.now): Faults {
  const faults = new Set<string>()
  const dataUse = new Map<string, DataUse>()
  const times = new Map<string, number[]>()
  let waited = 0
  return {
    get list() {
      return [...faults]
    },
    dataUse,
    add: (fault) => void faults.add(fault),
    pause: () => {
      waited += PERSON_MS
    },
    noteSetData(route, bytes) {
      const use = dataUse.get(route) ?? { calls: 0, largestBytes: 0, totalBytes: 0 }
      use.calls += 1
      use.totalBytes += bytes
      use.largestBytes = Math.max(use.largestBytes, bytes)
      dataUse.set(route, use)
      if (bytes > MOST_BYTES) faults.add(`${route}: setData of ${bytes} bytes`)
      const at = now() + waited
      const recent = (times.get(route) ?? []).filter((time) => at - time < 1000)
      recent.push(at)
      times.set(route, recent)
      if (recent.length > MOST_A_SECOND) faults.add(`${route}: more than ${MOST_A_SECOND} setData a second`)
    },
    noteTree(route, nodes, depth) {
      if (nodes > MOST_NODES) faults.add(`${route}: more than ${MOST_NODES} nodes`)
      if (depth > MOST_DEPTH) faults.add(`${route}: deeper than ${MOST_DEPTH}`)
    },
  }
}
