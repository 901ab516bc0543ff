import sharp from 'sharp'
import { detectType, PICTURE_TYPES } from '../detect-type'
import { CAPTURE_LIMITS } from '../limits'
import { isOfdPackage } from '../unpack'
import { drawOfd } from './draw-ofd'
import { type Drawn, drawPdf } from './draw-pdf'
import { drawXml } from './draw-xml'

/** What is shown is no larger than this: every character of an invoice can be read on a large screen. */
const PREVIEW_PIXELS = 2_000

/**
 * Draws one page (from 1) of an original: a picture, a PDF, an OFD, or the layout that a 数电票 of XML would have.
 * Undefined when there is no such page or nothing that can be drawn; never throws for what the file contains.
 */
export async function drawOriginal(bytes: Uint8Array, page: number): Promise<Drawn | undefined> {
  const drawn = await draw(bytes, page)
  if (!drawn || Math.max(drawn.width, drawn.height) <= PREVIEW_PIXELS) return drawn
  const { data, info } = await sharp(drawn.png)
    .resize({ width: PREVIEW_PIXELS, height: PREVIEW_PIXELS, fit: 'inside' })
    .png({ compressionLevel: 6 })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const smaller = width / drawn.width
  return { ...drawn, png: data, width, height, scale: drawn.scale * smaller, cameraScale: smaller }
}

async function draw(bytes: Uint8Array, page: number): Promise<Drawn | undefined> {
  const type = detectType(bytes)
  try {
    if (PICTURE_TYPES.includes(type)) return page === 1 ? await drawPicture(bytes) : undefined
    if (type === 'pdf') return await drawPdf(bytes, page)
    if (type === 'zip' && isOfdPackage(bytes)) return await drawOfd(bytes, page)
    return type === 'xml' && page === 1 ? await drawXml(bytes) : undefined
  } catch {
    // Damaged, encrypted or hostile: its reading says so; here there is just no picture.
    return undefined
  }
}

async function drawPicture(bytes: Uint8Array): Promise<Drawn> {
  const { data, info } = await sharp(bytes, { limitInputPixels: CAPTURE_LIMITS.pixels, pages: 1 })
    .autoOrient()
    .png()
    .toBuffer({ resolveWithObject: true })
  return { png: data, width: info.width, height: info.height, scale: 1 }
}
