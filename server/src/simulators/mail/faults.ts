/**
 * What goes wrong on purpose. `refuse` 550 and `defer` 451 at RCPT TO; `refuse_content` 554 and `defer_content` 451
 * after DATA; `drop_before` resets the connection after DATA and keeps nothing; `drop_after` keeps the mail and
 * resets instead of answering; `slow` answers DATA `delayMs` late.
 */
export const FAULT_KINDS = [
  'refuse',
  'defer',
  'refuse_content',
  'defer_content',
  'drop_before',
  'drop_after',
  'slow',
] as const
export type MailFaultKind = (typeof FAULT_KINDS)[number]

export interface MailFault {
  kind: MailFaultKind
  /** Only mail to addresses that contain this; absent: all. */
  to?: string
  /** How often it strikes; absent: until it is cleared. */
  times?: number
  /** Of `slow`, milliseconds. */
  delayMs?: number
}

/** The faults that are switched on; each strike uses one up. */
export class Faults {
  private faults: MailFault[] = []

  list(): MailFault[] {
    return this.faults.map((fault) => ({ ...fault }))
  }

  set(faults: MailFault[]): void {
    this.faults = faults.map((fault) => ({ ...fault }))
  }

  /** The first fault of these kinds that concerns one of the addresses, used once. */
  take(kinds: readonly MailFaultKind[], addresses: readonly string[]): MailFault | undefined {
    const fault = this.faults.find(
      ({ kind, to }) => kinds.includes(kind) && addresses.some((address) => !to || address.includes(to)),
    )
    if (fault?.times !== undefined) {
      fault.times -= 1
      if (fault.times <= 0) this.faults = this.faults.filter((other) => other !== fault)
    }
    return fault
  }
}

/** Reads the body of `PUT /api/faults`, a list of faults; undefined when it is something else. */
export function parseFaults(body: unknown): MailFault[] | undefined {
  if (!Array.isArray(body)) return undefined
  return body.every(isFault) ? body : undefined
}

function isFault(value: unknown): value is MailFault {
  if (typeof value !== 'object' || value === null) return false
  const { kind, to, times, delayMs } = value as Record<string, unknown>
  const isCount = (count: unknown) => count === undefined || (Number.isInteger(count) && Number(count) > 0)
  return (
    FAULT_KINDS.some((known) => known === kind) &&
    (to === undefined || typeof to === 'string') &&
    isCount(times) &&
    isCount(delayMs)
  )
}
