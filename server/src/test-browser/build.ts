import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Before the browser tests: what a user would build, if it is stale. */
export default function setup(): void {
  const script = fileURLToPath(new URL('../../../config/build.mjs', import.meta.url))
  const run = spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (run.status !== 0) throw new Error('the build failed')
}
