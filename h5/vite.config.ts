import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

/**
 * A classic deferred script instead of a module: webviews of the ES2017 age know `async`, but neither
 * `import()` nor, some of them, `type="module"`.
 */
function classicScript(): Plugin {
  return {
    name: 'classic-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace(/<script type="module" crossorigin/g, '<script defer'),
    },
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/h5/',
  plugins: [classicScript()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'iife' },
  build: {
    target: 'es2017',
    cssTarget: 'chrome61',
    modulePreload: false,
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      output: { format: 'iife' },
      // shared/money also does exact decimals with BigInt; nothing of that is used here or reaches the bundle.
      checks: { toleratedTransform: false },
    },
  },
})
