import type { ReceivedFieldName, ReceivedKind } from '@piaoma/shared/received'
import { expect, test } from 'vitest'
import type { Draft } from './layout/draft'
import type { Span } from './layout/find'
import type { OcrEngine, ReadCharacter, TextLine } from './ocr/engine'
import { lookAgain } from './second-look'

const CORNERS = [
  [0, 0],
  [100, 0],
  [100, 20],
  [0, 20],
] as const

/** `2[91:60 0:40]19`: a digit in brackets is in doubt between several. */
function characters(said: string): ReadCharacter[] {
  return Array.from(said.matchAll(/\[([^\]]+)\]|(.)/g), ([, doubt, plain = ''], index) => {
    const shares = new Map(
      (doubt ?? `${plain}:100`).split(' ').map((part) => part.split(':') as [string, string]),
    )
    const digits = Array.from({ length: 10 }, (_, digit) => Number(shares.get(String(digit)) ?? 0) / 100)
    const text = doubt ? doubt.charAt(0) : plain
    return { text, probability: Math.max(...digits), at: index / 20, digits }
  })
}
const line = (said: string): TextLine => {
  const read = characters(said)
  return { text: read.map(({ text }) => text).join(''), characters: read, score: 0.9, corners: CORNERS }
}

/** A draft whose fields were read as said, and an engine that says the same, or what it is told, at every look. */
async function look(
  kind: ReceivedKind,
  fields: Partial<Record<ReceivedFieldName, [value: string | number, said: string, later?: string[]]>>,
) {
  const spans = new Map<ReceivedFieldName, Span>()
  const draft: Draft = { kind, fields: {}, lines: [] }
  const later: string[][] = []
  for (const name of ['code', 'number', 'totalFen', 'issuedOn'] as const) {
    const [value, said, looks] = fields[name] ?? []
    if (value === undefined || said === undefined) continue
    Object.assign(draft.fields, { [name]: { value, confidence: 0.95, source: 'ocr' } })
    const { corners, ...read } = line(said)
    const place = { left: 0, right: 100, x: 50, y: 10, height: 20, corners }
    spans.set(name, { line: { ...read, ...place }, from: 0, to: read.text.length })
    later.push(looks ?? [said, said, said, said])
  }
  const engine: OcrEngine = {
    name: 'ppocr',
    detect: async () => [],
    recognise: async () => later.flat().map(line),
    close: async () => undefined,
  }
  const picture = { data: new Uint8Array(300), width: 10, height: 10 }
  await lookAgain({ draft, spans }, { engine, picture, hasCode: false, today: '2026-11-01' })
  return draft.fields
}

const CODE: [string, string] = ['133021835001', '133021835001']

test('a year that the code makes impossible is read as what else was seen', async () => {
  const { issuedOn } = await look('taxi', { code: CODE, issuedOn: ['2919-11-01', '2[9:60 0:40]19-11-01'] })
  expect(issuedOn).toMatchObject({ value: '2019-11-01', repairedFrom: '2919-11-01', isSeenTwice: true })
})

test('the last digit of a fare is a zero, whatever its stroke looks like', async () => {
  const { totalFen } = await look('taxi', { totalFen: [3308, '33.0[8:55 0:45]'] })
  expect(totalFen).toMatchObject({ value: 3300, isSeenTwice: true })
})

test('a digit between two possible values stays in doubt', async () => {
  const doubt = '3[0:55 8:45].[3:55 8:45][0:55 8:45]'
  const { totalFen } = await look('machine', { totalFen: [3030, doubt] })
  expect(totalFen?.value).toBe(3030)
  expect(totalFen?.confidence).toBeLessThan(0.9)
  expect(totalFen?.isSeenTwice).toBeUndefined()
})

test('looks that see other digits take the first reading back', async () => {
  const other = ['12345679', '12345679', '12345679', '12345679']
  const { number } = await look('taxi', { number: ['12345678', '12345678', other] })
  expect(number).toMatchObject({ value: '12345679', repairedFrom: '12345678' })
  const torn = ['1234', '12', '', '123456789']
  const { number: alone } = await look('taxi', { number: ['12345678', '12345678', torn] })
  expect(alone?.isSeenTwice).toBeUndefined()
})

test('a total of whole yuan, below one yuan or below nothing keeps its unit and its sign', async () => {
  expect((await look('quota', { totalFen: [5000, '50'] })).totalFen?.value).toBe(5000)
  expect((await look('machine', { totalFen: [50, '0.50'] })).totalFen?.value).toBe(50)
  expect((await look('machine', { totalFen: [-1200, '-12.00'] })).totalFen?.value).toBe(-1200)
})

test('a total in words has no digits to look at', async () => {
  const { totalFen } = await look('quota', { totalFen: [5000, '伍拾元'] })
  expect(totalFen).toMatchObject({ value: 5000, confidence: 0.95 })
})
