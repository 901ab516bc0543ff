import sharp from 'sharp'
import { readFile } from '../capture/read-file'
import { createFileReader } from '../capture/reader'

/** Where the code stands on what our renderer draws, and the width of the page, in millimetres. */
const CODE = { left: 6, top: 5.5, size: 21 }
const PAGE_WIDTH_MM = 210

export interface Photograph {
  jpeg: Buffer
  /** The day that is printed on it, also when it is covered. */
  issuedOn: string
}

/**
 * A picture of an issued invoice's PDF as somebody would hand it in, another one for each number of pixels. `isDateCovered`:
 * its date and its code cannot be read, so a person has to say when it was issued.
 */
export async function photograph(
  pdf: Uint8Array,
  { width, isDateCovered }: { width: number; isDateCovered: boolean },
): Promise<Photograph> {
  const reader = createFileReader()
  try {
    const outcome = await readFile(pdf, { now: Date.now() })
    const drawn = await reader.draw(pdf, 1)
    const issuedOn = outcome.outcome === 'read' ? outcome.readings[0]?.fields.issuedOn : undefined
    if (!drawn || !issuedOn?.place) throw new Error('the PDF is not one of our renderer')
    const { width: pixels = 0 } = await sharp(drawn.png).metadata()
    const mm = pixels / PAGE_WIDTH_MM
    const code = { left: CODE.left * mm, top: CODE.top * mm, width: CODE.size * mm, height: CODE.size * mm }
    const covers = isDateCovered ? [code, boxOf(issuedOn.place.corners, drawn.scale)] : []
    const covered = await sharp(drawn.png)
      .composite(await Promise.all(covers.map(cover)))
      .png()
      .toBuffer()
    const jpeg = await sharp(covered).resize({ width }).jpeg({ quality: 90 }).toBuffer()
    return { jpeg, issuedOn: issuedOn.value }
  } finally {
    await reader.close()
  }
}

interface Box {
  left: number
  top: number
  width: number
  height: number
}

function boxOf(corners: readonly [number, number][], scale: number): Box {
  const xs = corners.map(([x]) => x * scale)
  const ys = corners.map(([, y]) => y * scale)
  const [left, top] = [Math.min(...xs) - 4, Math.min(...ys) - 4]
  return { left, top, width: Math.max(...xs) - left + 8, height: Math.max(...ys) - top + 8 }
}

async function cover({ left, top, width, height }: Box) {
  const size = { width: Math.ceil(width), height: Math.ceil(height) }
  const input = await sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  return { input, left: Math.round(left), top: Math.round(top) }
}
