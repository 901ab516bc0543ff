import type { FileType } from '@piaoma/shared/contract'
import sharp from 'sharp'
import type { ReceivedFileReader } from './deps'
import { detectType, PICTURE_TYPES } from './detect-type'
import { CAPTURE_LIMITS } from './limits'
import { isOfdPackage, unpackZip } from './unpack'
import type { CaptureOptions } from './worker/capture-messages'
import { createCaptureReader } from './worker/capture-pool'

/** The readers of this project behind one door: what takes long or may be hostile is read in their thread. */
export function createFileReader(
  engine: Pick<CaptureOptions, 'engine' | 'modelDir'> = {},
): ReceivedFileReader {
  const thread = createCaptureReader()
  return {
    detect,
    unpack: (bytes) => unpackZip(bytes, CAPTURE_LIMITS),
    read: (bytes, { now, onProgress }) =>
      thread.read(bytes, { now, ...engine }, ({ picture, pictures }) =>
        onProgress((100 * picture) / (pictures + 1)),
      ),
    draw: (bytes, page) => (detect(bytes) === 'pdf' ? drawPdf(bytes, page) : drawPicture(bytes, page)),
    close: () => thread.close(),
  }
}

/** What the bytes are, an OFD told from other archives. */
function detect(bytes: Uint8Array): FileType {
  const type = detectType(bytes)
  if (type === 'unknown') return 'other'
  return type === 'zip' && isOfdPackage(bytes) ? 'ofd' : type
}

async function drawPicture(bytes: Uint8Array, page: number) {
  if (!PICTURE_TYPES.includes(detectType(bytes)) || page !== 1) return undefined
  try {
    const png = await sharp(bytes, { limitInputPixels: CAPTURE_LIMITS.pixels, pages: 1 })
      .autoOrient()
      .png()
      .toBuffer()
    return { png, scale: 1 }
  } catch {
    // What cannot be decoded has no picture to show; its reading says so.
    return undefined
  }
}

/** Places of a text layer are in points; the picture has more pixels than that. */
async function drawPdf(bytes: Uint8Array, number: number) {
  // Large, and seldom needed by the service's own thread.
  const { openPdf, renderPage } = await import('./readers/pdf-document')
  try {
    const document = await openPdf(bytes.slice(), CAPTURE_LIMITS)
    try {
      if (number > document.numPages) return undefined
      const page = await document.getPage(number)
      const png = await renderPage(page, CAPTURE_LIMITS)
      const { width = 0 } = await sharp(png).metadata()
      return { png, scale: width / page.getViewport({ scale: 1 }).width }
    } finally {
      await document.loadingTask.destroy()
    }
  } catch {
    // Damaged or encrypted: the same as above.
    return undefined
  }
}
