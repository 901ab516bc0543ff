import { checkReading, type Reading, type ReadOutcome, type UnreadReason } from '@piaoma/shared/received'
import { detectType, PICTURE_TYPES } from './detect-type'
import { CAPTURE_LIMITS, type CaptureLimits, UnreadError } from './limits'
import type { Draft } from './readers/draft'
import { readOfdInvoice } from './readers/ofd'
import { readPdf } from './readers/pdf'
import { readXmlInvoice } from './readers/xml'
import { isOfdPackage, newBudget, type UnpackBudget, unpackZip } from './unpack'

export interface ReadOptions {
  /** Epoch milliseconds, for the check that no date lies ahead. */
  now: number
  limits?: Partial<CaptureLimits>
}

/** What the readers of electronic originals leave to the picture reader. */
export interface PicturePages {
  outcome: 'picture'
  /** PNG of each rendered page, or the picture itself as it came. */
  pages: Uint8Array[]
  /** 1-based page of the file for each of them. */
  pageNumbers: number[]
  /** Invoices on the file's other pages, which had text. */
  readings: Reading[]
}

export type OriginalOutcome = ReadOutcome | PicturePages

export interface ReadContext {
  limits: CaptureLimits
  budget: UnpackBudget
}

/**
 * Reads an electronic original (XML, OFD, PDF with text, or a ZIP of them), by its content and never by its name. Gives
 * `picture` for what only a picture reader can read, with the pages rendered. Never throws for what the file contains.
 */
export async function readOriginal(bytes: Uint8Array, options: ReadOptions): Promise<OriginalOutcome> {
  const limits = { ...CAPTURE_LIMITS, ...options.limits }
  try {
    if (bytes.length > limits.fileBytes)
      throw new UnreadError('too_large', `more than ${limits.fileBytes} bytes`)
    const found = await readAny(bytes, { limits, budget: newBudget(limits) })
    const readings = found.drafts.map((draft) => checkReading(draft, options.now))
    if (readings.length > limits.readings)
      throw new UnreadError('too_many_files', 'too many invoices in one file')
    if (found.pages.length > 0) return { outcome: 'picture', ...found, readings }
    return { outcome: 'read', readings }
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error
    return { outcome: 'unread', reason: error.reason, detail: error.message }
  }
}

interface Found {
  drafts: Draft[]
  pages: Uint8Array[]
  pageNumbers: number[]
}

async function readAny(bytes: Uint8Array, context: ReadContext): Promise<Found> {
  const type = detectType(bytes)
  if (PICTURE_TYPES.includes(type)) return { drafts: [], pages: [bytes], pageNumbers: [1] }
  if (type === 'xml') return { drafts: [readXmlInvoice(bytes)], pages: [], pageNumbers: [] }
  if (type === 'pdf') return readPdf(bytes, context.limits)
  if (type === 'zip' && isOfdPackage(bytes)) {
    return { drafts: readOfdInvoice(bytes, context.limits, context.budget), pages: [], pageNumbers: [] }
  }
  if (type === 'zip') return readArchive(bytes, context)
  throw new UnreadError('unsupported_type', 'no reader for this type of file')
}

/** Every readable file of an archive; only when none is, the first reason that is not "something else". */
async function readArchive(bytes: Uint8Array, context: ReadContext): Promise<Found> {
  const all: Found = { drafts: [], pages: [], pageNumbers: [] }
  const refusals: UnreadError[] = []
  for (const file of unpackZip(bytes, context.limits, context.budget)) {
    try {
      const found = await readAny(file.bytes, context)
      all.drafts.push(...found.drafts)
      all.pages.push(...found.pages)
      all.pageNumbers.push(...found.pageNumbers)
    } catch (error) {
      if (!(error instanceof UnreadError)) throw error
      refusals.push(error)
    }
  }
  if (all.drafts.length === 0 && all.pages.length === 0) throw worstOf(refusals)
  return all
}

const HARMLESS: readonly UnreadReason[] = ['unsupported_type', 'not_invoice']

const worstOf = (refusals: readonly UnreadError[]): UnreadError =>
  refusals.find(({ reason }) => !HARMLESS.includes(reason)) ??
  refusals[0] ??
  new UnreadError('not_invoice', 'the archive is empty')
