import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

/** One page of a PDF as grey pixels. */
export interface PagePicture {
  width: number
  height: number
  /** 0 black to 255 white. */
  greyAt(x: number, y: number): number
  png: Buffer
}

/** Renders one page (from 1) with pdftoppm. */
export function renderPage(pdftoppm: string, pdf: Uint8Array, page: number, dpi: number): PagePicture {
  const folder = mkdtempSync(join(tmpdir(), 'piaoma-page-'))
  try {
    writeFileSync(join(folder, 'in.pdf'), pdf)
    const args = ['-r', String(dpi), '-gray', '-png', '-f', String(page), '-l', String(page), '-singlefile']
    execFileSync(pdftoppm, [...args, join(folder, 'in.pdf'), join(folder, 'out')], { stdio: 'pipe' })
    const png = readFileSync(join(folder, 'out.png'))
    const { width, height, data } = PNG.sync.read(png)
    const greyAt = (x: number, y: number) => data[(Math.floor(y) * width + Math.floor(x)) * 4] ?? 255
    return { width, height, greyAt, png }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The share of pixels (0–1) in which a picture differs clearly from a committed reference, tolerant of another
 * version of the renderer; 1 when the sizes differ. With PIAOMA_UPDATE_REFERENCES=1 the reference is written instead.
 */
export function differenceFromReference(picture: PagePicture, reference: string): number {
  if (process.env.PIAOMA_UPDATE_REFERENCES === '1') {
    mkdirSync(dirname(reference), { recursive: true })
    writeFileSync(reference, picture.png)
  }
  if (!existsSync(reference))
    throw new Error(`${reference} is missing: run with PIAOMA_UPDATE_REFERENCES=1 and look at it`)
  const [actual, expected] = [PNG.sync.read(picture.png), PNG.sync.read(readFileSync(reference))]
  if (actual.width !== expected.width || actual.height !== expected.height) return 1
  const pixels = actual.width * actual.height
  return (
    pixelmatch(actual.data, expected.data, undefined, actual.width, actual.height, { threshold: 0.25 }) /
    pixels
  )
}
