import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileMissingError, keySegments, type Storage } from './storage'

/** Begins with a dot, so that no key can reach it. */
const PARTIAL = '.partial'
/** A partial file this old belongs to a process that died. */
const ABANDONED_MS = 24 * 3_600_000

/**
 * Keeps files in a folder of this machine. A file is written under a passing name, flushed to the disk and then
 * renamed, and the folder that names it is flushed too: whoever reads a key sees all of its bytes or none.
 */
export function createFolderStorage(root: string): Storage {
  const pathOf = (key: string) => join(root, ...keySegments(key))
  let swept: Promise<void> | undefined
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const partial = join(root, PARTIAL, randomBytes(12).toString('hex'))
      await makeFolder(dirname(partial))
      swept ??= removeAbandoned(dirname(partial))
      await swept
      await makeFolder(dirname(path))
      try {
        await writeDurably(partial, bytes)
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
      await flushFolder(dirname(path))
    },
    async get(key) {
      try {
        return new Uint8Array(await readFile(pathOf(key)))
      } catch (error) {
        throw isMissing(error) ? new FileMissingError(key) : error
      }
    },
    async has(key) {
      try {
        return (await stat(pathOf(key))).isFile()
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { force: true })
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A new folder lasts only once its parent has been flushed. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) {
    await flushFolder(dirname(folder))
  }
}

async function flushFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system journals names by itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const isMissing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code))
