import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

/** Before the tests of the mini-program: the package that would be published, if it is stale, and a folder. */
export default function setup(project: TestProject): () => void {
  const script = fileURLToPath(new URL('../../../config/build.mjs', import.meta.url))
  const run = spawnSync(process.execPath, [script, 'weapp'], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (run.status !== 0) throw new Error('the build failed')
  const folder = mkdtempSync(join(tmpdir(), 'piaoma-weapp-'))
  project.provide('tempFolder', folder)
  project.provide('mysqlServerUrl', null)
  return () => rmSync(folder, { recursive: true, force: true })
}
