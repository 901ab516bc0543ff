import type { FieldPlace, ReceivedFieldName } from '@piaoma/shared/received'
import sharp from 'sharp'
import { AppError } from '../http'
import type { CaptureDeps } from './deps'
import type { ReceivedFileRow } from './entity'

/** Wide enough to read every character of an invoice on a large screen. */
const PREVIEW_PIXELS = 2_000
/** What is around a field, in heights of it: a line of text alone is hard to place. */
const MARGIN = 0.6
const MIN_HEIGHT = 60

/** A page of an original as PNG; `capture.no_picture` for what has none. */
export async function drawPage(deps: CaptureDeps, file: ReceivedFileRow, page: number): Promise<Uint8Array> {
  const drawn = await deps.reader.draw(await deps.storage.get(file.storageKey), page)
  if (!drawn) throw new AppError('capture.no_picture')
  return sharp(drawn.png)
    .resize({ width: PREVIEW_PIXELS, height: PREVIEW_PIXELS, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 6 })
    .toBuffer()
}

/** The place of a field on the picture of its page, with a little around it, as PNG. */
export async function drawCutOut(
  deps: CaptureDeps,
  file: ReceivedFileRow,
  part: number,
  field: ReceivedFieldName,
): Promise<Uint8Array> {
  const reading = file.outcome?.outcome === 'read' ? file.outcome.readings[part] : undefined
  const { place, source } = reading?.fields[field] ?? {}
  const drawn = place && (await deps.reader.draw(await deps.storage.get(file.storageKey), place.page))
  if (!drawn) throw new AppError('capture.no_picture')
  const { width, height } = await sharp(drawn.png).metadata()
  // What a camera reader found is in pixels of the very picture it was given.
  const scale = source === 'pdf' ? drawn.scale : 1
  const box = boxAround(place, scale, { width, height })
  if (!box) throw new AppError('capture.no_picture')
  const cut = sharp(drawn.png).extract(box)
  return (box.height < MIN_HEIGHT ? cut.resize({ height: MIN_HEIGHT }) : cut).png().toBuffer()
}

/** The upright box around a place, inside the picture; undefined when it lies outside. */
function boxAround(
  { corners }: FieldPlace,
  scale: number,
  page: { width: number; height: number },
): { left: number; top: number; width: number; height: number } | undefined {
  const xs = corners.map(([x]) => x * scale)
  const ys = corners.map(([, y]) => y * scale)
  const margin = MARGIN * Math.min(Math.max(...ys) - Math.min(...ys), Math.max(...xs) - Math.min(...xs))
  const clip = (value: number, max: number) => Math.min(max, Math.max(0, Math.round(value)))
  const left = clip(Math.min(...xs) - margin, page.width)
  const top = clip(Math.min(...ys) - margin, page.height)
  const width = clip(Math.max(...xs) + margin, page.width) - left
  const height = clip(Math.max(...ys) + margin, page.height) - top
  return width > 0 && height > 0 ? { left, top, width, height } : undefined
}
