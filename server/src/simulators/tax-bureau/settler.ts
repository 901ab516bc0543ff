import type { Bureau } from './core/bureau'
import type { Accepted } from './core/types'

/** Gets round to accepted orders when they are due, in this process; what a crash interrupts is resumed at start. */
export interface Settler {
  schedule(accepted: Accepted): void
  /** Schedules everything accepted but not settled, and tells of everything settled but not told. */
  resume(): void
  stop(): void
}

interface Parts {
  bureau: Bureau
  now: () => number
  onSettled: (accepted: Accepted) => void
}

export function createSettler({ bureau, now, onSettled }: Parts): Settler {
  const timers = new Set<NodeJS.Timeout>()
  let isStopped = false

  function settle(accepted: Accepted): void {
    const settled = bureau.settle(accepted.taxNum, accepted.serial)
    if (settled?.state === 'accepted') schedule(settled)
    else if (settled !== undefined) onSettled(settled)
  }

  function schedule(accepted: Accepted): void {
    if (isStopped) return
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        settle(accepted)
      },
      Math.max(accepted.dueAt - now(), 0),
    )
    timers.add(timer)
  }

  return {
    schedule,
    resume() {
      for (const accepted of bureau.requests.waiting()) schedule(accepted)
      for (const accepted of bureau.requests.untold()) onSettled(accepted)
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
