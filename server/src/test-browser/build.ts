import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { DemoFile } from '../demo/demo-file'
import { chromiumPath } from './browser'
import { startDemo } from './demo'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The demo that all browser tests share; null without a browser. */
    demo: DemoFile | null
  }
}

/** Before the browser tests: what a user would build, if it is stale, and one demo for all of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const script = fileURLToPath(new URL('../../../config/build.mjs', import.meta.url))
  const run = spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (run.status !== 0) throw new Error('the build failed')
  const demo = chromiumPath ? await startDemo() : undefined
  project.provide('demo', demo?.file ?? null)
  return async () => demo?.stop()
}
