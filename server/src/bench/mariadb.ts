import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { startMariadb } from '../test/mariadb-server'

export interface MysqlServer {
  /** Address of a fresh, empty database. */
  newDatabase(): Promise<string>
  /** Drops what was made, and ends the server if it is ours. */
  close(): Promise<void>
}

const LOCAL = 'mysql://root@127.0.0.1:3306'

/** `PIAOMA_TEST_MYSQL_URL`, else a server on this machine that lets us in, else a private one, else undefined. */
export async function findMysql(): Promise<MysqlServer | undefined> {
  const given = process.env.PIAOMA_TEST_MYSQL_URL
  if (given) return serverAt(given)
  if (await isOpen(LOCAL)) return serverAt(LOCAL)
  const own = await startMariadb()
  return own && serverAt(own.url, own.stop)
}

async function isOpen(url: string): Promise<boolean> {
  try {
    await run(url, 'SELECT 1')
    return true
  } catch {
    // Nobody there, or nobody who knows us: the next place is tried.
    return false
  }
}

function serverAt(url: string, stop: () => Promise<void> = async () => {}): MysqlServer {
  const made: string[] = []
  return {
    async newDatabase() {
      const name = `piaoma_bench_${randomBytes(6).toString('hex')}`
      await run(url, `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
      made.push(name)
      const address = new URL(url)
      address.pathname = `/${name}`
      return address.href
    },
    async close() {
      for (const name of made) await run(url, `DROP DATABASE \`${name}\``)
      await stop()
    },
  }
}

async function run(url: string, sql: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 2_000 })
  try {
    await connection.query(sql)
  } finally {
    await connection.end()
  }
}
