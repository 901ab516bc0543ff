import type { ApplicationView } from '../contract'
import type { Problem } from '../errors'
import { isSettled } from './progress'

/** What watching needs of the outside world. */
export interface WatchWorld {
  /** Opens the stream of events; undefined where the browser has none. Returns how to close it. */
  openEvents?: (on: { view: (view: ApplicationView) => void; lost: () => void }) => () => void
  read: () => Promise<ApplicationView>
  problemOf: (error: unknown) => Problem
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (timer: unknown) => void
}

export interface WatchEvents {
  view: (view: ApplicationView) => void
  /** The service cannot be reached just now; `view` says that it can again. */
  lost: () => void
  /** There is no such application: nothing more to watch. */
  gone: (problem: Problem) => void
}

const POLL_MS = 2_000
/** After two minutes of polling the answer is not a matter of seconds any more. */
const SLOW_AFTER_POLLS = 60
const SLOW_POLL_MS = 10_000
/** How long the stream may be silent before polling steps in. */
const PATIENCE_MS = 4_000
/** An issued invoice is watched a little longer: its delivery may only be about to be written. */
const LINGER_MS = 20_000

/**
 * Watches an application: by server-sent events, and by asking every two seconds as long as none come (no
 * EventSource, a proxy that holds them back, a lost connection). Stops by itself when nothing more can happen.
 * Returns how to stop, and how to ask at once (the page became visible again).
 */
export function watchApplication(world: WatchWorld, on: WatchEvents): { stop: () => void; ask: () => void } {
  let isStopped = false
  let isStreaming = false
  let isAsking = false
  let polls = 0
  let timer: unknown
  let linger: unknown
  let closeEvents: (() => void) | undefined

  const stop = () => {
    isStopped = true
    world.clearTimer(timer)
    world.clearTimer(linger)
    closeEvents?.()
  }
  const show = (view: ApplicationView) => {
    if (isStopped) return
    on.view(view)
    if (!isSettled(view)) {
      world.clearTimer(linger)
      linger = undefined
    } else if (view.status === 'issued') linger = linger ?? world.setTimer(stop, LINGER_MS)
    else stop()
  }
  const schedule = (ms: number) => {
    world.clearTimer(timer)
    if (!isStopped && !isStreaming) timer = world.setTimer(ask, ms)
  }
  const ask = async () => {
    if (isStopped || isAsking) return
    isAsking = true
    polls += 1
    try {
      show(await world.read())
    } catch (error) {
      const problem = world.problemOf(error)
      if (isStopped) return
      if (problem.status === 404) {
        stop()
        on.gone(problem)
        return
      }
      on.lost()
    } finally {
      isAsking = false
    }
    schedule(polls > SLOW_AFTER_POLLS ? SLOW_POLL_MS : POLL_MS)
  }

  closeEvents = world.openEvents?.({
    view: (view) => {
      isStreaming = true
      world.clearTimer(timer)
      show(view)
    },
    lost: () => {
      isStreaming = false
      schedule(POLL_MS)
    },
  })
  schedule(closeEvents ? PATIENCE_MS : 0)
  return { stop, ask }
}
