// Starts the render worker from the TypeScript sources, under tsx and vitest: a worker thread of Node 20 inherits
// neither's loader, so the worker is bundled in memory and run here. A built server starts render-worker.js instead.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('./render-worker.ts', import.meta.url))
const isOurs = (path) => path.startsWith('.') || path.startsWith('/') || path.startsWith('@piaoma/')

const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  // assetPath() walks up from here.
  define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  plugins: [
    {
      name: 'packages-stay-outside',
      setup({ onResolve }) {
        onResolve({ filter: /.*/ }, ({ path, kind }) =>
          kind === 'entry-point' || isOurs(path) ? undefined : { path, external: true },
        )
      },
    },
  ],
})
const run = compileFunction(outputFiles[0].text, ['require'], { filename: `${entry}.bundle.cjs` })
run(createRequire(import.meta.url))
