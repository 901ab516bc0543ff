import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type { DataSource, EntityManager, QueryRunner } from 'typeorm'

/**
 * TypeORM's better-sqlite3 driver hands ONE query runner to everybody: two overlapping transactions become one,
 * and a rollback of the second takes committed rows of the first with it. The gate gives every caller his own
 * runner and lets one whole transaction (or one lone statement) pass at a time, first come first served.
 * Transactions begin IMMEDIATE, so that the write lock is taken before anything is read.
 */
export function gateSqlite(dataSource: DataSource): void {
  const gate = new Gate()
  const inside = new AsyncLocalStorage<QueryRunner>()
  const Runner = gatedRunner(gate, inside)
  const driver = dataSource.driver as unknown as { createQueryRunner: () => QueryRunner }
  driver.createQueryRunner = () => new Runner(driver)

  const { manager } = dataSource
  const begin = manager.transaction.bind(manager) as (...args: unknown[]) => Promise<unknown>
  const transaction = (...args: unknown[]) => {
    const work = args.pop() as (manager: EntityManager) => Promise<unknown>
    return begin(...args, (inner: EntityManager) => {
      if (!inner.queryRunner) throw new Error('a transaction has no query runner')
      return inside.run(inner.queryRunner, () => work(inner))
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
  transactionDepth: number
  query(sql: string, parameters?: unknown[], structured?: boolean): Promise<unknown>
  startTransaction(level?: unknown): Promise<void>
  commitTransaction(): Promise<void>
  rollbackTransaction(): Promise<void>
}

function gatedRunner(gate: Gate, inside: AsyncLocalStorage<QueryRunner>) {
  const require = createRequire(import.meta.url)
  const { BetterSqlite3QueryRunner } =
    require('typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js') as {
      BetterSqlite3QueryRunner: new (driver: unknown) => SqliteRunner
    }
  // Prepared statements are per connection and there is one connection: every runner shares them.
  const statements = new Map<string, unknown>()

  class GatedRunner extends BetterSqlite3QueryRunner {
    constructor(driver: unknown) {
      super(driver)
      Object.assign(this, { stmtCache: statements })
    }

    private enter(): Promise<void> {
      const store = inside.getStore()
      if (store !== undefined && store === gate.owner) {
        throw new Error(
          'the outer data source was used inside a transaction: it would wait for itself for ever',
        )
      }
      return gate.acquire(this)
    }

    override async query(sql: string, parameters?: unknown[], structured?: boolean): Promise<unknown> {
      const text = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql
      if (gate.owner === this) return super.query(text, parameters, structured)
      await this.enter()
      try {
        return await super.query(text, parameters, structured)
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
