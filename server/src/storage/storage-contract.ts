import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FileMissingError, type Storage } from './storage'

/** Keys that would leave the folder, hide in it or differ by spelling only. */
export const BAD_KEYS = [
  '',
  '/',
  '/etc/passwd',
  '../x',
  'a/../../x',
  'a/./b',
  'a//b',
  'a/',
  '.partial/x',
  '.hidden',
  'a\\..\\b',
  'a\0b',
  'a b',
  'C:x',
  'a.',
  '发票.pdf',
  'a\nb',
  '%2e%2e/x',
  'x'.repeat(201),
]

/** What every storage promises, whatever is behind it; `open` gives an empty one. */
export function describeStorage(name: string, open: () => Storage | Promise<Storage>): void {
  describe(`${name} as a storage`, () => {
    test('gives back exactly the bytes that were put', async () => {
      const storage = await open()
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), async (bytes) => {
          await storage.put('a/b.bin', bytes)
          expect(Buffer.from(await storage.get('a/b.bin')).equals(Buffer.from(bytes))).toBe(true)
        }),
        { numRuns: 15 },
      )
    })

    test('tells what is missing, also below a file and for a folder', async () => {
      const storage = await open()
      await storage.put('a/b', randomBytes(3))
      for (const key of ['nothing', 'a/b/c', 'a']) {
        expect(await storage.has(key)).toBe(false)
        await expect(storage.get(key)).rejects.toBeInstanceOf(FileMissingError)
      }
      expect(await storage.has('a/b')).toBe(true)
    })

    test('replaces a file as a whole', async () => {
      const storage = await open()
      await storage.put('x', Buffer.from('long first content'))
      await storage.put('x', Buffer.from('short'))
      expect(Buffer.from(await storage.get('x')).toString()).toBe('short')
    })

    test('concurrent writers of one key leave one whole file', async () => {
      const storage = await open()
      const bodies = Array.from({ length: 20 }, (_, n) => Buffer.alloc(50_000, n))
      await Promise.all(bodies.map((body) => storage.put('same/key', body)))
      const stored = Buffer.from(await storage.get('same/key'))
      expect(bodies.some((body) => body.equals(stored))).toBe(true)
    })

    test('refuses what is no key', async () => {
      const storage = await open()
      for (const key of BAD_KEYS) {
        await expect(storage.put(key, randomBytes(1))).rejects.toThrow(RangeError)
        await expect(storage.get(key)).rejects.toThrow(RangeError)
        await expect(storage.has(key)).rejects.toThrow(RangeError)
      }
    })
  })
}
