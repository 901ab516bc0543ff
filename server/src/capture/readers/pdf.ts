import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { detectType } from '../detect-type'
import { readPageText, type SheetReading } from '../layout/read-sheet'
import type { Page } from '../layout/sheet'
import { type CaptureLimits, UnreadError } from '../limits'
import { combineDrafts } from './combine'
import type { Draft } from './draft'
import { asUnread, embeddedFiles, openPdf, readPage, renderPage } from './pdf-document'
import { readXmlInvoice } from './xml'

export interface PdfFound {
  drafts: Draft[]
  /** Pages whose text is no use, rendered for the picture reader. */
  pages: Uint8Array[]
  pageNumbers: number[]
}

/** Pages that are handed to the picture reader out of one file: each costs seconds. */
const MAX_PICTURES = 20

/**
 * Reads a PDF: the text of every page by its places, invoices of several pages put together, several invoices kept
 * apart, an embedded XML leading over the print it comes with. Pages without usable text come back as pictures.
 */
export async function readPdf(bytes: Uint8Array, limits: CaptureLimits): Promise<PdfFound> {
  const document = await openPdf(bytes, limits)
  try {
    return await readDocument(document, limits)
  } catch (cause) {
    throw asUnread(cause)
  } finally {
    await document.loadingTask.destroy()
  }
}

async function readDocument(document: PDFDocumentProxy, limits: CaptureLimits): Promise<PdfFound> {
  const drafts: Draft[] = []
  const pictures = new Set<number>()
  let refusal: UnreadError | undefined
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const content = await readPage(page)
    for (const reading of readPageText(content, 'pdf')) {
      if (reading.outcome === 'list') addList(drafts.at(-1), reading.lines, number)
      else if (reading.outcome === 'invoice' && reading.draft.fields.number) drafts.push(reading.draft)
      else if (isPicture(content, reading)) pictures.add(number)
      else if (reading.outcome === 'none') refusal ??= reading.refusal
    }
    page.cleanup()
  }
  const embedded = (await embeddedFiles(document, limits)).flatMap(readEmbedded)
  const all = combineDrafts(drafts, embedded)
  if (all.length > 0) pictures.clear()
  if (pictures.size > MAX_PICTURES) throw new UnreadError('too_many_pages', 'too many pages without text')
  if (all.length === 0 && pictures.size === 0) {
    throw refusal ?? new UnreadError('not_invoice', 'no page is an invoice')
  }
  const pages: Uint8Array[] = []
  for (const number of pictures) pages.push(await renderPage(await document.getPage(number), limits))
  return { drafts: all, pages, pageNumbers: [...pictures] }
}

/** A page whose text cannot be what it shows: hardly any, none in Chinese, or a form without its number. */
function isPicture({ words }: Page, reading: SheetReading): boolean {
  const text = words.map((word) => word.text).join('')
  const chinese = text.match(/[\u4e00-\u9fff]/g)?.length ?? 0
  return reading.outcome === 'invoice' || chinese < 12
}

/** 销货清单: the invoice's own line only says that there is one. */
function addList(draft: Draft | undefined, lines: Draft['lines'], page: number): void {
  if (!draft) return
  const own = draft.lines.filter(({ name }) => !/详见.*清单/.test(name))
  draft.lines = [...own, ...lines]
  draft.pages = [...draft.pages, page]
}

function readEmbedded(content: Uint8Array): Draft[] {
  if (detectType(content) !== 'xml') return []
  try {
    return [readXmlInvoice(content)]
  } catch (error) {
    // Something else may be attached to an invoice; only an invoice's own data is wanted.
    if (!(error instanceof UnreadError)) throw error
    return []
  }
}
