import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { noPreloadHelper, scriptChunks } from './build/script-chunks'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/h5/',
  plugins: [noPreloadHelper(), scriptChunks()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The QR decoder is a classic worker: module workers are younger than the webviews we serve.
  worker: { format: 'iife' },
  build: {
    target: 'es2017',
    cssTarget: 'chrome61',
    modulePreload: false,
    cssCodeSplit: false,
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      // Object spread and the like become calls of `babelHelpers`; src/platform/globals.ts has them in two lines.
      transform: { helpers: { mode: 'External' } },
      // One file for all that the first look needs: a second one would be a second round trip.
      output: {
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'], priority: 1 },
            { name: 'notice', test: /src[\\/](notice|codes)[\\/]/ },
          ],
        },
      },
    },
  },
})
