import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Both `server/src/documents` and the bundled `server/dist` lie at most this many folders below `server`. */
const MAX_LEVELS = 5

/**
 * The path of a file in `server/assets`, found by walking up from this module, so that it is the same from the
 * sources, from the bundle and from a worker. Throws when the file is not there: the installation is broken.
 */
export function assetPath(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let level = 0; level < MAX_LEVELS; level++) {
    const candidate = join(folder, 'assets', name)
    if (existsSync(candidate)) return candidate
    folder = dirname(folder)
  }
  throw new Error(`the asset ${name} is missing from the server's assets folder`)
}
