import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { afterAll, describe, inject } from 'vitest'
import { type Database, type Dialect, migrate, openDatabase } from '../db'
import { entities } from '../entities'

/** The databases of one suite. Everything opened is closed and everything made is dropped at its end. */
export interface OpenDatabase {
  /** Opens the suite's own database, migrated; called again it is another connection (a second process). */
  (options?: { poolSize?: number }): Promise<Database>
  readonly dialect: Dialect
  /** Address of a further, empty database: neither tables nor data. */
  emptyUrl(): Promise<string>
  /** A fresh, empty database for a service of its own, as its settings, with the address to look into it beside it. */
  forService(): Promise<{ url: string; env: Record<string, string> }>
  /** Opens an address of `emptyUrl` without migrating it. */
  openUrl(url: string, options?: { poolSize?: number }): Promise<Database>
}

/** Runs a suite on SQLite and, when a server is there, on MariaDB: the same assertions against both. */
export function describeOnDatabases(name: string, suite: (open: OpenDatabase) => void): void {
  describe(`${name} (SQLite)`, () => suite(databasesOf('sqlite')))
  if (inject('mysqlServerUrl') !== null) describe(`${name} (MariaDB)`, () => suite(databasesOf('mysql')))
}

/** Runs a suite on MariaDB only, when a server is there: for what only a server with row locks can show. */
export function describeOnMariadb(name: string, suite: (open: OpenDatabase) => void): void {
  if (inject('mysqlServerUrl') !== null) describe(`${name} (MariaDB)`, () => suite(databasesOf('mysql')))
}

function databasesOf(dialect: Dialect): OpenDatabase {
  const opened: Database[] = []
  const cleanups: (() => Promise<void>)[] = []
  let own: Promise<string> | undefined

  const emptyUrl = async () => {
    const made = dialect === 'sqlite' ? makeFile() : await makeDatabase()
    cleanups.push(made.remove)
    return made.url
  }
  const forService: OpenDatabase['forService'] = async () => {
    const folder = mkdtempSync(join(inject('tempFolder'), 'service-'))
    const env: Record<string, string> = { PIAOMA_DATA: folder }
    if (dialect === 'mysql') env.DATABASE_URL = await emptyUrl()
    return { url: env.DATABASE_URL ?? join(folder, 'piaoma.sqlite'), env }
  }
  const openUrl = async (url: string, options: { poolSize?: number } = {}) => {
    const db = await openDatabase({ url, entities, poolSize: options.poolSize ?? 10 })
    opened.push(db)
    return db
  }
  const open = async (options: { poolSize?: number } = {}) => {
    own ??= emptyUrl()
    const db = await openUrl(await own, options)
    await migrate(db)
    return db
  }
  afterAll(async () => {
    for (const db of opened) if (db.dataSource.isInitialized) await db.close()
    for (const cleanup of cleanups) await cleanup()
  })
  return Object.assign(open, { dialect, emptyUrl, forService, openUrl })
}

/** Removed with the folder of the run. */
const makeFile = () => ({
  url: join(mkdtempSync(join(inject('tempFolder'), 'sqlite-')), 'test.db'),
  remove: async () => {},
})

async function makeDatabase(): Promise<{ url: string; remove: () => Promise<void> }> {
  const server = inject('mysqlServerUrl')
  if (server === null) throw new Error('no MySQL server in this run')
  const name = `piaoma_${randomBytes(6).toString('hex')}`
  const run = async (sql: string) => {
    const connection = await createConnection({ uri: server })
    try {
      await connection.query(sql)
    } finally {
      await connection.end()
    }
  }
  await run(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => run(`DROP DATABASE \`${name}\``) }
}
