import { crashPoint } from '../crash-point'
import { readJson, type Tx, toSafeInteger } from '../db'
import type { Ground } from '../ground'
import { JOBS_TOPIC } from './enqueue'
import { jobEntity } from './entity'

/** A claimed job in the hands of its handler. */
export interface Job {
  readonly id: string
  readonly kind: string
  readonly payload: Record<string, string>
  /** How often it was tried before. */
  readonly attempts: number
  /**
   * Deletes the job in the transaction of its effect: both happen or neither. Throws when the lease ran out and the
   * job is somebody else's now, so that the effect of a step that was overtaken is rolled back.
   */
  finish(tx: Tx): Promise<void>
}

class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** `retryInMs`: not done yet, nothing failed; ask again then. */
export type JobResult = { retryInMs: number } | undefined
export type JobHandler = (job: Job) => Promise<JobResult>

export interface JobKind {
  handle: JobHandler
  /** Longest pause between tries after failures. */
  maxDelayMs?: number
  /** Tries before it is given up; without it never. */
  maxAttempts?: number
  /** Told when the job is given up; before that is written down, so it may be told twice but never not at all. */
  onGivenUp?: (payload: Record<string, string>, problem: string) => Promise<void>
}

export interface Worker {
  start(): void
  /** Takes no new jobs and waits for the running ones. */
  stop(): Promise<void>
  /** Runs everything that is due now and returns when nothing is left to do at this moment. For tests. */
  drain(): Promise<void>
}

const IDLE_POLL_MS = 1_000
const BATCH = 8

/**
 * Claims due jobs by one conditional UPDATE with a fresh token, then reads them by that token: no two workers
 * get the same job on any engine. A lease that ran out is taken over, so every handler must bear being run twice.
 */
export function createWorker(ground: Ground, kinds: Record<string, JobKind>): Worker {
  const running = new Set<Promise<void>>()
  let isStopped = true
  let timer: NodeJS.Timeout | undefined
  let unsubscribe: (() => void) | undefined
  let polling: Promise<unknown> = Promise.resolve()
  let isWoken = false

  async function fill(): Promise<number> {
    const free = ground.config.WORKER_CONCURRENCY - running.size
    if (free <= 0) return 0
    const jobs = await claim(ground, Math.min(free, BATCH), Object.keys(kinds))
    for (const job of jobs) {
      const work = runJob(ground, kinds, job).finally(() => {
        running.delete(work)
        if (!isStopped) wake()
      })
      running.add(work)
    }
    return jobs.length
  }

  async function poll(): Promise<void> {
    do {
      isWoken = false
      try {
        while (!isStopped && (await fill()) > 0);
      } catch (error) {
        ground.log.error({ event: 'jobs.poll_failed', err: error })
      }
    } while (isWoken && !isStopped)
    if (!isStopped) timer = setTimeout(wake, IDLE_POLL_MS)
  }

  let isPolling = false
  function wake(): void {
    isWoken = true
    if (isPolling || isStopped) return
    clearTimeout(timer)
    isPolling = true
    polling = poll().finally(() => {
      isPolling = false
      if (isWoken && !isStopped) wake()
    })
  }

  return {
    start() {
      isStopped = false
      unsubscribe = ground.signals.on(JOBS_TOPIC, wake)
      wake()
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      unsubscribe?.()
      await polling
      await Promise.allSettled(running)
    },
    async drain() {
      for (;;) {
        const claimed = await fill()
        if (claimed === 0 && running.size === 0) return
        // A race of nobody never ends.
        if (running.size > 0) await Promise.race(running)
      }
    },
  }
}

interface ClaimedJob extends Omit<Job, 'finish'> {
  token: string
}

async function claim(ground: Ground, limit: number, kinds: string[]): Promise<ClaimedJob[]> {
  if (kinds.length === 0) return []
  const { db } = ground
  const now = ground.clock.now()
  const token = ground.ids.ulid()
  // A claimed job whose lease ran out is due like any other: `availableAt` holds the end of the lease. Kinds that
  // only a newer version knows are left to it.
  const due = `\`status\` IN (0, 1) AND \`availableAt\` <= ? AND \`kind\` IN (${kinds.map(() => '?').join(', ')})`
  const pick =
    db.dialect === 'mysql'
      ? `WHERE ${due} ORDER BY \`availableAt\`, \`id\` LIMIT ${limit}`
      : `WHERE \`id\` IN (SELECT \`id\` FROM \`job\` WHERE ${due} ORDER BY \`availableAt\`, \`id\` LIMIT ${limit})`
  await db.transaction((tx) =>
    tx.manager.query(`UPDATE \`job\` SET \`status\` = 1, \`claimToken\` = ?, \`availableAt\` = ? ${pick}`, [
      token,
      now + ground.config.WORKER_LEASE_MS,
      now,
      ...kinds,
    ]),
  )
  const rows = (await db.manager.query(
    'SELECT `id`, `kind`, `payload`, `attempts` FROM `job` WHERE `claimToken` = ? ORDER BY `id`',
    [token],
  )) as Record<string, unknown>[]
  return rows.map((row) => ({
    id: String(row.id),
    kind: String(row.kind),
    payload: readJson<Record<string, string>>(row.payload),
    attempts: toSafeInteger(row.attempts),
    token,
  }))
}

async function runJob(ground: Ground, kinds: Record<string, JobKind>, claimed: ClaimedJob): Promise<void> {
  const { db, log } = ground
  const kind = kinds[claimed.kind]
  if (!kind) return
  const mine = { id: claimed.id, claimToken: claimed.token }
  let isFinished = false
  // A long step keeps its lease; a dead process cannot.
  const heartbeat = setInterval(() => {
    db.manager
      .update(jobEntity, mine, { availableAt: ground.clock.now() + ground.config.WORKER_LEASE_MS })
      .catch((error: unknown) => log.warn({ event: 'jobs.heartbeat_failed', job: claimed.kind, err: error }))
  }, ground.config.WORKER_LEASE_MS / 3)
  try {
    const result = await kind.handle({
      ...claimed,
      async finish(tx) {
        const { affected } = await tx.manager.delete(jobEntity, mine)
        if (affected !== 1) throw new LeaseLost(`${claimed.kind} was taken over`)
        tx.onCommit(() => {
          isFinished = true
        })
      },
    })
    if (isFinished) return
    if (result)
      await putBack(ground, mine, { delayMs: result.retryInMs, attempts: claimed.attempts, problem: null })
    else {
      crashPoint(`jobs.before-delete:${claimed.kind}`)
      await db.manager.delete(jobEntity, mine)
    }
  } catch (error) {
    if (error instanceof LeaseLost) log.warn({ event: 'jobs.lease_lost', job: claimed.kind })
    else if (isFinished) log.error({ event: 'jobs.failed_after_finish', job: claimed.kind, err: error })
    else await failed(ground, kind, claimed, error)
  } finally {
    clearInterval(heartbeat)
  }
}

async function failed(ground: Ground, kind: JobKind, claimed: ClaimedJob, error: unknown): Promise<void> {
  const attempts = claimed.attempts + 1
  const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500)
  const mine = { id: claimed.id, claimToken: claimed.token }
  ground.log.error({ event: 'jobs.failed', job: claimed.kind, attempts, err: error })
  try {
    if (kind.maxAttempts !== undefined && attempts >= kind.maxAttempts) {
      await kind.onGivenUp?.(claimed.payload, problem)
      await ground.db.manager.update(jobEntity, mine, { status: 2, problem, attempts })
      return
    }
    const ceiling = Math.min(1_000 * 2 ** Math.min(attempts, 12), kind.maxDelayMs ?? 300_000)
    await putBack(ground, mine, { delayMs: ceiling * (0.5 + Math.random() / 2), attempts, problem })
  } catch (storeError) {
    // The lease will run out and the job comes back by itself.
    ground.log.error({ event: 'jobs.put_back_failed', job: claimed.kind, err: storeError })
  }
}

async function putBack(
  ground: Ground,
  mine: { id: string; claimToken: string },
  next: { delayMs: number; attempts: number; problem: string | null },
): Promise<void> {
  await ground.db.manager.update(jobEntity, mine, {
    status: 0,
    claimToken: null,
    availableAt: Math.round(ground.clock.now() + next.delayMs),
    attempts: next.attempts,
    problem: next.problem,
  })
}
