/** The simulator's own time. Everything that WeChat does later happens when this clock reaches it. */
export interface VirtualClock {
  /** Epoch milliseconds. */
  now(): number
  /** Does `task` when the clock reaches `dueAt`; the answer calls it off. A task that fails is reported by `advance`. */
  at(dueAt: number, task: () => Promise<void> | void): () => void
  /** Moves on by `ms`, doing what falls due on the way, in order, each at its own time. */
  advance(ms: number): Promise<void>
  /** From now on the clock follows the machine's (the demo). */
  run(): void
  /** Tasks that wait, for the control page. */
  waiting(): number
  /** Calls everything off. */
  clear(): void
  stop(): void
}

interface Task {
  dueAt: number
  order: number
  work: () => Promise<void> | void
}

const TICK_MS = 100

/** A clock that stands still at `start` until it is advanced, or told to run. */
export function createVirtualClock(start: number): VirtualClock {
  let time = start
  let tasks: Task[] = []
  let order = 0
  let running: { timer: NodeJS.Timeout; since: number } | undefined
  // One advance at a time: two would do the same task, or do tasks out of order.
  let turn: Promise<void> = Promise.resolve()

  function next(until: number): Task | undefined {
    const due = tasks.filter((task) => task.dueAt <= until)
    due.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order)
    const first = due[0]
    if (first) tasks = tasks.filter((task) => task !== first)
    return first
  }

  async function moveTo(target: number): Promise<void> {
    for (let task = next(target); task !== undefined; task = next(target)) {
      time = Math.max(time, task.dueAt)
      await task.work()
    }
    time = Math.max(time, target)
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  return {
    now: () => time,
    at(dueAt, work) {
      order += 1
      const task: Task = { dueAt, order, work }
      tasks.push(task)
      return () => {
        tasks = tasks.filter((other) => other !== task)
      }
    },
    advance: (ms) => inTurn(() => moveTo(time + ms)),
    run() {
      if (running) return
      let last = Date.now()
      const timer = setInterval(() => {
        const elapsed = Date.now() - last
        last += elapsed
        inTurn(() => moveTo(time + elapsed)).catch((error: unknown) => {
          process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
        })
      }, TICK_MS)
      running = { timer, since: last }
    },
    waiting: () => tasks.length,
    clear() {
      tasks = []
    },
    stop() {
      if (running) clearInterval(running.timer)
      running = undefined
      tasks = []
    },
  }
}
