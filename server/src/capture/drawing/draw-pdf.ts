import type { FieldPlace, ReceivedFieldName } from '@piaoma/shared/received'
import sharp from 'sharp'
import { CAPTURE_LIMITS } from '../limits'
import { openPdf, renderPage } from '../readers/pdf-document'

/** A page of an original as a picture. */
export interface Drawn {
  png: Uint8Array
  width: number
  height: number
  /** Pixels of the picture for one point: the unit of places that a reader of text gives. */
  scale: number
  /** Pixels of the picture for one of those that the picture reader saw; 1 when absent. */
  cameraScale?: number
  /** Where the drawing itself put fields, in points: of what has no layout of its own. */
  places?: Partial<Record<ReceivedFieldName, FieldPlace>>
}

/** A page of a PDF. Places of its text layer are in points; the picture has more pixels than that. */
export async function drawPdf(bytes: Uint8Array, number: number): Promise<Drawn | undefined> {
  const document = await openPdf(bytes.slice(), CAPTURE_LIMITS)
  try {
    if (number > document.numPages) return undefined
    const page = await document.getPage(number)
    const png = await renderPage(page, CAPTURE_LIMITS)
    const { width = 0, height = 0 } = await sharp(png).metadata()
    return { png, width, height, scale: width / page.getViewport({ scale: 1 }).width }
  } finally {
    await document.loadingTask.destroy()
  }
}
