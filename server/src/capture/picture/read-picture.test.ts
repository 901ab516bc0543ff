import { parseYuan } from '@piaoma/shared/money'
import { identityKey, type Reading, type ReceivedFields } from '@piaoma/shared/received'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OTHER_PAPERS } from '../samples/draw-others'
import type { SampleKind } from '../samples/invent'
import { makeOther, makeSample, type Sample, type SampleTruth } from '../samples/make-samples'
import type { Quality } from '../samples/worsen'
import { closeEngines, readPicture } from './index'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const SLOW = { timeout: 240_000 }

/** The frozen set: made from its seed, so it is the same everywhere and weighs nothing. */
const FROZEN: readonly (readonly [SampleKind, Quality, number])[] = [
  ['digital_normal', 'perspective', 7],
  ['digital_normal', 'tiny', 8],
  ['digital_special', 'tilt', 7],
  ['digital_special', 'glare', 8],
  ['electronic_normal', 'turned90', 7],
  ['electronic_normal', 'blur', 8],
  ['paper_special', 'shadow', 7],
  ['paper_special', 'noise', 8],
  ['rail', 'fold', 7],
  ['fiscal', 'dark', 7],
  ['taxi', 'tilt', 7],
  ['quota', 'turned180', 7],
]

const FIELDS = {
  code: 'code',
  number: 'number',
  date: 'issuedOn',
  check_code: 'checkCode',
  amount_without_tax: 'amountFen',
  tax: 'taxFen',
  total: 'totalFen',
  buyer_taxno: 'buyerTaxpayerId',
  seller_taxno: 'sellerTaxpayerId',
} as const satisfies Record<string, keyof ReceivedFields>
const NAMES = { buyer_name: 'buyerName', seller_name: 'sellerName' } as const

/** `field: wanted, read` for every value of the truth that was read otherwise; how many there were. */
function compare(
  truth: SampleTruth,
  { fields }: Reading,
  names: Readonly<Record<string, keyof ReceivedFields>>,
) {
  const wanted = Object.entries(names).filter(([name]) => truth[name] !== undefined)
  const wrong = wanted.flatMap(([name, field]) => {
    const said = String(truth[name])
    const value = field.endsWith('Fen') ? parseYuan(said) : said
    return fields[field]?.value === value ? [] : [`${field}: ${said}, ${fields[field]?.value}`]
  })
  return { count: wanted.length, wrong }
}

const read = async (sample: Sample) => {
  const outcome = await readPicture(sample.jpeg, { now: NOW })
  return { sample, outcome, reading: outcome.outcome === 'read' ? outcome.readings[0] : undefined }
}

afterAll(closeEngines)

describe('the frozen set of made-up receipts', () => {
  const results: Awaited<ReturnType<typeof read>>[] = []

  beforeAll(async () => {
    for (const [kind, quality, seed] of FROZEN)
      results.push(await read(await makeSample(kind, quality, seed)))
  }, SLOW.timeout)

  test('every number, code, date, amount, check code and tax number is exact in 99.5 of 100', () => {
    const compared = results.flatMap(({ sample, reading }) =>
      reading ? [compare(sample.truth, reading, FIELDS)] : [],
    )
    expect(compared).toHaveLength(FROZEN.length)
    const count = compared.reduce((sum, each) => sum + each.count, 0)
    const wrong = compared.flatMap((each) => each.wrong)
    expect(count).toBeGreaterThan(70)
    expect(wrong.length / count, wrong.join('\n')).toBeLessThanOrEqual(0.005)
  })

  test('names are exact in 98.5 of 100', () => {
    const compared = results.flatMap(({ sample, reading }) =>
      reading ? [compare(sample.truth, reading, NAMES)] : [],
    )
    const wrong = compared.flatMap((each) => each.wrong)
    expect(
      wrong.length / compared.reduce((sum, each) => sum + each.count, 0),
      wrong.join('\n'),
    ).toBeLessThanOrEqual(0.015)
  })

  test('nine of ten go through without a question, and none of those has a wrong number', () => {
    const green = results.filter(({ reading }) => reading?.grade === 'green')
    const doubts = results.map(({ sample, reading }) => `${sample.file}: ${reading?.doubtful.join(' ')}`)
    expect(green.length / FROZEN.length, doubts.join('\n')).toBeGreaterThanOrEqual(0.9)
    for (const { sample, reading } of green) {
      expect(reading && compare(sample.truth, reading, FIELDS).wrong, sample.file).toEqual([])
    }
  })

  test('every kind is told, and tells which invoice it is', () => {
    for (const { sample, reading } of results) {
      expect(reading?.kind, sample.file).toBe(sample.kind)
      expect(reading && identityKey(reading), sample.file).toMatch(/^\d*\|\d+$/)
    }
  })

  test('item lines are read with name, quantity, amount, rate and tax', () => {
    for (const { sample, reading } of results) {
      const lines = sample.invoice?.lines ?? []
      if (lines.length === 0) continue
      const wanted = lines.map(({ name, quantity, amountFen, ratePercent, taxFen }) => ({
        name,
        quantity: String(quantity),
        amountFen,
        taxRate: `${ratePercent}%`,
        taxFen,
      }))
      // A star is a few pixels; blur takes it, and nobody reads the category by it.
      const plain = (name: string) => name.replaceAll('*', '')
      const got = reading?.lines.map((line) => ({ ...line, name: plain(line.name) }))
      expect(got, sample.file).toMatchObject(wanted.map((line) => ({ ...line, name: plain(line.name) })))
    }
  })

  test('a place holds its value, in the pixels of the file as it came', () => {
    const quota = results.find(({ sample }) => sample.quality === 'turned180')?.reading
    const corners = quota?.fields.number?.place?.corners ?? []
    // The number stands left of the middle; the page was turned by a half.
    expect(corners).toHaveLength(4)
    for (const [x, y] of corners) {
      expect(x).toBeGreaterThan(480)
      expect(y).toBeGreaterThan(200)
      expect(y).toBeLessThan(280)
    }
  })
})

test('two invoices on one picture become two readings, each with its own fields', SLOW, async () => {
  const [above, below] = [
    await makeSample('digital_normal', 'clean', 3),
    await makeSample('digital_special', 'clean', 4),
  ]
  const sheet = sharp({ create: { width: 1680, height: 2240, channels: 3, background: '#fff' } })
  const both = await sheet
    .composite([
      { input: above.jpeg, top: 0, left: 0 },
      { input: below.jpeg, top: 1120, left: 0 },
    ])
    .jpeg()
    .toBuffer()
  const outcome = await readPicture(both, { now: NOW })
  const readings = outcome.outcome === 'read' ? outcome.readings : []
  expect(readings).toHaveLength(2)
  for (const [index, sample] of [above, below].entries()) {
    const reading = readings[index]
    expect(reading && compare(sample.truth, reading, { ...FIELDS, ...NAMES }).wrong).toEqual([])
  }
  expect(readings[1]?.fields.number?.place?.corners[0]?.[1]).toBeGreaterThan(1120)
})

test('a picture that no one can read is to be taken again', SLOW, async () => {
  const { outcome } = await read(await makeSample('digital_normal', 'motion', 7))
  expect(outcome).toMatchObject({ outcome: 'unread', reason: 'retake' })
})

test.each(OTHER_PAPERS)('a %s is refused by its name', SLOW, async (paper) => {
  const sample = await makeOther(paper, 7)
  expect((await read(sample)).outcome).toMatchObject({ outcome: 'unread', reason: sample.truth.expect })
})

test('the light engine reads what the code says and never calls its own names sure', SLOW, async () => {
  const { jpeg, truth } = await makeSample('digital_normal', 'clean', 9)
  const outcome = await readPicture(jpeg, { now: NOW, engine: 'tesseract' })
  const [reading] = outcome.outcome === 'read' ? outcome.readings : []
  expect(reading?.fields.number?.value).toBe(truth.number)
  expect(reading?.fields.totalFen?.value).toBe(parseYuan(String(truth.total)))
  expect(reading?.grade).toBe('amber')
  expect(reading?.doubtful).toEqual(expect.arrayContaining(['buyerName', 'sellerName']))
})
