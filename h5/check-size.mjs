// Holds the built page to its budget and to webviews of the ES2017 age. Run after the build: node h5/check-size.mjs
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'

const LIMIT = 30_000
const TARGET = 20_000
const dist = fileURLToPath(new URL('./dist/', import.meta.url))
const problems = []

const html = readFileSync(join(dist, 'index.html'), 'utf8')
const firstFiles = [...html.matchAll(/<script[^>]*\ssrc="\/h5\/([^"]+)"/g)].map((match) => match[1])
const sizeOf = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
const first = firstFiles.reduce((sum, file) => sum + sizeOf(file), 0)

console.log(`h5 first load: ${first} bytes of JavaScript, gzip (limit ${LIMIT}, target ${TARGET})`)
if (firstFiles.length === 0) problems.push('index.html loads no script')
if (first > LIMIT) problems.push(`the first load is ${first - LIMIT} bytes over its limit`)
if (!html.includes('<!--app-data-->')) problems.push('index.html lost the marker for its data')
if (/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/.test(html))
  problems.push('index.html has inline script or style')

const scripts = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.js'))
for (const file of scripts) {
  const path = `assets/${file}`
  const isFirst = firstFiles.includes(path)
  if (!isFirst) console.log(`  later: ${file} ${sizeOf(path)}`)
  problems.push(...(await problemsOf(file, readFileSync(join(dist, path), 'utf8'))))
}

for (const problem of problems) console.error(`h5: ${problem}`)
process.exit(problems.length > 0 ? 1 : 0)

/** Syntax after ES2017, calls that webviews of that age lack, and links between the files that cannot hold. */
async function problemsOf(file, code) {
  const found = []
  // Only white space is taken out: a full minification would itself write newer syntax.
  const options = { minifyWhitespace: true, legalComments: 'none' }
  const [old, now] = await Promise.all([
    transform(code, { ...options, target: 'es2017' }),
    transform(code, { ...options, target: 'esnext' }),
  ])
  if (old.code !== now.code) found.push(`${file} has syntax newer than ES2017`)
  if (/\bimport\s*\(|\bimport\.meta\b/.test(code)) found.push(`${file} still has import() or import.meta`)
  // Not after `..`: a spread call of a function that was named `at` is none of these.
  const newer =
    /(?<!\.)\.(replaceAll|matchAll|flatMap|flat|at|trimStart|trimEnd|findLast|toSorted|toReversed|allSettled|hasOwn|fromEntries|finally)\(|\b(structuredClone|globalThis|BigInt)\b/g
  for (const match of code.matchAll(newer)) found.push(`${file} uses ${match[0]}`)
  for (const [, helper] of code.matchAll(/\bbabelHelpers\.(\w+)/g)) {
    if (!['objectSpread2', 'defineProperty'].includes(helper))
      found.push(`${file} needs the helper ${helper}`)
  }
  for (const [, target] of code.matchAll(/piaomaLoad\("\/h5\/assets\/([^"]+)"\)/g)) {
    const other = scripts.includes(target) ? readFileSync(join(dist, 'assets', target), 'utf8') : ''
    if (!other.includes(`piaomaLoaded("/h5/assets/${target}"`)) found.push(`${file} loads ${target} in vain`)
  }
  return found
}
