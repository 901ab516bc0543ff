import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, isUniqueViolation, type Tx } from '../db'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { enqueue, hasten } from './enqueue'
import { type JobRow, jobEntity } from './entity'
import { createWorker, type Job, type JobKind, type Worker } from './worker'

const LEASE_MS = 30_000

describeOnDatabases('worker', (open) => {
  let db: Database
  let ground: TestGround
  const started: Worker[] = []

  beforeEach(async () => {
    db ??= await open()
    await db.manager.clear(jobEntity)
    ground = createTestGround(db)
  })
  afterEach(async () => {
    for (const worker of started.splice(0)) await worker.stop()
  })

  const put = (kind: string, payload: Record<string, string> = {}, options = {}) =>
    db.transaction((tx) => enqueue(ground, tx, kind, payload, options))
  const jobs = (): Promise<JobRow[]> => db.manager.find(jobEntity, { order: { id: 'ASC' } })
  const onlyJob = async (): Promise<JobRow> => {
    const [job, ...others] = await jobs()
    if (!job || others.length > 0) throw new Error('there is not exactly one job')
    return job
  }
  const workerOf = (kinds: Record<string, JobKind>, on: TestGround = ground) => createWorker(on, kinds)
  const start = (kinds: Record<string, JobKind>, on: TestGround = ground) => {
    const worker = workerOf(kinds, on)
    started.push(worker)
    worker.start()
    return worker
  }
  /** An effect that can be counted: a job of another kind, written in a transaction. */
  const leaveMark = (tx: Tx, mark: string) => enqueue(ground, tx, 'mark', { mark })
  const marks = async () =>
    (await jobs()).filter(({ kind }) => kind === 'mark').map(({ payload }) => payload.mark)

  test('four workers do 200 jobs, each exactly once', async () => {
    const done: string[] = []
    const doneBy = new Set<number>()
    await db.transaction(async (tx) => {
      for (let n = 0; n < 200; n++) await enqueue(ground, tx, 'count', { n: String(n) })
    })
    for (let worker = 0; worker < 4; worker++) {
      // On MariaDB each has connections of its own, as in processes of their own.
      const on = open.dialect === 'mysql' ? createTestGround(await open({ poolSize: 4 })) : ground
      start(
        {
          count: {
            handle: async (job) => {
              done.push(job.payload.n ?? '')
              doneBy.add(worker)
              await new Promise((resolve) => setTimeout(resolve, 2))
              return undefined
            },
          },
        },
        on,
      )
    }
    while ((await db.manager.count(jobEntity)) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(done.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n))
    expect(doneBy.size).toBeGreaterThan(1)
  })

  test('a job exists exactly if its transaction commits, and wakes the workers then', async () => {
    const seen: string[] = []
    start({
      step: {
        handle: async (job) => {
          seen.push(job.payload.name ?? '')
          return undefined
        },
      },
    })
    const failing = db.transaction(async (tx) => {
      await enqueue(ground, tx, 'step', { name: 'rolled back' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await jobs()).toEqual([])
    const before = Date.now()
    await put('step', { name: 'committed' })
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    // Sooner than the idle poll of a second.
    expect(Date.now() - before).toBeLessThan(800)
    expect(seen).toEqual(['committed'])
  })

  test('the effect and the end of its job are one: both or neither', async () => {
    await put('step')
    let shouldFail = true
    const handle = async (job: Job) => {
      await db.transaction(async (tx) => {
        await leaveMark(tx, 'effect')
        await job.finish(tx)
        if (shouldFail) throw new Error('before the commit')
      })
      return undefined
    }
    await workerOf({ step: { handle } }).drain()
    expect(await marks()).toEqual([])
    expect(await onlyJob()).toMatchObject({
      kind: 'step',
      status: 0,
      attempts: 1,
      problem: 'before the commit',
    })
    shouldFail = false
    ground.clock.advance(2_000)
    await workerOf({ step: { handle } }).drain()
    expect(await marks()).toEqual(['effect'])
    expect(await onlyJob()).toMatchObject({ kind: 'mark' })
  })

  test('an error after the job was finished is logged and repeats nothing', async () => {
    await put('step')
    const handle = async (job: Job) => {
      await db.transaction((tx) => job.finish(tx))
      throw new Error('afterwards')
    }
    await workerOf({ step: { handle } }).drain()
    expect(await jobs()).toEqual([])
    expect(ground.logLines.join('\n')).toContain('afterwards')
  })

  test('a dead worker’s job is taken over when its lease ends, not before', async () => {
    await put('step')
    const { id } = await onlyJob()
    await db.manager.update(
      jobEntity,
      { id },
      { status: 1, claimToken: 'of-a-dead-process', availableAt: ground.clock.now() + LEASE_MS },
    )
    const seen: string[] = []
    const kinds = {
      step: {
        handle: async (job: Job) => {
          seen.push(job.id)
          return undefined
        },
      },
    }
    ground.clock.advance(LEASE_MS - 1)
    await workerOf(kinds).drain()
    expect(seen).toEqual([])
    ground.clock.advance(1)
    await workerOf(kinds).drain()
    expect(seen).toEqual([id])
    expect(await jobs()).toEqual([])
  })

  test('whoever slept through his lease cannot add a second effect', async () => {
    await put('step')
    let wakeUp = () => {}
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve
    })
    const effect = (mark: string, before: Promise<void>): JobKind => ({
      handle: async (job) => {
        await before
        await db.transaction(async (tx) => {
          await leaveMark(tx, mark)
          await job.finish(tx)
        })
        return undefined
      },
    })
    const sleeper = workerOf({ step: effect('sleeper', asleep) }).drain()
    while ((await onlyJob()).status !== 1) await new Promise((resolve) => setTimeout(resolve, 5))
    ground.clock.advance(LEASE_MS)
    await workerOf({ step: effect('successor', Promise.resolve()) }).drain()
    expect(await marks()).toEqual(['successor'])
    wakeUp()
    await sleeper
    expect(await marks()).toEqual(['successor'])
    expect(await jobs()).toHaveLength(1)
  })

  test('a long step keeps its lease while its process lives', async () => {
    await put('step')
    const short = createTestGround(db, { env: { WORKER_LEASE_MS: '500' }, clock: ground.clock })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    let runs = 0
    const handle = async () => {
      runs += 1
      await finished
      return undefined
    }
    const working = workerOf({ step: { handle } }, short).drain()
    while ((await onlyJob()).status !== 1) await new Promise((resolve) => setTimeout(resolve, 5))
    for (let beat = 0; beat < 3; beat++) {
      const { availableAt } = await onlyJob()
      short.clock.advance(400)
      while ((await onlyJob()).availableAt === availableAt)
        await new Promise((resolve) => setTimeout(resolve, 10))
      await workerOf({ step: { handle } }, short).drain()
    }
    finish()
    await working
    expect(runs).toBe(1)
    expect(await jobs()).toEqual([])
  })

  test('what fails is tried again later and later, up to the longest pause', async () => {
    await put('step')
    const kinds = {
      step: {
        maxDelayMs: 10_000,
        handle: async () => {
          throw new Error('x'.repeat(900))
        },
      },
    }
    for (let attempt = 1; attempt <= 6; attempt++) {
      await workerOf(kinds).drain()
      const job = await onlyJob()
      const ceiling = Math.min(1_000 * 2 ** attempt, 10_000)
      expect(job).toMatchObject({ status: 0, attempts: attempt, claimToken: null, problem: 'x'.repeat(500) })
      const pause = job.availableAt - ground.clock.now()
      expect(pause).toBeGreaterThanOrEqual(ceiling / 2)
      expect(pause).toBeLessThanOrEqual(ceiling)
      ground.clock.set(job.availableAt)
    }
  })

  test('a job that is given up says so once and is never tried again', async () => {
    await put('step', { applicationId: 'A' })
    const told: [Record<string, string>, string][] = []
    let runs = 0
    const kinds = {
      step: {
        maxAttempts: 3,
        handle: async () => {
          runs += 1
          throw new Error(`failure ${runs}`)
        },
        onGivenUp: async (payload: Record<string, string>, problem: string) => {
          told.push([payload, problem])
        },
      },
    }
    for (let round = 0; round < 6; round++) {
      await workerOf(kinds).drain()
      ground.clock.advance(600_000)
    }
    expect(runs).toBe(3)
    expect(told).toEqual([[{ applicationId: 'A' }, 'failure 3']])
    expect(await onlyJob()).toMatchObject({ status: 2, attempts: 3, problem: 'failure 3' })
  })

  test('giving up is not complete before somebody was told', async () => {
    await put('step')
    let canTell = false
    let told = 0
    const kinds = {
      step: {
        maxAttempts: 1,
        handle: async () => {
          throw new Error('for good')
        },
        onGivenUp: async () => {
          if (!canTell) throw new Error('nobody can be told')
          told += 1
        },
      },
    }
    await workerOf(kinds).drain()
    expect((await onlyJob()).status).not.toBe(2)
    canTell = true
    ground.clock.advance(LEASE_MS)
    await workerOf(kinds).drain()
    expect(told).toBe(1)
    expect((await onlyJob()).status).toBe(2)
  })

  test('waiting is no failure: the job comes back when it said', async () => {
    await put('step')
    const kinds = { step: { handle: async () => ({ retryInMs: 5_000 }) } }
    await workerOf(kinds).drain()
    expect(await onlyJob()).toMatchObject({
      status: 0,
      attempts: 0,
      problem: null,
      availableAt: ground.clock.now() + 5_000,
    })
  })

  test('a delayed job waits, unless there is news about its subject', async () => {
    await put('step', { which: 'A' }, { delayMs: 60_000, subject: 'A' })
    await put('step', { which: 'B' }, { delayMs: 60_000, subject: 'B' })
    const seen: (string | undefined)[] = []
    const kinds = {
      step: {
        handle: async (job: Job) => {
          seen.push(job.payload.which)
          return undefined
        },
      },
    }
    await workerOf(kinds).drain()
    expect(seen).toEqual([])
    await hasten(ground, 'step', 'B')
    await workerOf(kinds).drain()
    expect(seen).toEqual(['B'])
    ground.clock.advance(60_000)
    await workerOf(kinds).drain()
    expect(seen).toEqual(['B', 'A'])
  })

  test('jobs of kinds it does not know are left alone and hold up nothing', async () => {
    for (let n = 0; n < 30; n++) await put('of-a-newer-version')
    await put('step')
    ground.clock.advance(1)
    let runs = 0
    const handle = async () => {
      runs += 1
      return undefined
    }
    await workerOf({ step: { handle } }).drain()
    expect(runs).toBe(1)
    const left = await jobs()
    expect(left).toHaveLength(30)
    expect(new Set(left.map(({ status, claimToken }) => `${status} ${claimToken}`))).toEqual(
      new Set(['0 null']),
    )
  })

  test('never more at once than the setting says', async () => {
    const few = createTestGround(db, { env: { WORKER_CONCURRENCY: '3' } })
    for (let n = 0; n < 20; n++) await put('step')
    let running = 0
    let most = 0
    const handle = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      return undefined
    }
    await workerOf({ step: { handle } }, few).drain()
    expect(most).toBe(3)
    expect(await jobs()).toEqual([])
  })

  test('stopping waits for the running step and takes no other', async () => {
    const one = createTestGround(db, { env: { WORKER_CONCURRENCY: '1' } })
    await put('step', { n: '1' })
    await put('step', { n: '2' })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    const ended: (string | undefined)[] = []
    const worker = start(
      {
        step: {
          handle: async (job) => {
            await finished
            ended.push(job.payload.n)
            return undefined
          },
        },
      },
      one,
    )
    while (!(await jobs()).some(({ status }) => status === 1))
      await new Promise((resolve) => setTimeout(resolve, 5))
    const stopping = worker.stop()
    finish()
    await stopping
    expect(ended).toEqual(['1'])
    expect(await onlyJob()).toMatchObject({ status: 0, payload: { n: '2' } })
  })

  test('ids made in one millisecond stay unique and in order', async () => {
    await db.transaction(async (tx) => {
      for (let n = 0; n < 300; n++) await enqueue(ground, tx, 'mark', { mark: String(n) })
    })
    expect(await marks()).toEqual(Array.from({ length: 300 }, (_, n) => String(n)))
    const [first] = await jobs()
    const twin = db.manager.insert(jobEntity, { ...first, payload: {} })
    await expect(twin).rejects.toSatisfy(isUniqueViolation)
  })
})
