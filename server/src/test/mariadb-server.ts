import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createConnection } from 'mysql2/promise'

/** A MySQL server in which databases may be created. */
export interface MysqlServer {
  url: string
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 60_000

function isInstalled(tool: string): boolean {
  const found = spawnSync(tool, ['--version'], { env: { ...process.env, PATH: toolPath() } })
  return found.error === undefined
}

/** Debian puts servers into sbin, which is not on everybody's PATH. */
const toolPath = (): string => [process.env.PATH ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter)

// The shell waits for the end of its input, which comes when this process closes it or dies, however it dies:
// then it ends the server and removes the data, so that no run leaves anything behind.
const KEEPER = 'folder=$1; shift; "$@" & pid=$!; read -r _; kill -9 $pid; wait $pid; rm -rf "$folder"'

/** A private mariadbd in a folder of its own, ended with us however we end; undefined when it is not installed. */
export async function startMariadb(): Promise<MysqlServer | undefined> {
  if (!isInstalled('mariadbd') || !isInstalled('mariadb-install-db')) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'piaoma-mariadb-'))
  const data = join(folder, 'data')
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []
  const env = { ...process.env, PATH: toolPath() }
  const installed = spawnSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      ...asRoot,
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { env, encoding: 'utf8' },
  )
  if (installed.status !== 0) throw new Error(`mariadb-install-db failed: ${installed.stderr}`)

  const port = await freePort()
  const keeper = spawn(
    '/bin/sh',
    [
      '-c',
      KEEPER,
      'keeper',
      folder,
      'mariadbd',
      '--no-defaults',
      ...asRoot,
      ...serverOptions(folder, data, port),
    ],
    { env, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  const url = `mysql://root@127.0.0.1:${port}`
  const stop = () => stopKeeper(keeper)
  try {
    await waitFor(url, keeper)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

function serverOptions(folder: string, data: string, port: number): string[] {
  return [
    `--datadir=${data}`,
    `--socket=${join(folder, 'db.sock')}`,
    `--pid-file=${join(folder, 'db.pid')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--max-connections=500',
    '--innodb-buffer-pool-size=128M',
    // As in production: an acknowledged commit is on the disk.
    '--innodb-flush-log-at-trx-commit=1',
  ]
}

async function stopKeeper(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null) return
  const ended = new Promise((resolve) => keeper.once('exit', resolve))
  keeper.stdin?.end()
  await ended
}

async function waitFor(url: string, keeper: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    try {
      await (await createConnection({ uri: url, connectTimeout: 2_000 })).end()
      return
    } catch (error) {
      if (keeper.exitCode !== null || Date.now() > deadline)
        throw new Error('mariadbd did not start', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
