import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { buildSync } from 'esbuild'
import fc from 'fast-check'
import ts from 'typescript'
import { expect, test } from 'vitest'
import * as signer from './till-signer'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const entry = fileURLToPath(new URL('./till-signer.ts', import.meta.url))
const bundle = (minify: boolean) =>
  buildSync({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    globalName: 'PiaomaTill',
    minify,
    write: false,
    metafile: true,
  })

test('the till bundle is a few kilobytes from four small files', () => {
  const { outputFiles, metafile } = bundle(true)
  const files = Object.keys(metafile.inputs).map((path) => path.replace(/^.*\//, ''))
  expect(files.sort()).toEqual(['bytes.ts', 'hmac.ts', 'offline-code.ts', 'sha256.ts', 'till-signer.ts'])
  expect(outputFiles[0]?.text.length).toBeLessThan(6000)
})

test('compiled to ES5 it signs alike in an engine with typed arrays and nothing else', SLOW, () => {
  const code = bundle(false).outputFiles[0]?.text ?? ''
  const es5 = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.None },
  }).outputText
  expect(es5).not.toMatch(/=>|\bconst\b|\blet\b|`/)
  const context = createContext(Object.create(null))
  runInContext(
    `for (var name of ['Promise', 'Symbol', 'Map', 'Set', 'BigInt', 'Reflect', 'Proxy', 'WeakMap', 'globalThis', 'console', 'Date', 'Math.random'])
       delete this[name]
     delete Array.from; delete Number.isInteger; delete Object.assign; delete String.prototype.padStart; delete String.prototype.includes;`,
    context,
  )
  runInContext(es5, context)
  const order = fc.record({
    keyId: fc.constantFrom('K7M2QX9RTA', 'AAAA'),
    till: fc.constantFrom('T01', 'bar-2'),
    orderNo: fc.string({ unit: fc.constantFrom(...'019azAZ-_'), minLength: 1, maxLength: 40, size: 'max' }),
    at: fc.integer({ min: 1, max: 36 ** 7 - 1 }),
    amountFen: fc.integer({ min: 1, max: 36 ** 7 - 1 }),
  })
  const secret = fc
    .uint8Array({ minLength: 16, maxLength: 70, size: 'max' })
    .map((bytes) => Buffer.from(bytes).toString('base64url'))
  fc.assert(
    fc.property(order, secret, (values, key) => {
      const there = runInContext(`PiaomaTill.signOfflineCode(${JSON.stringify(values)}, '${key}')`, context)
      expect(there).toBe(signer.signOfflineCode(values, key))
    }),
    { numRuns: 2_000 },
  )
})

test('the entry says how to bundle it as the docs do', () => {
  const page = readFileSync(new URL('../../../docs/offline-code.md', import.meta.url), 'utf8')
  const command =
    'npx esbuild shared/src/codes/till-signer.ts --bundle --format=iife --global-name=PiaomaTill'
  expect(page).toContain(command)
  expect(readFileSync(entry, 'utf8')).toContain(command)
})
