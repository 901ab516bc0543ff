import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { unzipSync } from 'fflate'

/** The files of a zipped package by their paths. Throws for what is no zip. */
export function unpackPackage(bytes: Uint8Array): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/')))
}

/** A package, zipped or unpacked into a folder, as its files by their paths. Throws for what is neither. */
export async function readPackage(path: string): Promise<Map<string, Uint8Array>> {
  const found = await stat(path)
  if (!found.isDirectory()) return unpackPackage(new Uint8Array(await readFile(path)))
  const files = new Map<string, Uint8Array>()
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    files.set(relative(path, full).split(sep).join('/'), new Uint8Array(await readFile(full)))
  }
  return files
}
