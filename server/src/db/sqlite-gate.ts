import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { type DataSource, type EntityManager, QueryFailedError, QueryResult, type QueryRunner } from 'typeorm'

/**
 * TypeORM's better-sqlite3 driver hands ONE query runner to everybody: two overlapping transactions become one,
 * and a rollback of the second takes committed rows of the first with it. The gate gives every caller his own
 * runner and lets one whole transaction (or one lone statement) pass at a time, first come first served.
 * Transactions begin IMMEDIATE, so that the write lock is taken before anything is read.
 */
export function gateSqlite(dataSource: DataSource): void {
  const gate = new Gate()
  const inside = new AsyncLocalStorage<QueryRunner>()
  const driver = dataSource.driver as unknown as SqliteDriver & { createQueryRunner: () => QueryRunner }
  const Runner = gatedRunner(gate, inside, driver)
  driver.createQueryRunner = () => new Runner(driver)

  const { manager } = dataSource
  const begin = manager.transaction.bind(manager) as (...args: unknown[]) => Promise<unknown>
  const transaction = (...args: unknown[]) => {
    const work = args.pop() as (manager: EntityManager) => Promise<unknown>
    return begin(...args, async (inner: EntityManager) => {
      if (!inner.queryRunner) throw new Error('a transaction has no query runner')
      try {
        return await inside.run(inner.queryRunner, () => work(inner))
      } finally {
        // There is one transaction at a time. Without this every promise of the process would be followed for ever.
        inside.disable()
      }
    })
  }
  Object.assign(dataSource, { transaction })
  Object.assign(manager, { transaction })
}

/** A first-in-first-out lock that knows its owner. */
class Gate {
  owner: unknown = null
  private readonly waiting: (() => void)[] = []

  async acquire(runner: unknown): Promise<void> {
    if (this.owner !== null) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.owner = runner
  }

  release(): void {
    const next = this.waiting.shift()
    // The owner stays non-null while the turn is handed over, so that nobody jumps the queue.
    this.owner = next ? 'handing over' : null
    if (next) setImmediate(next)
  }
}

interface SqliteRunner {
  isReleased: boolean
  transactionDepth: number
  query(sql: string, parameters?: unknown[], structured?: boolean): Promise<unknown>
  startTransaction(level?: unknown): Promise<void>
  commitTransaction(): Promise<void>
  rollbackTransaction(): Promise<void>
}

/** A prepared statement; the driver computes `reader` anew at each look. */
interface Prepared {
  isReader: boolean
  statement: {
    all(...values: unknown[]): unknown[]
    run(...values: unknown[]): { changes: number; lastInsertRowid: unknown }
  }
}

interface SqliteDriver {
  databaseConnection: { prepare(sql: string): Prepared['statement'] & { reader: boolean } }
}

const MAX_STATEMENTS = 500

/** Runs statements without ever letting go of the thread, each prepared once a connection. */
function createExecutor(driver: SqliteDriver) {
  const known = new Map<string, Prepared>()

  function prepare(sql: string): Prepared {
    const prepared = known.get(sql)
    if (prepared) return prepared
    const statement = driver.databaseConnection.prepare(sql)
    const fresh = { isReader: statement.reader, statement }
    const [oldest] = known.keys()
    if (known.size >= MAX_STATEMENTS && oldest !== undefined) known.delete(oldest)
    known.set(sql, fresh)
    return fresh
  }

  /** What TypeORM's own runner answers: rows, or the last row id; with `isStructured` a QueryResult. */
  return (sql: string, parameters: unknown[], isStructured: boolean): unknown => {
    const values = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    const result = new QueryResult()
    try {
      const { isReader, statement } = prepare(sql)
      if (isReader) {
        result.records = result.raw = statement.all(...values)
      } else {
        const { changes, lastInsertRowid } = statement.run(...values)
        result.affected = changes
        result.raw = lastInsertRowid
      }
    } catch (error) {
      throw new QueryFailedError(sql, values, error as Error)
    }
    return isStructured ? result : result.raw
  }
}

function gatedRunner(gate: Gate, inside: AsyncLocalStorage<QueryRunner>, driver: SqliteDriver) {
  const require = createRequire(import.meta.url)
  const { BetterSqlite3QueryRunner } =
    require('typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js') as {
      BetterSqlite3QueryRunner: new (driver: unknown) => SqliteRunner
    }
  const execute = createExecutor(driver)

  class GatedRunner extends BetterSqlite3QueryRunner {
    private enter(): Promise<void> {
      const store = inside.getStore()
      if (store !== undefined && store === gate.owner) {
        throw new Error(
          'the outer data source was used inside a transaction: it would wait for itself for ever',
        )
      }
      return gate.acquire(this)
    }

    override async query(sql: string, parameters: unknown[] = [], isStructured = false): Promise<unknown> {
      if (this.isReleased) throw new Error('a statement came after its query runner was released')
      const text = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql
      // Nobody can come between within one turn of the thread: a lone statement that finds the gate open needs
      // no place in the queue.
      if (gate.owner === this || gate.owner === null) return execute(text, parameters, isStructured)
      await this.enter()
      try {
        return execute(text, parameters, isStructured)
      } finally {
        gate.release()
      }
    }

    override async startTransaction(level?: unknown): Promise<void> {
      if (this.transactionDepth > 0) return super.startTransaction(level)
      await this.enter()
      try {
        await super.startTransaction(level)
      } catch (error) {
        gate.release()
        throw error
      }
    }

    override async commitTransaction(): Promise<void> {
      const isOutermost = this.transactionDepth === 1
      await super.commitTransaction()
      if (isOutermost) gate.release()
    }

    override async rollbackTransaction(): Promise<void> {
      const isOutermost = this.transactionDepth === 1
      try {
        await super.rollbackTransaction()
      } finally {
        if (isOutermost) gate.release()
      }
    }
  }
  return GatedRunner as unknown as new (
    driver: unknown,
  ) => QueryRunner
}
