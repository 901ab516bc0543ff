import { createHash } from 'node:crypto'
import { createFolderStorage } from './folder-storage'

/** Run by the test in a process of its own: stores for ever, says what was acknowledged, and is killed in between. */
const [root = ''] = process.argv.slice(2)
const storage = createFolderStorage(root)
for (let round = 0; ; round++) {
  // The same keys again and again: replacing must be all or nothing too.
  const key = `originals/${round % 5}/file.pdf`
  const body = Buffer.alloc(200_000 + round, round % 251)
  const digest = createHash('sha256').update(body).digest('hex')
  await storage.put(key, Buffer.concat([Buffer.from(digest), body]))
  process.stdout.write(`${key} ${round}\n`)
}
