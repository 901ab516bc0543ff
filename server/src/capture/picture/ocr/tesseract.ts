import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import type { Quad } from '../geometry'
import type { Picture } from '../load-picture'
import { cutStrip, STRIP_HEIGHT, type Strip } from './cut-strip'
import type { OcrEngine, ReadCharacter, TextBox, TextLine } from './engine'

/** Tesseract reads small print only when it is enlarged: measured 2,400 pixels, red dropped, nothing thresholded. */
const PAGE_SIDE = 2400

/**
 * Starts a worker with the data of one language from its package: the integer LSTM model (`4.0.0_best_int`), smaller
 * and measured better than the package's default. Nothing is fetched and nothing cached on disk.
 */
async function startWorker(language: 'chi_sim' | 'eng'): Promise<Worker> {
  const entry = createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}`)
  const langPath = join(dirname(entry), '4.0.0_best_int')
  const worker = await createWorker(language, OEM.LSTM_ONLY, { langPath, gzip: true, cacheMethod: 'none' })
  // Strips carry no density; without one it guesses, and says so on stderr for every line.
  await worker.setParameters({ user_defined_dpi: '300' })
  return worker
}

/**
 * tesseract.js as the whole engine, where ONNX Runtime cannot run or the operator wants it. It reads pages less well
 * (numbers, dates and amounts with a QR code to help; names and tax numbers often wrong), and says so by its name: what
 * it read of names and tax numbers is always shown to a person.
 */
export async function createTesseract(): Promise<OcrEngine> {
  return new TesseractPages(await startWorker('chi_sim'))
}

class TesseractPages implements OcrEngine {
  readonly name = 'tesseract'
  readonly #worker: Worker
  /** It finds and reads lines in one go; what it read waits here until it is asked for. */
  readonly #read = new WeakMap<TextBox, TextLine>()

  constructor(worker: Worker) {
    this.#worker = worker
  }

  async detect(picture: Picture): Promise<TextBox[]> {
    const scale = PAGE_SIDE / Math.max(picture.width, picture.height)
    const page = await sharp(withoutRed(picture), {
      raw: { width: picture.width, height: picture.height, channels: 1 },
    })
      .resize({ width: Math.round(picture.width * scale) })
      .png()
      .toBuffer()
    await this.#worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT })
    const { data } = await this.#worker.recognize(page, {}, { blocks: true, text: false })
    const lines = (data.blocks ?? []).flatMap((block) =>
      block.paragraphs.flatMap((paragraph) => paragraph.lines),
    )
    return lines.map(({ text, confidence, bbox }) => {
      const corners = quadOf(bbox, scale)
      const box: TextBox = { corners, score: confidence / 100 }
      this.#read.set(box, asLine(text, confidence / 100, corners))
      return box
    })
  }

  async recognise(picture: Picture, boxes: readonly TextBox[]): Promise<TextLine[]> {
    const lines: TextLine[] = []
    for (const box of boxes) lines.push(this.#read.get(box) ?? (await this.#readBox(picture, box.corners)))
    return lines
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  async #readBox(picture: Picture, corners: Quad): Promise<TextLine> {
    await this.#worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_LINE })
    const { data } = await this.#worker.recognize(await stripAsPng(cutStrip(picture, corners)))
    return asLine(data.text, data.confidence / 100, corners)
  }
}

/** A second pair of eyes for digits and capitals only. */
export interface DigitReader {
  /** The letters and digits of one line, without anything between them. */
  read(picture: Picture, corners: Quad): Promise<string>
  close(): Promise<void>
}

/** Tesseract with the English model and nothing but `0–9 A–Z . - / : ¥ ,` to choose from. */
export async function createDigitReader(): Promise<DigitReader> {
  const worker = await startWorker('eng')
  await worker.setParameters({
    tessedit_pageseg_mode: PSM.SINGLE_LINE,
    tessedit_char_whitelist: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-/:,',
  })
  return {
    async read(picture, corners) {
      const { data } = await worker.recognize(await stripAsPng(cutStrip(picture, corners)))
      return data.text.replace(/[^0-9A-Z]/g, '')
    },
    async close() {
      await worker.terminate()
    },
  }
}

/** Grey by the brighter of red and luma: the red seal and the red form fade, black print stays. */
function withoutRed({ data, width, height }: Picture): Buffer {
  const grey = Buffer.alloc(width * height)
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const red = data[3 * pixel] ?? 0
    const luma = 0.299 * red + 0.587 * (data[3 * pixel + 1] ?? 0) + 0.114 * (data[3 * pixel + 2] ?? 0)
    grey[pixel] = Math.max(red, luma)
  }
  return grey
}

const MARGIN = 12

/** The strip in grey with white around it: letters that touch the edge are read as something else. */
function stripAsPng({ values, width }: Strip): Promise<Buffer> {
  const plane = STRIP_HEIGHT * width
  const grey = Buffer.alloc(plane)
  for (let pixel = 0; pixel < plane; pixel++) {
    const [blue, green, red] = [
      values[pixel] ?? 0,
      values[plane + pixel] ?? 0,
      values[2 * plane + pixel] ?? 0,
    ]
    grey[pixel] = (Math.max(red, 0.299 * red + 0.587 * green + 0.114 * blue) + 1) * 127.5
  }
  return sharp(grey, { raw: { width, height: STRIP_HEIGHT, channels: 1 } })
    .extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, background: '#fff' })
    .png()
    .toBuffer()
}

function quadOf({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }, scale: number): Quad {
  const [left, top, right, bottom] = [x0 / scale, y0 / scale, x1 / scale, y1 / scale]
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
}

/** Without places of its own characters: they are spread evenly over the line. */
function asLine(text: string, score: number, corners: Quad): TextLine {
  const letters = Array.from(text.trim())
  const characters = letters.map(
    (letter, index): ReadCharacter => ({
      text: letter,
      probability: score,
      at: (index + 0.5) / letters.length,
    }),
  )
  return { text: letters.join(''), characters, score, corners }
}
