import Libsql from 'libsql'
import { createPool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import type { RawDatabase, Value } from './raw-sql'

const LOST = 'the first statement of the transaction changed nothing'

/** mysql2 alone, with a pool of the service's size and its isolation level. */
export function rawMysql(url: string, poolSize: number): RawDatabase {
  const pool = createPool({
    uri: url,
    connectionLimit: poolSize,
    timezone: 'Z',
    charset: 'utf8mb4',
  })
  pool.pool.on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  })
  return {
    async read(sql, values) {
      const [rows] = await pool.query<RowDataPacket[]>(sql, [...values])
      return rows
    },
    async write(statements) {
      const connection = await pool.getConnection()
      try {
        await connection.query('START TRANSACTION')
        for (const [index, [sql, values]] of statements.entries()) {
          const [result] = await connection.query<ResultSetHeader>(sql, [...values])
          if (index === 0 && result.affectedRows !== 1) throw new Error(LOST)
        }
        await connection.query('COMMIT')
      } catch (error) {
        await connection.query('ROLLBACK')
        throw error
      } finally {
        connection.release()
      }
    },
  }
}

/** libsql alone: one connection, prepared statements, the service's durability. */
export function rawSqlite(path: string): RawDatabase {
  const database = new Libsql(path)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000']) {
    database.pragma(pragma)
  }
  const statements = new Map<string, Libsql.Statement<Value[]>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare<Value[]>(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    read: (sql, values) => prepared(sql).all(...values) as Record<string, unknown>[],
    write(all) {
      database.exec('BEGIN IMMEDIATE')
      try {
        for (const [index, [sql, values]] of all.entries()) {
          const { changes } = prepared(sql).run(...values)
          if (index === 0 && changes !== 1) throw new Error(LOST)
        }
        database.exec('COMMIT')
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
  }
}
