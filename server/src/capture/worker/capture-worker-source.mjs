// Starts the capture worker from the TypeScript sources, under tsx and vitest: a worker thread of Node 20 inherits
// neither's loader, so the worker is bundled in memory and run here. A built server starts capture-worker.js instead.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('./capture-worker.ts', import.meta.url))
const isOurs = (path) => path.startsWith('.') || path.startsWith('/') || path.startsWith('@piaoma/')

const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  plugins: [
    {
      name: 'packages-stay-outside',
      setup({ onResolve }) {
        onResolve({ filter: /.*/ }, ({ path, kind }) => {
          if (kind === 'entry-point' || isOurs(path)) return undefined
          // A module of a data: URL resolves no package names, so they are resolved here.
          return { path: import.meta.resolve(path), external: true }
        })
      },
    },
  ],
})
await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
