import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../pages/root'
import { generatedPages } from './pages'

/** `npm run docs:generate`: writes the pages that are made from the code; a test fails while they are not current. */
for (const { path, committed, expected } of generatedPages()) {
  if (committed === expected) continue
  writeFileSync(join(repositoryRoot, path), expected)
  process.stdout.write(`${path}\n`)
}
