import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { bundleProgram } from '../test/bundle-program'
import { createFolderStorage } from './folder-storage'
import { keySegments } from './storage'
import { BAD_KEYS, describeStorage } from './storage-contract'

const folder = mkdtempSync(join(tmpdir(), 'piaoma-storage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const newRoot = () => mkdtempSync(join(folder, 'root-'))

describeStorage('a folder', () => createFolderStorage(newRoot()))

describe('a folder', () => {
  test('leaves no partial file behind', async () => {
    const root = newRoot()
    const storage = createFolderStorage(root)
    await storage.put('x', randomBytes(3))
    expect(readdirSync(join(root, '.partial'))).toEqual([])
  })

  test('a write that cannot be finished throws and leaves neither file nor partial file', async () => {
    const root = newRoot()
    const storage = createFolderStorage(root)
    await storage.put('a', randomBytes(3))
    await expect(storage.put('a/b', randomBytes(3))).rejects.toThrow()
    // A folder stands where the file should go: the rename fails after everything was written.
    await storage.put('d/e', randomBytes(3))
    await expect(storage.put('d', randomBytes(3))).rejects.toThrow()
    expect(readdirSync(join(root, '.partial'))).toEqual([])
    expect(await storage.has('d/e')).toBe(true)
  })

  test('removes what a process that died long ago left half written, and only that', async () => {
    const root = newRoot()
    mkdirSync(join(root, '.partial'))
    for (const name of ['old', 'young']) writeFileSync(join(root, '.partial', name), 'half')
    const dayBeforeYesterday = Date.now() / 1000 - 2 * 86_400
    utimesSync(join(root, '.partial', 'old'), dayBeforeYesterday, dayBeforeYesterday)
    await createFolderStorage(root).put('x', randomBytes(3))
    expect(readdirSync(join(root, '.partial'))).toEqual(['young'])
  })
})

describe('storage keys', () => {
  test.each(BAD_KEYS)('%j is none', (key) => {
    expect(() => keySegments(key)).toThrow(RangeError)
  })

  test('whatever it accepts stays inside the folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '/', 'a', '-', '\\', '\0', '~') }), (key) => {
        let segments: string[] = []
        try {
          segments = keySegments(key)
        } catch {
          return
        }
        expect(join('/root-folder', ...segments).startsWith('/root-folder/')).toBe(true)
        expect(segments.some((segment) => segment.startsWith('.'))).toBe(false)
      }),
      { numRuns: 10_000 },
    )
  })

  test('takes the keys we use', () => {
    expect(keySegments('originals/01JD3X0000000000000000000A/25942000000012345678.pdf')).toHaveLength(3)
  })
})

test('killed at any moment, every acknowledged file is whole', async () => {
  const script = await bundleProgram(fileURLToPath(new URL('./kill-fixture.ts', import.meta.url)))
  onTestFinished(() => rmSync(script, { force: true }))
  const root = newRoot()
  const storage = createFolderStorage(root)
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, [script, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.split('\n').length > 8) resolve()
      })
    })
    // Somewhere in the middle of a write.
    await new Promise((resolve) => setTimeout(resolve, round * 3))
    child.kill('SIGKILL')
    await ended

    const keys = new Set(
      said
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(' ')[0] ?? ''),
    )
    expect(keys.size).toBeGreaterThan(3)
    for (const key of keys) {
      const bytes = Buffer.from(await storage.get(key))
      const digest = createHash('sha256').update(bytes.subarray(64)).digest('hex')
      expect(bytes.subarray(0, 64).toString()).toBe(digest)
    }
  }
})
