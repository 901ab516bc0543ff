import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type { DataSource, EntityManager, QueryRunner } from 'typeorm'
import { type Row, type SqliteConnection, SqliteStatements } from './sqlite-statements'

/**
 * TypeORM's better-sqlite3 driver hands ONE query runner to everybody: two overlapping transactions become one,
 * and a rollback of the second takes committed rows of the first with it. The gate gives every caller his own
 * runner and lets one whole transaction (or one lone statement) pass at a time, first come first served.
 * Transactions begin IMMEDIATE, so that the write lock is taken before anything is read.
 */
export function gateSqlite(dataSource: DataSource): SqliteGate {
  const inside = new AsyncLocalStorage<QueryRunner>()
  const gate = new Gate(inside)
  const driver = dataSource.driver as unknown as SqliteDriver
  // Prepared statements are per connection and there is one connection: every runner shares them.
  const statements = new SqliteStatements(() => driver.databaseConnection)
  const Runner = gatedRunner(gate, statements)
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
  return { first: (sql, values) => gate.passAlone(() => statements.first(sql, values)) }
}

/** For a lone statement outside any transaction. */
interface SqliteGate {
  first(sql: string, values: readonly unknown[]): Promise<Row | undefined>
}

interface SqliteDriver {
  databaseConnection: SqliteConnection
  createQueryRunner(): QueryRunner
}

/** A first-in-first-out lock that knows its owner. */
class Gate {
  owner: unknown = null
  private readonly waiting: (() => void)[] = []

  constructor(private readonly inside: AsyncLocalStorage<QueryRunner>) {}

  async acquire(owner: unknown): Promise<void> {
    const transaction = this.inside.getStore()
    if (transaction !== undefined && transaction === this.owner) {
      throw new Error(
        'the outer data source was used inside a transaction: it would wait for itself for ever',
      )
    }
    if (this.owner !== null) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.owner = owner
  }

  release(): void {
    const next = this.waiting.shift()
    // The owner stays non-null while the turn is handed over, so that nobody jumps the queue.
    this.owner = next ? 'handing over' : null
    if (next) setImmediate(next)
  }

  /**
   * Lets one synchronous statement pass. Nobody can come between within one turn of the thread, so a statement that
   * finds the gate open needs no place in the queue.
   */
  async passAlone<T>(statement: () => T): Promise<T> {
    if (this.owner === null) return statement()
    await this.acquire('a lone statement')
    try {
      return statement()
    } finally {
      this.release()
    }
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

function gatedRunner(gate: Gate, statements: SqliteStatements) {
  const require = createRequire(import.meta.url)
  const { BetterSqlite3QueryRunner } =
    require('typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js') as {
      BetterSqlite3QueryRunner: new (driver: unknown) => SqliteRunner
    }

  class GatedRunner extends BetterSqlite3QueryRunner {
    override async query(sql: string, parameters: unknown[] = [], isStructured = false): Promise<unknown> {
      if (this.isReleased) throw new Error('a statement came after its query runner was released')
      const text = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql
      const run = () => statements.run(text, parameters, isStructured)
      return gate.owner === this ? run() : gate.passAlone(run)
    }

    override async startTransaction(level?: unknown): Promise<void> {
      if (this.transactionDepth > 0) return super.startTransaction(level)
      await gate.acquire(this)
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
