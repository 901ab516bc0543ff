import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

/** The global that `import()` becomes, and the one a loaded chunk calls; both live in src/platform/globals.ts. */
const LOAD = 'window.piaomaLoad'
const LOADED = 'window.piaomaLoaded'

/** Replaces each `import("./file.js")` of a built chunk by a call that adds a script tag. */
function replaceImports(code: string, folder: string): string {
  return code.replace(/\bimport\(\s*(["'`])\.\/([\w.-]+)\1\s*\)/g, `${LOAD}("${folder}$2")`)
}

/** Has a built chunk hand over its exports, since a script tag returns none. */
function handOverExports(code: string, address: string): string {
  const list = /\bexport\s*\{([^{}]*)\}\s*;?\s*$/.exec(code)?.[1]
  if (!list) throw new Error(`no list of exports at the end of ${address}`)
  const members = list
    .split(',')
    .map((member) => member.trim().split(/\s+as\s+/))
    .map(([local, name]) => `${JSON.stringify(name ?? local)}:${local}`)
  return `${code.trimEnd()}\n${LOADED}("${address}",{${members.join(',')}});\n`
}

/**
 * Lazy chunks by script tag instead of `import()`: the expression is ES2020 and a webview of the ES2017 age
 * refuses the whole file for it, while `<script type="module">` is understood. The source stays standard.
 */
function scriptChunks(): Plugin {
  let folder = '/'
  return {
    name: 'script-chunks',
    apply: 'build',
    configResolved: (config) => {
      folder = `${config.base}${config.build.assetsDir}/`
    },
    generateBundle: {
      order: 'post',
      handler: (_, bundle) => {
        const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []))
        const loaded = new Set(chunks.flatMap((chunk) => chunk.dynamicImports))
        for (const chunk of chunks) {
          chunk.code = replaceImports(chunk.code, folder)
          const name = chunk.fileName.slice(chunk.fileName.lastIndexOf('/') + 1)
          if (loaded.has(chunk.fileName)) chunk.code = handOverExports(chunk.code, folder + name)
        }
      },
    },
  }
}

/** Vite's preloading of a chunk's own chunks, left out: there are none worth it. */
function noPreloadHelper(): Plugin {
  return {
    name: 'no-preload-helper',
    apply: 'build',
    enforce: 'pre',
    load: {
      order: 'pre',
      handler: (id) =>
        id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : undefined,
    },
  }
}

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
