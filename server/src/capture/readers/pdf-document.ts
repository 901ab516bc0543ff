import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { getDocument, type PDFDocumentProxy, type PDFPageProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Page, Word } from '../layout/sheet'
import { type CaptureLimits, UnreadError } from '../limits'

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
/** Longest text that one page may have; an invoice has some 2,000 runs. */
const MAX_RUNS = 50_000
/** Points a second picture point: 200 dpi reads well and stays small. */
const RENDER_SCALE = 200 / 72

/**
 * Opens a PDF from outside: nothing in it is run, nothing is fetched. Throws UnreadError: `encrypted`, `damaged`,
 * `too_many_pages`, or `forbidden_content` when it carries a script. The caller closes it.
 */
export async function openPdf(bytes: Uint8Array, limits: CaptureLimits): Promise<PDFDocumentProxy> {
  const task = getDocument({
    // A copy: the parser takes its input over.
    data: bytes.slice(),
    cMapUrl: `${join(folder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
    wasmUrl: `${join(folder, 'wasm')}/`,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
    maxImageSize: limits.pixels,
    verbosity: 0,
  })
  try {
    const document = await task.promise
    if (document.numPages > limits.pages) {
      throw new UnreadError('too_many_pages', `more than ${limits.pages} pages`)
    }
    if (await document.getJSActions()) throw new UnreadError('forbidden_content', 'the file carries a script')
    return document
  } catch (cause) {
    await task.destroy()
    throw asUnread(cause)
  }
}

/** What the parser throws, as a reason. */
export function asUnread(cause: unknown): UnreadError {
  if (cause instanceof UnreadError) return cause
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause))
  if (name === 'PasswordException')
    return new UnreadError('encrypted', 'the file needs a password', { cause })
  return new UnreadError('damaged', `the PDF cannot be read: ${message.slice(0, 200)}`, { cause })
}

/** The upright text runs of a page, in points from its top left corner as it is shown. */
export async function readPage(page: PDFPageProxy): Promise<Page> {
  const viewport = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent({ disableNormalization: true })
  if (items.length > MAX_RUNS) throw new UnreadError('too_large', 'a page has too much text')
  const words = items.flatMap((item): Word[] => {
    if (!('str' in item) || item.str.trim() === '') return []
    const [a, b, c, d, x, y] = Util.transform(viewport.transform, item.transform) as number[]
    if (a === undefined || b === undefined || x === undefined || y === undefined) return []
    // Round seals and watermarks are written along curves: no value stands there.
    if (a <= 0 || Math.abs(b) > Math.abs(a) * 0.1) return []
    return [{ text: item.str, x0: x, x1: x + item.width, y, size: Math.hypot(c ?? 0, d ?? 0) }]
  })
  return { number: page.pageNumber, width: viewport.width, height: viewport.height, words }
}

/** A page as PNG for the picture reader, at 200 dpi or as large as the pixel limit allows. */
export async function renderPage(page: PDFPageProxy, limits: CaptureLimits): Promise<Uint8Array> {
  const { width, height } = page.getViewport({ scale: 1 })
  if (!(width > 0 && height > 0)) throw new UnreadError('damaged', 'a page has no size')
  const most = Math.sqrt(Math.min(limits.pixels, 16_000_000) / (width * height))
  const viewport = page.getViewport({ scale: Math.min(RENDER_SCALE, most) })
  const canvas = createCanvas(
    Math.max(1, Math.floor(viewport.width)),
    Math.max(1, Math.floor(viewport.height)),
  )
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  // The canvas of this package is the browser's to the parser; only their types differ.
  const target = { canvasContext: context, canvas, viewport } as unknown as Parameters<
    PDFPageProxy['render']
  >[0]
  await page.render(target).promise
  return canvas.encode('png')
}

/** Files embedded in the document, the first twenty, none above the limit of one file. */
export async function embeddedFiles(
  document: PDFDocumentProxy,
  limits: CaptureLimits,
): Promise<Uint8Array[]> {
  const found = (await document.getAttachments()) as Record<string, { content?: Uint8Array }> | null
  return Object.values(found ?? {})
    .slice(0, 20)
    .flatMap(({ content }) => (content && content.length <= limits.zipEntryBytes ? [content] : []))
}
