// Runs generate.ts without a build. Not by tsx: it takes shared/, whose package has no "type": "module" for webpack's
// sake, for CommonJS and finds no names in it.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

await runnerImport(fileURLToPath(new URL('generate.ts', import.meta.url)))
