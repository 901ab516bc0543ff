import type { Database } from './database'
import { isUniqueViolation } from './errors'
import { migrations } from './migrations'

/** One step of the schema: single statements for each dialect, safe to repeat because MySQL does not roll back DDL. */
export interface Migration {
  name: string
  sqlite: readonly string[]
  mysql: readonly string[]
}

const LOCK_SECONDS = 60

/**
 * Brings the schema up to date. Several processes may start at once: one row is the lock, and it expires, so
 * that a process killed while migrating does not shut the others out.
 */
export async function migrate(db: Database, now: () => number = Date.now): Promise<string[]> {
  await db.manager.query(
    'CREATE TABLE IF NOT EXISTS `schema_migration` (`name` varchar(100) NOT NULL PRIMARY KEY, `appliedAt` bigint NOT NULL)',
  )
  const lockedAt = await acquireLock(db, now)
  try {
    const rows = (await db.manager.query('SELECT `name` FROM `schema_migration`')) as { name: string }[]
    const applied = new Set(rows.map((row) => row.name))
    const pending = migrations.filter((migration) => !applied.has(migration.name))
    for (const migration of pending) {
      for (const statement of migration[db.dialect]) await db.manager.query(statement)
      await db.manager.query('INSERT INTO `schema_migration` (`name`, `appliedAt`) VALUES (?, ?)', [
        migration.name,
        now(),
      ])
    }
    return pending.map((migration) => migration.name)
  } finally {
    // By its time, so that the lock of a successor who found ours too old stays.
    await db.manager.query("DELETE FROM `schema_migration` WHERE `name` = 'lock' AND `appliedAt` = ?", [
      lockedAt,
    ])
  }
}

async function acquireLock(db: Database, now: () => number): Promise<number> {
  for (;;) {
    await db.manager.query("DELETE FROM `schema_migration` WHERE `name` = 'lock' AND `appliedAt` < ?", [
      now() - LOCK_SECONDS * 1000,
    ])
    try {
      const at = now()
      await db.manager.query("INSERT INTO `schema_migration` (`name`, `appliedAt`) VALUES ('lock', ?)", [at])
      return at
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
