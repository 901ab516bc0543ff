import { shanghaiDate } from '@piaoma/shared/invoice'
import {
  checkReading,
  type Reading,
  type ReadOutcome,
  type ReceivedFields,
  type UnreadReason,
} from '@piaoma/shared/received'
import { UnreadError } from '../limits'
import { findCodes, isOfInvoice, type ReadCode, turnsFromCode } from './codes/find-codes'
import type { Quad } from './geometry'
import { interpret } from './interpret'
import { kindOfPage, type PageKind } from './kinds/kind-of-page'
import { layOut, type PageText } from './layout/page-text'
import { type LoadedPicture, loadPicture, type QuarterTurns, unturnQuad } from './load-picture'
import type { OcrEngine } from './ocr/engine'
import { type EngineOptions, engineFor } from './ocr/engines'
import { type PageOutcome, readPage } from './read-page'
import { lookAgain } from './second-look'
import { splitByCodes } from './split-by-codes'

export { closeEngines } from './ocr/engines'

export interface PictureOptions extends EngineOptions {
  /** Epoch milliseconds, for the check that no date lies ahead. */
  now: number
  /** 1-based page of the file that the picture shows; 1 when absent. */
  page?: number
}

/**
 * Reads the invoice on a picture: its QR code first, then its text. What is no invoice is refused by name, what cannot
 * be read is `retake`; nothing is guessed. Places are pixels of the picture as its EXIF turns it. Never throws for what
 * the picture shows.
 */
export async function readPicture(image: Uint8Array, options: PictureOptions): Promise<ReadOutcome> {
  try {
    const loaded = await loadPicture(image)
    return await readLoaded(loaded, await engineFor(options), options)
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error
    return { outcome: 'unread', reason: error.reason, detail: error.message }
  }
}

async function readLoaded(
  loaded: LoadedPicture,
  engine: OcrEngine,
  options: PictureOptions,
): Promise<ReadOutcome> {
  const codes = await findCodes(loaded.picture)
  const parts = await splitByCodes(loaded, codes)
  const outcomes: ReadOutcome[] = []
  for (const part of parts) outcomes.push(await readPart(part.loaded, part.codes, engine, options))
  const readings = outcomes.flatMap((outcome) => (outcome.outcome === 'read' ? outcome.readings : []))
  return readings.length > 0 ? { outcome: 'read', readings } : (outcomes[0] ?? unread('retake'))
}

async function readPart(
  loaded: LoadedPicture,
  codes: readonly ReadCode[],
  engine: OcrEngine,
  options: PictureOptions,
): Promise<ReadOutcome> {
  const code = codes.find(isOfInvoice)
  const turns = (code ? [code] : codes).map(turnsFromCode).find((known) => known !== undefined)
  const outcome = await readPage(engine, loaded.picture, turns)
  const text = layOut(outcome.outcome === 'read' ? outcome.page.lines : [])
  const found: PageKind = code ? { kind: kindWithCode(code.meaning.kind, text) } : kindOfPage(text)
  if (!code && isUnreadable(outcome, text)) return unread(otherCode(codes) ?? 'retake')
  if ('refused' in found) return unread(refusalOf(found.refused, codes), found.what)
  const page = options.page ?? 1
  const turned = outcome.outcome === 'read' ? outcome.page.turns : 0
  const read = interpret(text, {
    kind: found.kind,
    ...(code ? { code } : {}),
    toFile: toFile(loaded, turned),
    page,
  })
  const { draft } = read
  if (!draft.fields.number && !draft.fields.code && !draft.fields.totalFen) return unread('retake')
  if (engine.name === 'tesseract') doubtWords(draft.fields)
  else if (outcome.outcome === 'read') {
    const { picture } = outcome.page
    await lookAgain(read, {
      engine,
      picture,
      hasCode: code !== undefined,
      today: shanghaiDate(options.now),
    })
  }
  const reading: Reading = checkReading(
    { ...draft, ...(code ? { qr: code.text } : {}), pages: [page] },
    options.now,
  )
  return { outcome: 'read', readings: [reading] }
}

/** The light engine misreads names and tax numbers too often for anyone to rely on them. */
function doubtWords(fields: ReceivedFields): void {
  for (const name of ['buyerName', 'sellerName', 'buyerTaxpayerId', 'sellerTaxpayerId'] as const) {
    const field = fields[name]
    if (field) field.confidence = Math.min(field.confidence, 0.5)
  }
}

const unread = (reason: UnreadReason, detail = ''): ReadOutcome => ({
  outcome: 'unread',
  reason,
  ...(detail ? { detail } : {}),
})

/** Ten lines or so make a receipt; of less, or of nonsense, no invoice can be told. */
const MIN_LINES = 4
const READABLE = 0.6

function isUnreadable(outcome: PageOutcome, { lines }: PageText): boolean {
  if (outcome.outcome === 'unreadable' || lines.length < MIN_LINES) return true
  const characters = lines.flatMap((line) => line.characters)
  const sum = characters.reduce((total, { probability }) => total + probability, 0)
  return sum / characters.length < READABLE
}

/** The form's words are finer than the code's type where several forms share one. */
function kindWithCode(kind: Reading['kind'], text: PageText): Reading['kind'] {
  if (kind !== 'other' && kind !== 'electronic_normal') return kind
  const byWords = kindOfPage(text)
  return 'kind' in byWords && (kind === 'other' || byWords.kind === 'toll') ? byWords.kind : kind
}

function refusalOf(reason: UnreadReason, codes: readonly ReadCode[]): UnreadReason {
  return reason === 'not_invoice' ? (otherCode(codes) ?? reason) : reason
}

function otherCode(codes: readonly ReadCode[]): UnreadReason | undefined {
  if (codes.length === 0) return undefined
  const isTaiwan = codes.some(({ meaning }) => meaning.outcome === 'other' && meaning.what === 'taiwan')
  return isTaiwan ? 'not_mainland' : 'other_qr'
}

const toFile =
  ({ picture, scale, origin: [left, top] }: LoadedPicture, turns: QuarterTurns) =>
  (quad: Quad): [number, number][] =>
    unturnQuad(quad, picture, turns).map(([x, y]) => [
      Math.round((x + left) * scale),
      Math.round((y + top) * scale),
    ])
