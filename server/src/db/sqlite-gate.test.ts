import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { DataSource, type EntityManager } from 'typeorm'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { gateSqlite } from './sqlite-gate'

const TRANSACTIONS = 200
const opened: DataSource[] = []

/** A bare TypeORM data source on libsql, as its documentation says, with or without the gate. */
async function openRaw(isGated: boolean): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    driver: createRequire(import.meta.url)('libsql'),
    database: join(mkdtempSync(join(inject('tempFolder'), 'gate-')), 'test.db'),
  })
  if (isGated) gateSqlite(dataSource)
  await dataSource.initialize()
  await dataSource.query('PRAGMA journal_mode = WAL')
  await dataSource.query('CREATE TABLE parent (id integer PRIMARY KEY)')
  await dataSource.query('CREATE TABLE child (id integer PRIMARY KEY, parentId integer NOT NULL)')
  opened.push(dataSource)
  return dataSource
}

afterEach(async () => {
  for (const dataSource of opened.splice(0)) await dataSource.destroy()
})

const pause = () => new Promise((resolve) => setImmediate(resolve))
const insert = (manager: EntityManager, id: number) =>
  manager.query('INSERT INTO parent (id) VALUES (?)', [id])
const ids = async (dataSource: DataSource, table = 'parent') =>
  ((await dataSource.query(`SELECT id FROM ${table} ORDER BY id`)) as { id: number }[]).map(({ id }) => id)

/** One transaction is committed while another, begun a moment later, is still open and then rolled back. */
async function overlap(dataSource: DataSource): Promise<'committed' | 'failed'> {
  let second: Promise<unknown> = Promise.resolve()
  const first = dataSource.transaction(async (manager) => {
    await insert(manager, 1)
    const inserted = new Promise<void>((resolve) => {
      second = dataSource.transaction(async (other) => {
        await insert(other, 2)
        resolve()
        await first
        throw new Error('rolled back on purpose')
      })
    })
    await inserted
  })
  const outcome = await first.then(
    () => 'committed' as const,
    () => 'failed' as const,
  )
  await expect(second).rejects.toThrow('on purpose')
  return outcome
}

/** Many transactions at once, every other one rolled back; answers which reported success. */
async function manyAtOnce(dataSource: DataSource): Promise<number[]> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: TRANSACTIONS }, (_, id) =>
      dataSource.transaction(async (manager) => {
        await insert(manager, id)
        await pause()
        await manager.query('INSERT INTO child (id, parentId) VALUES (?, ?)', [id, id])
        await pause()
        if (id % 2 === 1) throw new Error('rolled back on purpose')
      }),
    ),
  )
  return outcomes.flatMap(({ status }, id) => (status === 'fulfilled' ? [id] : []))
}

describe('TypeORM on SQLite without the gate', () => {
  test('loses what it reported as committed', async () => {
    const dataSource = await openRaw(false)
    expect(await overlap(dataSource)).toBe('committed')
    // Would be [1]. If a later TypeORM keeps the row, the gate can go.
    expect(await ids(dataSource)).toEqual([])
  })

  test('does not carry 200 transactions at once', async () => {
    const dataSource = await openRaw(false)
    const even = Array.from({ length: TRANSACTIONS / 2 }, (_, index) => index * 2)
    expect(await manyAtOnce(dataSource)).not.toEqual(even)
  })
})

describe('TypeORM on SQLite with the gate', () => {
  test('keeps what it reported as committed', async () => {
    const dataSource = await openRaw(true)
    const first = dataSource.transaction(async (manager) => {
      await insert(manager, 1)
      await pause()
    })
    const second = dataSource.transaction(async (manager) => {
      await insert(manager, 2)
      await pause()
      throw new Error('rolled back on purpose')
    })
    await first
    await expect(second).rejects.toThrow('on purpose')
    expect(await ids(dataSource)).toEqual([1])
  })

  test('carries 200 transactions at once, half of them rolled back, and lone statements between them', async () => {
    const dataSource = await openRaw(true)
    const lone = Promise.all(
      Array.from({ length: 100 }, (_, index) => insert(dataSource.manager, 1_000 + index)),
    )
    const committed = await manyAtOnce(dataSource)
    await lone
    const even = Array.from({ length: TRANSACTIONS / 2 }, (_, index) => index * 2)
    expect(committed).toEqual(even)
    expect(await ids(dataSource, 'child')).toEqual(even)
    expect(await ids(dataSource)).toEqual([
      ...even,
      ...Array.from({ length: 100 }, (_, index) => 1_000 + index),
    ])
  })

  test('lets callers pass in the order they came', async () => {
    const dataSource = await openRaw(true)
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 20 }, (_, id) =>
        dataSource.transaction(async (manager) => {
          await insert(manager, id)
          await pause()
          order.push(id)
        }),
      ),
    )
    expect(order).toEqual(Array.from({ length: 20 }, (_, id) => id))
  })

  test('refuses the outer data source inside a transaction instead of waiting for itself, and goes on after', async () => {
    const dataSource = await openRaw(true)
    const inside = dataSource.transaction(async (manager) => {
      await insert(manager, 1)
      await insert(dataSource.manager, 2)
    })
    await expect(inside).rejects.toThrow('inside a transaction')
    const nested = dataSource.transaction(() => dataSource.transaction((manager) => insert(manager, 3)))
    await expect(nested).rejects.toThrow('inside a transaction')
    await insert(dataSource.manager, 4)
    expect(await ids(dataSource)).toEqual([4])
  })

  test('what a transaction leaves running may use the outer data source once it is over', async () => {
    const dataSource = await openRaw(true)
    let later: Promise<unknown> = Promise.resolve()
    await dataSource.transaction(async (manager) => {
      await insert(manager, 1)
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() => insert(dataSource.manager, 2))
    })
    await later
    expect(await ids(dataSource)).toEqual([1, 2])
  })

  test('a savepoint inside a transaction is undone by itself', async () => {
    const dataSource = await openRaw(true)
    await dataSource.transaction(async (manager) => {
      await insert(manager, 1)
      const inner = manager.transaction(async (nested) => {
        await insert(nested, 2)
        throw new Error('inner')
      })
      await expect(inner).rejects.toThrow('inner')
      await manager.transaction((nested) => insert(nested, 3))
    })
    expect(await ids(dataSource)).toEqual([1, 3])
  })

  test('a failed statement, a failed BEGIN and a failed COMMIT leave the gate open', async () => {
    const dataSource = await openRaw(true)
    await insert(dataSource.manager, 1)
    await expect(dataSource.transaction((manager) => insert(manager, 1))).rejects.toThrow(/UNIQUE/)
    await expect(dataSource.query('SELECT nonsense FROM nowhere')).rejects.toThrow(/no such/)

    // A transaction that is open already makes the next BEGIN fail.
    await dataSource.query('BEGIN')
    await expect(dataSource.transaction((manager) => insert(manager, 2))).rejects.toThrow(/transaction/)
    await dataSource.query('ROLLBACK').catch(() => {})

    // A deferred constraint is only looked at by COMMIT.
    await dataSource.query('PRAGMA foreign_keys = ON')
    await dataSource.query(
      'CREATE TABLE strict_child (id integer PRIMARY KEY, parentId integer REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)',
    )
    const orphan = dataSource.transaction((manager) =>
      manager.query('INSERT INTO strict_child VALUES (1, 99)'),
    )
    await expect(orphan).rejects.toThrow(/FOREIGN KEY/)
    await dataSource.transaction((manager) => insert(manager, 3))
    expect(await ids(dataSource)).toEqual([1, 3])
  })
})
