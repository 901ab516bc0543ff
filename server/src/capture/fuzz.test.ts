import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderInvoiceXml } from '../documents/render-xml'
import { buildModel } from '../documents/test-model'
import { readOriginal } from './read-original'
import { type Parts, taxControlParts, zipOf } from './test-samples/sample-ofd'
import { DIGITAL_FORM, pdfOf } from './test-samples/sample-pdf'
import { NOW } from './test-samples/values'

/** Mutations in all; `PIAOMA_FUZZ_COUNT=10000` for a long run. */
const COUNT = Number(process.env.PIAOMA_FUZZ_COUNT ?? 2000)
const MAX_MS = 10_000

/** mulberry32: the same mutations on every machine, so that a failure can be found again by its number. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** One to eight wounds: bits flipped, bytes replaced, stretches cut out, doubled or moved, the end cut off. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let result = Buffer.from(bytes)
  const at = (length = result.length) => Math.floor(random() * Math.max(length, 1))
  for (let wounds = 1 + at(8); wounds > 0; wounds--) {
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number]
    const part = result.subarray(from, Math.min(to, from + 2000))
    const kind = at(6)
    if (kind === 0 && result.length > 0) result[from] = (result[from] ?? 0) ^ (1 << at(8))
    else if (kind === 1 && result.length > 0) result[from] = at(256)
    else if (kind === 2)
      result = Buffer.concat([result.subarray(0, from), result.subarray(from + part.length)])
    else if (kind === 3) result = Buffer.concat([result.subarray(0, to), part, result.subarray(to)])
    else if (kind === 4)
      result = Buffer.concat([result.subarray(0, from), Buffer.from('<&>%"\u0000]]>'), result.subarray(from)])
    else if (wounds === 1) result = result.subarray(0, from)
  }
  return new Uint8Array(result)
}

const XML = renderInvoiceXml(buildModel())
const PARTS = taxControlParts({
  seal: {
    issuer: '税务测试CA2(SM2)',
    notBefore: 0,
    notAfter: Date.UTC(2030, 0),
    signedAt: Date.UTC(2026, 2, 5),
  },
})

/** An OFD with one of its parts wounded: the archive itself is whole, so that the readers inside are reached. */
function woundedOfd(random: () => number): Uint8Array {
  const paths = Object.keys(PARTS)
  const path = paths[Math.floor(random() * paths.length)] ?? 'OFD.xml'
  const parts: Parts = { ...PARTS, [path]: mutate(PARTS[path] ?? new Uint8Array(), random) }
  return zipOf(parts)
}

let pdf: Uint8Array
let memoryBefore: number
beforeAll(async () => {
  pdf = await pdfOf([DIGITAL_FORM], { '0': XML })
  await readOriginal(pdf, { now: NOW })
  memoryBefore = process.memoryUsage().rss
})

const SOURCES: [string, number, (random: () => number) => Uint8Array][] = [
  ['XML', 0.45, (random) => mutate(XML, random)],
  ['parts of an OFD', 0.3, woundedOfd],
  ['a whole OFD', 0.15, (random) => mutate(zipOf(PARTS), random)],
  ['PDF', 0.1, (random) => mutate(pdf, random)],
]

test.each(SOURCES)(
  'mutations of %s end in a clear outcome, in time',
  async (_, share, wounded) => {
    const outcomes = new Set<string>()
    for (let seed = 1; seed <= COUNT * share; seed++) {
      const bytes = wounded(randomOf(seed))
      const start = performance.now()
      const outcome = await readOriginal(bytes, { now: NOW }).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error })
      })
      expect(performance.now() - start, `seed ${seed}`).toBeLessThan(MAX_MS)
      outcomes.add(outcome.outcome)
    }
    expect(outcomes.has('unread')).toBe(true)
  },
  COUNT * 100,
)

afterAll(() => {
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(700_000_000)
})
