import type { FieldPlace, Reading, ReceivedFieldName } from '@piaoma/shared/received'
import sharp from 'sharp'
import { AppError } from '../http'
import type { CaptureDeps } from './deps'
import type { Drawn } from './drawing/draw-pdf'
import type { ReceivedFileRow } from './entity'

/** What is around a field, in heights of it: a line of text alone is hard to place. */
const MARGIN = 0.6
const MIN_HEIGHT = 60

/** An upright box on a picture, in pixels. */
interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** A page of an original as PNG; `capture.no_picture` for what has none. */
export async function drawPage(deps: CaptureDeps, file: ReceivedFileRow, page: number): Promise<Uint8Array> {
  return (await drawOr404(deps, file, page)).png
}

/** Where the fields of an invoice stand on the picture of a page, as parts of its width and height (0 to 1). */
export async function placesOnPage(
  deps: CaptureDeps,
  file: ReceivedFileRow,
  { part, page }: { part: number; page: number },
): Promise<{ width: number; height: number; fields: ({ name: ReceivedFieldName } & Box)[] }> {
  const drawn = await drawOr404(deps, file, page)
  const { width, height } = drawn
  const reading = readingOf(file, part)
  const names = Object.keys(reading?.fields ?? {}) as ReceivedFieldName[]
  const fields = names.flatMap((name) => {
    const box = boxOf(drawn, reading, name, page, 0)
    if (!box) return []
    const parts = {
      left: box.left / width,
      top: box.top / height,
      width: box.width / width,
      height: box.height / height,
    }
    return [{ name, ...parts }]
  })
  return { width, height, fields }
}

/** The place of a field on the picture of its page, with a little around it, as PNG. */
export async function drawCutOut(
  deps: CaptureDeps,
  file: ReceivedFileRow,
  part: number,
  field: ReceivedFieldName,
): Promise<Uint8Array> {
  const reading = readingOf(file, part)
  const page = reading?.fields[field]?.place?.page ?? 1
  const drawn = await drawOr404(deps, file, page)
  const box = boxOf(drawn, reading, field, page, MARGIN)
  if (!box) throw new AppError('capture.no_picture')
  const cut = sharp(drawn.png).extract(box)
  return (box.height < MIN_HEIGHT ? cut.resize({ height: MIN_HEIGHT }) : cut).png().toBuffer()
}

async function drawOr404(deps: CaptureDeps, file: ReceivedFileRow, page: number): Promise<Drawn> {
  const isDrawable = file.type !== 'qr' && file.type !== 'wallet'
  const drawn = isDrawable && (await deps.reader.draw(await deps.storage.get(file.storageKey), page))
  if (!drawn) throw new AppError('capture.no_picture')
  return drawn
}

const readingOf = ({ outcome }: ReceivedFileRow, part: number): Reading | undefined =>
  outcome?.outcome === 'read' ? outcome.readings[part] : undefined

function boxOf(
  drawn: Drawn,
  reading: Reading | undefined,
  name: ReceivedFieldName,
  page: number,
  margin: number,
): Box | undefined {
  const ours = drawn.places?.[name]
  const { place = ours, source } = reading?.fields[name] ?? {}
  if (!place || place.page !== page) return undefined
  const isText = ours !== undefined || source === 'pdf' || source === 'ofd'
  // What a camera reader found is in pixels of the very picture it was given: in its whole width.
  const scale = isText ? drawn.scale : (drawn.cameraScale ?? 1)
  return boxAround(place, scale, drawn, margin)
}

/** The upright box around a place, inside the picture; undefined when it lies outside. */
function boxAround(
  { corners }: FieldPlace,
  scale: number,
  page: { width: number; height: number },
  heights: number,
): Box | undefined {
  const xs = corners.map(([x]) => x * scale)
  const ys = corners.map(([, y]) => y * scale)
  const margin = heights * Math.min(Math.max(...ys) - Math.min(...ys), Math.max(...xs) - Math.min(...xs))
  const clip = (value: number, max: number) => Math.min(max, Math.max(0, Math.round(value)))
  const left = clip(Math.min(...xs) - margin, page.width)
  const top = clip(Math.min(...ys) - margin, page.height)
  const width = clip(Math.max(...xs) + margin, page.width) - left
  const height = clip(Math.max(...ys) + margin, page.height) - top
  return width > 0 && height > 0 ? { left, top, width, height } : undefined
}
