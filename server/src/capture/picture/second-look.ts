import { parseInvoiceDate, type ReceivedFieldName, type ReceivedFields } from '@piaoma/shared/received'
import { type Quad, taller } from './geometry'
import { cornersOfSpan, type Draft } from './layout/draft'
import { type Span, spanText } from './layout/find'
import type { Picture } from './load-picture'
import type { OcrEngine } from './ocr/engine'
import { digitReader } from './ocr/engines'
import { type DigitWeights, digitsOf, likeliest, medianOf } from './weigh-digits'

/** A draft with where its fields were read. */
export interface ReadDraft {
  draft: Draft
  spans: ReadonlyMap<ReceivedFieldName, Span>
}

export interface LookOptions {
  engine: OcrEngine
  /** The upright page. */
  picture: Picture
  /** Whether the page's own code proves its number, day and amount. */
  hasCode: boolean
  /** `YYYY-MM-DD` */
  today: string
}

const SURE = 0.9

/**
 * Looks at digits again. Without a code on the page its number, day and amounts are read anew from larger cuts, and what
 * all looks together make of them counts; then the second reader is asked about digits still in doubt.
 */
export async function lookAgain({ draft, spans }: ReadDraft, options: LookOptions): Promise<void> {
  if (!options.hasCode) await readAnew(draft, spans, options)
  await askSecondReader(draft.fields, options.picture, spans)
}

/** What no sum and no check digit proves, in the order in which one helps the next. */
const ALONE = ['code', 'number', 'checkCode', 'totalFen', 'issuedOn', 'plate'] as const
type Alone = (typeof ALONE)[number]

/** Heights that are added above and below the line: strokes fall on other pixels of the recogniser each time. */
const LOOKS = [0, 0.1, 0.2, 0.3]
/** Looks that must have seen as many digits as there are, the first reading included. */
const MIN_LOOKS = 3
async function readAnew(draft: Draft, spans: ReadDraft['spans'], options: LookOptions): Promise<void> {
  const seen = ALONE.flatMap((name) => {
    const span = spans.get(name)
    // A total may stand in words only; those have no digits.
    return span && draft.fields[name]?.source === 'ocr' && /\d/.test(spanText(span)) ? [{ name, span }] : []
  })
  const boxes = seen.flatMap(({ span }) =>
    LOOKS.map((by) => ({ corners: taller(cornersOfSpan(span), by), score: 1 })),
  )
  const lines = await options.engine.recognise(options.picture, boxes)
  for (const [index, { name, span }] of seen.entries()) {
    const own = lines.slice(index * LOOKS.length, (index + 1) * LOOKS.length)
    const first = span.line.characters.slice(span.from, span.to)
    const looks = [first, ...own.map(({ characters }) => characters)].map(digitsOf)
    settle(draft, { name, span }, looks, options.today)
  }
}

function settle(
  draft: Draft,
  { name, span }: { name: Alone; span: Span },
  looks: readonly DigitWeights[],
  today: string,
): void {
  const field = draft.fields[name]
  if (!field) return
  const places = spanText(span).replace(/\D/g, '').length
  const count = looks.filter(({ length }) => length === places).length
  const found =
    count > 0 ? likeliest(medianOf(looks, places), possibleValue(draft, name, span, today)) : undefined
  if (!found) {
    field.confidence = Math.min(field.confidence, DISPUTED)
    return
  }
  Object.assign(field, {
    value: found.value,
    confidence: count >= MIN_LOOKS ? found.share : Math.min(found.share, field.confidence),
    ...(found.value === field.value ? {} : { repairedFrom: String(field.value) }),
    ...(count >= MIN_LOOKS && found.share >= SURE ? { isSeenTwice: true } : {}),
  })
}

/** Looks that differ so much are no reading. */
const DISPUTED = 0.5

/** Which values a field can have at all, from the digits that were seen at its place. */
function possibleValue(
  { kind, fields }: Draft,
  name: Alone,
  span: Span,
  today: string,
): (digits: string) => string | number | undefined {
  const text = spanText(span)
  if (name === 'issuedOn') {
    const year = yearOfCode(fields.code?.value)
    const century = /^0\d\d\D/.test(text) ? '2' : ''
    return (digits) => possibleDay(century + withDigits(text, digits), year, today)
  }
  if (name === 'totalFen') {
    // 42.00 and 42元 alike: what the printed digits stand for in fen, with its sign.
    const unit = (fields.totalFen?.value ?? 0) / Number(text.replace(/\D/g, ''))
    // Fares are rounded to 10 fen at least; the last digit of a meter is a zero.
    return (digits) => (kind === 'taxi' && !digits.endsWith('0') ? undefined : Number(digits) * unit)
  }
  return name === 'plate' ? (digits) => withDigits(String(fields.plate?.value), digits) : (digits) => digits
}

/** A text with other digits in the places of its own. */
function withDigits(text: string, digits: string): string {
  const rest = Array.from(digits)
  return text.replace(/\d/g, () => rest.shift() ?? '')
}

/** Blanks are used up within years of the year that stands in their code. */
const USED_WITHIN_YEARS = 6

function possibleDay(text: string, codeYear: number | undefined, today: string): string | undefined {
  const day = parseInvoiceDate(text)
  if (day === undefined || day > today) return undefined
  const age = Number(day.slice(0, 4)) - (codeYear ?? Number(day.slice(0, 4)))
  return age >= 0 && age <= USED_WITHIN_YEARS ? day : undefined
}

/** 发票代码 holds the year of its blanks: of 12 digits the sixth and seventh, of 10 the fifth and sixth. */
function yearOfCode(code: string | undefined): number | undefined {
  const year = /^[01]\d{4}(\d\d)\d{5}$/.exec(code ?? '')?.[1] ?? /^\d{4}(\d\d)\d{4}$/.exec(code ?? '')?.[1]
  return year === undefined ? undefined : 2000 + Number(year)
}

/** Fields of digits and capital letters: what the second reader can read. */
const DIGITS: readonly ReceivedFieldName[] = [
  ...(['number', 'code', 'issuedOn', 'checkCode', 'totalFen', 'amountFen', 'taxFen'] as const),
  ...(['buyerTaxpayerId', 'sellerTaxpayerId', 'ticketNumber'] as const),
]
/** Below it the crop is no reading at all, and two readers may agree by chance. */
const READABLE = 0.4
/** In 405 of 405 measured crops the value was right when both readers agreed. */
const AGREED = 0.95

/** Lets the second reader look at doubtful digits, and believes them where it reads the same on its own. */
async function askSecondReader(
  fields: ReceivedFields,
  picture: Picture,
  spans: ReadDraft['spans'],
): Promise<void> {
  for (const name of DIGITS) {
    const field = fields[name]
    const span = spans.get(name)
    if (!field || !span || field.source !== 'ocr' || field.confidence >= SURE || field.confidence < READABLE)
      continue
    const reader = await digitReader()
    const quad: Quad = cornersOfSpan(span)
    const read = await reader.read(picture, quad)
    const plain = (
      name.endsWith('Fen') ? (Number(field.value) / 100).toFixed(2) : String(field.value)
    ).replace(/[^0-9A-Z]/g, '')
    if (read === plain) Object.assign(field, { confidence: AGREED, isSeenTwice: true })
  }
}
