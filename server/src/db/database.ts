import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Pool, RowDataPacket } from 'mysql2'
import { DataSource, type DataSourceOptions, type EntityManager, type EntitySchema } from 'typeorm'
import { isRetryable } from './errors'
import { gateSqlite } from './sqlite-gate'
import type { Row } from './sqlite-statements'

export type Dialect = 'sqlite' | 'mysql'

/** One open transaction. `onCommit` callbacks run only once everything is durable. */
export interface Tx {
  readonly manager: EntityManager
  onCommit(callback: () => void): void
}

export interface Database {
  readonly dialect: Dialect
  readonly dataSource: DataSource
  /** For single statements outside a transaction. */
  readonly manager: EntityManager
  /**
   * The first row of one SELECT outside a transaction, as the driver gives it (see `toSafeInteger`, `readJson`): for
   * hot paths, past everything that TypeORM does around a statement.
   */
  first(sql: string, values: readonly unknown[]): Promise<Row | undefined>
  /** Runs the whole of `work` in one transaction; anew, at most 3 times, after a deadlock or a lock time-out. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name`, or a path of an SQLite file. */
  url: string
  entities: EntitySchema[]
  /** Connections of the MySQL pool. */
  poolSize?: number
}

const ATTEMPTS = 4

/** Opens MySQL/MariaDB or the embedded SQLite; makes neither tables nor data. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dialect: Dialect = /^(mysql|mariadb):\/\//.test(options.url) ? 'mysql' : 'sqlite'
  const dataSource = new DataSource(
    dialect === 'mysql' ? await mysqlOptions(options) : sqliteOptions(options),
  )
  const first = dialect === 'sqlite' ? gateSqlite(dataSource).first : firstOfPool(dataSource)
  await dataSource.initialize()
  if (dialect === 'sqlite') {
    // FULL: an acknowledged application survives a power cut, not only a crash.
    for (const pragma of [
      'journal_mode = WAL',
      'synchronous = FULL',
      'busy_timeout = 5000',
      'foreign_keys = ON',
    ]) {
      await dataSource.query(`PRAGMA ${pragma}`)
    }
  }
  return {
    dialect,
    dataSource,
    manager: dataSource.manager,
    first,
    transaction: (work) => runTransaction(dataSource, dialect, work),
    close: () => dataSource.destroy(),
  }
}

/** TypeORM's own pool of mysql2, without its query runner. */
function firstOfPool(dataSource: DataSource): Database['first'] {
  const driver = dataSource.driver as unknown as { pool: Pool }
  return async (sql, values) => {
    const [rows] = await driver.pool.promise().query<RowDataPacket[]>(sql, [...values])
    return rows[0]
  }
}

async function runTransaction<T>(
  dataSource: DataSource,
  dialect: Dialect,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const callbacks: (() => void)[] = []
    const run = (manager: EntityManager) =>
      work({ manager, onCommit: (callback) => callbacks.push(callback) })
    let result: T
    try {
      result =
        dialect === 'mysql'
          ? // Conditional UPDATEs decide every race, so the gap locks of REPEATABLE READ would only cost deadlocks.
            await dataSource.transaction('READ COMMITTED', run)
          : await dataSource.transaction(run)
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRetryable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * (0.5 + Math.random())))
      continue
    }
    runCallbacks(callbacks)
    return result
  }
}

/** What is committed stays committed: a listener that fails is reported, but no longer fails the transaction. */
function runCallbacks(callbacks: (() => void)[]): void {
  for (const callback of callbacks) {
    try {
      callback()
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }
}

function sqliteOptions(options: DatabaseOptions): DataSourceOptions {
  if (options.url !== ':memory:') mkdirSync(dirname(options.url), { recursive: true })
  return {
    type: 'better-sqlite3',
    // libsql speaks better-sqlite3's interface and needs no compiler at install.
    driver: createRequire(import.meta.url)('libsql'),
    database: options.url,
    entities: options.entities,
    migrationsTransactionMode: 'each',
  }
}

async function mysqlOptions(options: DatabaseOptions): Promise<DataSourceOptions> {
  const url = options.url.replace(/^mariadb:/, 'mysql:')
  return {
    type: await detectServer(url),
    url,
    entities: options.entities,
    timezone: 'Z',
    charset: 'utf8mb4',
    poolSize: options.poolSize ?? 20,
    extra: { waitForConnections: true, connectTimeout: 10_000 },
    migrationsTransactionMode: 'each',
  }
}

/** TypeORM's `mysql` driver against a MariaDB server sees schema differences for ever; ask which one it is. */
async function detectServer(url: string): Promise<'mysql' | 'mariadb'> {
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection({ uri: url, connectTimeout: 10_000 })
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version')
    return /mariadb/i.test(String((rows as { version: string }[])[0]?.version)) ? 'mariadb' : 'mysql'
  } finally {
    await connection.end()
  }
}
