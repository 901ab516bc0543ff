import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { beforeAll, expect, inject, test } from 'vitest'
import { entities } from '../entities'
import { jobEntity } from '../jobs/entity'
import { describeOnDatabases, describeOnMariadb } from '../test/databases'
import { type Database, openDatabase, type Tx } from './database'
import { isUniqueViolation } from './errors'
import { migrate } from './migrate'

let made = 0
const newId = () => String(++made).padStart(26, '0')

/** Any table serves; a job's `attempts` is a counter. */
const insert = async (tx: Pick<Tx, 'manager'>, id: string) => {
  await tx.manager.insert(jobEntity, {
    id,
    kind: 'test',
    payload: {},
    subject: null,
    status: 2,
    availableAt: 0,
    attempts: 0,
    claimToken: null,
    problem: null,
    createdAt: 0,
  })
}
const increment = (tx: Pick<Tx, 'manager'>, id: string) =>
  tx.manager.increment(jobEntity, { id }, 'attempts', 1)
const counter = async (db: Database, id: string) =>
  (await db.manager.findOneByOrFail(jobEntity, { id })).attempts

const driverError = (code: string) => Object.assign(new Error(code), { code })
/** Resolves for everybody once `count` have arrived. */
function barrier(count: number): () => Promise<void> {
  let arrived = 0
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    arrived += 1
    if (arrived >= count) open()
    return opened
  }
}

describeOnDatabases('transaction', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  test('is whole or not at all', async () => {
    const [a, b] = [newId(), newId()]
    const failing = db.transaction(async (tx) => {
      await insert(tx, a)
      await insert(tx, b)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await db.manager.countBy(jobEntity, { id: a })).toBe(0)
    await db.transaction(async (tx) => {
      await insert(tx, a)
      await insert(tx, b)
    })
    expect(await db.manager.countBy(jobEntity, { id: b })).toBe(1)
  })

  test('a unique violation is told as one and not tried again', async () => {
    const id = newId()
    await insert(db, id)
    let runs = 0
    const twice = db.transaction((tx) => {
      runs += 1
      return insert(tx, id)
    })
    await expect(twice).rejects.toSatisfy(isUniqueViolation)
    expect(runs).toBe(1)
  })

  test.each([
    'ER_LOCK_DEADLOCK',
    'ER_LOCK_WAIT_TIMEOUT',
    'SQLITE_BUSY',
  ])('after %s the whole work runs anew', async (code) => {
    const id = newId()
    let runs = 0
    const committed: number[] = []
    const result = await db.transaction(async (tx) => {
      runs += 1
      const run = runs
      tx.onCommit(() => committed.push(run))
      await insert(tx, id)
      await increment(tx, id)
      if (run < 3) throw driverError(code)
      return run
    })
    expect(result).toBe(3)
    expect(await counter(db, id)).toBe(1)
    // Only the run that was committed has told anybody.
    expect(committed).toEqual([3])
  })

  test('gives up after three retries with the cause', async () => {
    let runs = 0
    const never = db.transaction(async () => {
      runs += 1
      throw driverError('ER_LOCK_DEADLOCK')
    })
    await expect(never).rejects.toThrow('ER_LOCK_DEADLOCK')
    expect(runs).toBe(4)
  })

  test('an error after the commit neither undoes nor repeats nor hides the work', async () => {
    const id = newId()
    let runs = 0
    const told: string[] = []
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    const result = await db.transaction(async (tx) => {
      runs += 1
      tx.onCommit(() => {
        throw driverError('ER_LOCK_DEADLOCK')
      })
      tx.onCommit(() => told.push('second listener'))
      await insert(tx, id)
      return 'done'
    })
    expect(result).toBe('done')
    expect(runs).toBe(1)
    expect(told).toEqual(['second listener'])
    expect((await warned).message).toBe('ER_LOCK_DEADLOCK')
    expect(await db.manager.countBy(jobEntity, { id })).toBe(1)
  })
})

describeOnMariadb('locks', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  test('of two transactions that wait for each other both are done, each once', async () => {
    const [a, b] = [newId(), newId()]
    const [doneByFirst, doneBySecond] = [newId(), newId()]
    for (const id of [a, b, doneByFirst, doneBySecond]) await insert(db, id)
    const met = barrier(2)
    let runs = 0
    const committed: string[] = []
    const crossing = (first: string, second: string, own: string) =>
      db.transaction(async (tx) => {
        runs += 1
        tx.onCommit(() => committed.push(own))
        await increment(tx, own)
        await increment(tx, first)
        // Each holds its first row before either asks for its second.
        await met()
        await increment(tx, second)
      })
    await Promise.all([crossing(a, b, doneByFirst), crossing(b, a, doneBySecond)])
    expect(runs).toBe(3)
    expect(await Promise.all([a, b, doneByFirst, doneBySecond].map((id) => counter(db, id)))).toEqual([
      2, 2, 1, 1,
    ])
    expect(committed.toSorted()).toEqual([doneByFirst, doneBySecond].toSorted())
  })

  test('after a lock time-out the work before it is not done twice', async () => {
    const [locked, own] = [newId(), newId()]
    for (const id of [locked, own]) await insert(db, id)
    const { url } = db.dataSource.options as { url: string }
    const other = await createConnection({ uri: url })
    await other.query('START TRANSACTION')
    await other.query('UPDATE `job` SET `attempts` = `attempts` + 10 WHERE `id` = ?', [locked])
    const release = setTimeout(() => void other.commit(), 1_300)
    let runs = 0
    await db.transaction(async (tx) => {
      runs += 1
      await tx.manager.query('SET SESSION innodb_lock_wait_timeout = 1')
      // MySQL undoes only the statement that timed out: this one must be undone by us.
      await increment(tx, own)
      await increment(tx, locked)
    })
    clearTimeout(release)
    await other.end()
    expect(runs).toBe(2)
    expect(await counter(db, own)).toBe(1)
    expect(await counter(db, locked)).toBe(11)
  })

  test('30 crossing transfers at once keep the sum', async () => {
    const accounts = [newId(), newId(), newId(), newId()]
    for (const id of accounts) await insert(db, id)
    const transfer = (n: number) =>
      db.transaction(async (tx) => {
        await increment(tx, accounts[n % 4] ?? '')
        await tx.manager.decrement(jobEntity, { id: accounts[(n * 3 + 1) % 4] }, 'attempts', 1)
      })
    await Promise.all(Array.from({ length: 30 }, (_, n) => transfer(n)))
    const balances = await Promise.all(accounts.map((id) => counter(db, id)))
    expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(0)
  })
})

test('SQLite locked by another connection is waited for and then tried anew', async () => {
  const url = join(mkdtempSync(join(inject('tempFolder'), 'busy-')), 'test.db')
  const [mine, other] = [await openDatabase({ url, entities }), await openDatabase({ url, entities })]
  await migrate(mine)
  // Both live in one thread here, where SQLite's own waiting would keep the holder from going on.
  await mine.dataSource.query('PRAGMA busy_timeout = 1')
  const id = newId()
  let runs = 0
  let mineDone: Promise<void> = Promise.resolve()
  await other.transaction(async (tx) => {
    await insert(tx, id)
    mineDone = mine.transaction(async (own) => {
      runs += 1
      await increment(own, id)
    })
    // The first try and its refusal happen while the lock is held.
    await new Promise((resolve) => setTimeout(resolve, 5))
  })
  await mineDone
  expect(runs).toBe(1)
  expect(await counter(mine, id)).toBe(1)
  await mine.close()
  await other.close()
})
