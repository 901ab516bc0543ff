import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { unzipSync } from 'fflate'

/** A package, zipped or unpacked into a folder, as its files by their paths. Throws for what is neither. */
export async function readPackage(path: string): Promise<Map<string, Uint8Array>> {
  const found = await stat(path)
  if (!found.isDirectory()) {
    const unzipped = unzipSync(new Uint8Array(await readFile(path)))
    return new Map(Object.entries(unzipped).filter(([name]) => !name.endsWith('/')))
  }
  const files = new Map<string, Uint8Array>()
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    files.set(relative(path, full).split(sep).join('/'), new Uint8Array(await readFile(full)))
  }
  return files
}
