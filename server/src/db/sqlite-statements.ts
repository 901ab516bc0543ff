import { QueryFailedError, QueryResult } from 'typeorm'

export type Row = Record<string, unknown>

/** The connection of TypeORM's better-sqlite3 driver. */
export interface SqliteConnection {
  prepare(sql: string): Statement & { readonly reader: boolean }
}

interface Statement {
  all(...values: unknown[]): Row[]
  get(...values: unknown[]): Row | undefined
  run(...values: unknown[]): { changes: number; lastInsertRowid: unknown }
}

/** The driver computes `reader` anew at each look. */
interface Prepared {
  isReader: boolean
  statement: Statement
}

const MAX_STATEMENTS = 500

/** Runs statements without ever letting go of the thread; each is prepared once. */
export class SqliteStatements {
  private readonly prepared = new Map<string, Prepared>()

  constructor(private readonly connection: () => SqliteConnection) {}

  /** What TypeORM's own runner answers: rows, or the last row id; with `isStructured` a QueryResult. */
  run(sql: string, parameters: readonly unknown[], isStructured: boolean): unknown {
    const values = parameters.map(bindable)
    const result = new QueryResult()
    try {
      const { isReader, statement } = this.prepare(sql)
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

  /**
   * The first row of a SELECT; libsql puts a `_metadata` among its columns. Unlike a list of rows it leaves nothing
   * for the garbage collector to finalize, which under load costs as much as the query.
   */
  first(sql: string, parameters: readonly unknown[]): Row | undefined {
    const values = parameters.map(bindable)
    try {
      return this.prepare(sql).statement.get(...values)
    } catch (error) {
      throw new QueryFailedError(sql, values, error as Error)
    }
  }

  private prepare(sql: string): Prepared {
    const known = this.prepared.get(sql)
    if (known) return known
    const statement = this.connection().prepare(sql)
    const fresh = { isReader: statement.reader, statement }
    const [oldest] = this.prepared.keys()
    if (this.prepared.size >= MAX_STATEMENTS && oldest !== undefined) this.prepared.delete(oldest)
    this.prepared.set(sql, fresh)
    return fresh
  }
}

/** SQLite has no booleans to bind. */
const bindable = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value)
