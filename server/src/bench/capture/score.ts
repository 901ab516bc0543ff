import type { Reading, ReadOutcome, ReceivedFieldName } from '@piaoma/shared/received'
import { expectedFields, expectedLines, GUARDED_FIELDS, KEY_FIELDS, kindOfTruth, type Truth } from './truth'

export interface Miss {
  field: string
  expected: string
  got: string
}

export interface FileScore {
  file: string
  source: string
  kind: string
  ms: number
  isRead: boolean
  isGreen: boolean
  /** Why it was not read. */
  reason?: string
  right: number
  total: number
  keyRight: number
  keyTotal: number
  linesRight: number
  linesTotal: number
  /** Fields of `GUARDED_FIELDS` that are wrong in a reading that went through without a question. */
  wrongAndConfident: number
  isWhole: boolean
  misses: Miss[]
}

const squeeze = (value: unknown) => String(value ?? '').replace(/\s+/g, '')

/** Scores what was read of one file against its truth. A field that was not read is wrong, but never confident. */
export function scoreFile(
  file: string,
  source: string,
  truths: readonly Truth[],
  outcome: ReadOutcome,
  ms: number,
): FileScore {
  const readings = outcome.outcome === 'read' ? outcome.readings : []
  const score: FileScore = {
    file,
    source,
    kind: String(truths[0]?.kind ?? ''),
    ms,
    isRead: readings.length > 0,
    isGreen: readings.length > 0 && readings.every(({ grade }) => grade === 'green'),
    ...(outcome.outcome === 'unread' ? { reason: outcome.reason } : {}),
    right: 0,
    total: 0,
    keyRight: 0,
    keyTotal: 0,
    linesRight: 0,
    linesTotal: 0,
    wrongAndConfident: 0,
    isWhole: false,
    misses: [],
  }
  for (const truth of truths) {
    const own = readings.find(({ fields }) => fields.number?.value === truth.number) ?? readings[0]
    scoreInvoice(score, truth, own)
  }
  score.isWhole = score.misses.length === 0
  return score
}

function scoreInvoice(score: FileScore, truth: Truth, reading: Reading | undefined): void {
  for (const [name, expected] of expectedFields(truth)) {
    const got = reading?.fields[name]?.value
    const isRight = squeeze(got) === squeeze(expected)
    count(score, name, isRight)
    if (isRight) continue
    score.misses.push({ field: name, expected: String(expected), got: got === undefined ? '' : String(got) })
    const isConfident = reading?.grade === 'green' && got !== undefined
    if (isConfident && GUARDED_FIELDS.includes(name)) score.wrongAndConfident += 1
  }
  const kind = kindOfTruth(truth)
  if (kind !== undefined) {
    const got = reading?.kind ?? 'none'
    score.total += 1
    if (got === kind) score.right += 1
    else score.misses.push({ field: 'kind', expected: kind, got })
  }
  scoreLines(score, truth, reading)
}

function count(score: FileScore, name: ReceivedFieldName, isRight: boolean): void {
  score.total += 1
  if (isRight) score.right += 1
  if (!KEY_FIELDS.includes(name)) return
  score.keyTotal += 1
  if (isRight) score.keyRight += 1
}

function scoreLines(score: FileScore, truth: Truth, reading: Reading | undefined): void {
  const lines = reading?.lines ?? []
  const expected = expectedLines(truth)
  if (!expected) {
    if (typeof truth.lines !== 'number') return
    score.linesTotal += truth.lines
    score.linesRight += Math.min(truth.lines, lines.length)
    if (lines.length !== truth.lines) {
      score.misses.push({ field: 'lines', expected: String(truth.lines), got: String(lines.length) })
    }
    return
  }
  expected.forEach((line, index) => {
    const own = lines[index]
    const isRight =
      own !== undefined &&
      squeeze(own.name) === squeeze(line.name) &&
      own.amountFen === line.amountFen &&
      squeeze(own.taxRate) === squeeze(line.taxRate) &&
      Number(own.quantity ?? 0) === Number(line.quantity || 0) &&
      Number(own.unitPrice ?? 0) === Number(line.unitPrice || 0)
    score.linesTotal += 1
    if (isRight) score.linesRight += 1
    else
      score.misses.push({
        field: `line ${index + 1}`,
        expected: JSON.stringify(line),
        got: JSON.stringify(own ?? {}),
      })
  })
}
