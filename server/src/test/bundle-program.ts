import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Inside node_modules, so that the program finds its packages. */
const OUT = fileURLToPath(new URL('../../../node_modules/.cache/piaoma-test/', import.meta.url))
const isOurs = (path: string) => path.startsWith('.') || path.startsWith('/') || path.startsWith('@piaoma/')

/**
 * Makes a TypeScript program of ours runnable by plain node, with packages left outside, and answers the file. For
 * tests that kill processes: no loader stands between the test and the program.
 */
export async function bundleProgram(entry: string): Promise<string> {
  mkdirSync(OUT, { recursive: true })
  const outfile = join(
    OUT,
    `${basename(entry, '.ts')}-${process.pid}-${Math.random().toString(36).slice(2)}.mjs`,
  )
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Files are looked for from the entry upwards, whichever module asks.
    define: { 'import.meta.url': JSON.stringify(new URL(`file://${entry}`).href) },
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
  return outfile
}
