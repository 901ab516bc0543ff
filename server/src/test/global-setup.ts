import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type MysqlServer, startMariadb } from './mariadb-server'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a MariaDB/MySQL server in which tests may create databases; null when there is none. */
    mysqlServerUrl: string | null
    /** Folder of this run for whatever tests write; removed at its end. */
    tempFolder: string
  }
}

/**
 * Provides a folder and a MySQL server to the suites: `PIAOMA_TEST_MYSQL_URL`, else a private mariadbd of this
 * run. Without either the suites run on SQLite only and the run says so; with `PIAOMA_TEST_REQUIRE=all` that is
 * a failure.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'piaoma-test-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  project.provide('tempFolder', folder)
  try {
    const server = await findServer()
    project.provide('mysqlServerUrl', server?.url ?? null)
    return async () => {
      await server?.stop()
      removeFolder()
    }
  } catch (error) {
    removeFolder()
    throw error
  }
}

async function findServer(): Promise<MysqlServer | undefined> {
  const given = process.env.PIAOMA_TEST_MYSQL_URL
  if (given) return { url: given, stop: async () => {} }
  const own = await startMariadb()
  if (own) return own
  const line = 'not run: MariaDB suites (mariadbd not installed)'
  if (process.env.PIAOMA_TEST_REQUIRE === 'all') throw new Error(line)
  console.log(line)
  return undefined
}
