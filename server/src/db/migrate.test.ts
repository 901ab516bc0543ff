import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { entities } from '../entities'
import { describeOnDatabases, describeOnMariadb } from '../test/databases'
import type { Database } from './database'
import { pendingStatements } from './generate-migration'
import { migrate } from './migrate'
import { migrations } from './migrations'

const run = promisify(execFile)
const CHILD = fileURLToPath(new URL('../test/migrate-child.ts', import.meta.url))
const NAMES = migrations.map(({ name }) => name)

/** What TypeORM would still change to make the schema that of the entities. */
const difference = async (db: Database) =>
  (await db.dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)

/** Migrates in a process of its own; answers the names it applied. */
async function migrateInChild(url: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', CHILD, url], { timeout: 60_000 })
  return JSON.parse(stdout) as string[]
}

describeOnDatabases('migrate', (open) => {
  test('a migrated database is what the entities describe', async () => {
    const db = await open.openUrl(await open.emptyUrl())
    expect(await difference(db)).not.toEqual([])
    expect(await migrate(db)).toEqual(NAMES)
    expect(await difference(db)).toEqual([])
  })

  test('a fresh schema by synchronize needs nothing of the migrations either', async () => {
    const db = await open.openUrl(await open.emptyUrl())
    await db.dataSource.synchronize()
    expect(await difference(db)).toEqual([])
    // Statements bear being repeated over what is there already.
    expect(await migrate(db)).toEqual(NAMES)
    expect(await difference(db)).toEqual([])
  })

  test('a second run applies nothing', async () => {
    const url = await open.emptyUrl()
    const db = await open.openUrl(url)
    await migrate(db)
    expect(await migrate(db)).toEqual([])
    expect(await pendingStatements(url, entities)).toEqual([])
  })

  test('goes on after a process that died half-way', async () => {
    const statements = migrations.flatMap((migration) => migration[open.dialect])
    for (const done of [1, Math.floor(statements.length / 2), statements.length]) {
      const db = await open.openUrl(await open.emptyUrl())
      for (const statement of statements.slice(0, done)) await db.manager.query(statement)
      expect(await migrate(db)).toEqual(NAMES)
      expect(await difference(db)).toEqual([])
      await db.close()
    }
  })

  test('several connections at once apply each migration once', async () => {
    const url = await open.emptyUrl()
    const connections = await Promise.all(Array.from({ length: 3 }, () => open.openUrl(url, { poolSize: 2 })))
    const applied = await Promise.all(connections.map((db) => migrate(db)))
    expect(applied.flat()).toEqual(NAMES)
    for (const db of connections) expect(await difference(db)).toEqual([])
  })

  test('several processes at once apply each migration once', { timeout: 60_000 }, async () => {
    const url = await open.emptyUrl()
    const applied = await Promise.all([migrateInChild(url), migrateInChild(url), migrateInChild(url)])
    expect(applied.flat()).toEqual(NAMES)
    expect(await difference(await open.openUrl(url))).toEqual([])
  })

  test('the lock of a dead process is waited for and then taken over', async () => {
    const db = await open.openUrl(await open.emptyUrl())
    await migrate(db)
    let now = 1_000_000
    const insertLock = (at: number) =>
      db.manager.query("INSERT INTO `schema_migration` (`name`, `appliedAt`) VALUES ('lock', ?)", [at])
    await insertLock(now)
    let looks = 0
    const clock = () => {
      looks += 1
      now += 10_000
      return now
    }
    expect(await migrate(db, clock)).toEqual([])
    expect(looks).toBeGreaterThan(5)
    const rows = (await db.manager.query('SELECT `name` FROM `schema_migration`')) as { name: string }[]
    expect(rows.map(({ name }) => name)).toEqual(NAMES)
  })

  test('whoever comes back late does not take away the lock of his successor', async () => {
    const db = await open.openUrl(await open.emptyUrl())
    let looks = 0
    // While this one migrates, another finds its lock too old and takes over.
    const clock = () => {
      looks += 1
      return looks <= 2 ? 1_000 : 2_000_000
    }
    const original = db.manager.query.bind(db.manager)
    let isTaken = false
    db.manager.query = async (sql: string, parameters?: unknown[]) => {
      if (!isTaken && sql.startsWith('SELECT')) {
        isTaken = true
        await original("UPDATE `schema_migration` SET `appliedAt` = 1999999 WHERE `name` = 'lock'")
      }
      return original(sql, parameters)
    }
    await migrate(db, clock)
    db.manager.query = original
    expect(isTaken).toBe(true)
    const locks = await original("SELECT `appliedAt` FROM `schema_migration` WHERE `name` = 'lock'")
    expect(locks).toHaveLength(1)
  })
})

describeOnMariadb('tables', (open) => {
  test('compare text exactly and are transactional', async () => {
    const db = await open()
    const rows = (await db.manager.query(
      'SELECT TABLE_NAME AS name, TABLE_COLLATION AS collation, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
    )) as { name: string; collation: string; engine: string }[]
    expect(rows.length).toBeGreaterThan(entities.length)
    for (const { name, collation, engine } of rows) {
      expect(`${name} ${collation} ${engine}`).toBe(`${name} utf8mb4_bin InnoDB`)
    }
  })

  test('keep their collation in a database of another one', async () => {
    const url = await open.emptyUrl()
    const db = await open.openUrl(url)
    await db.manager.query(
      `ALTER DATABASE \`${new URL(url).pathname.slice(1)}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
    )
    await migrate(db)
    const rows = (await db.manager.query(
      "SELECT COLUMN_NAME AS name, COLLATION_NAME AS collation FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'code' AND COLLATION_NAME IS NOT NULL",
    )) as { name: string; collation: string }[]
    expect(rows.length).toBeGreaterThan(3)
    for (const { name, collation } of rows) expect(`${name} ${collation}`).toBe(`${name} utf8mb4_bin`)
  })
})
