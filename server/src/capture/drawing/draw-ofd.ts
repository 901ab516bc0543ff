import { createCanvas, GlobalFonts, loadImage, Path2D, type SKRSContext2D } from '@napi-rs/canvas'
import sharp from 'sharp'
import { assetPath } from '../../documents/asset-path'
import { findNode, type XmlNode } from '../../documents/xml-read'
import { CAPTURE_LIMITS } from '../limits'
import { wordsOf } from '../readers/ofd-text'
import type { Drawn } from './draw-pdf'
import { type OfdPage, openOfdPage } from './ofd-page'

const POINTS = 72 / 25.4
/** 200 dpi, as a PDF is drawn. */
const PIXELS_PER_POINT = 200 / 72
const FONT = 'Original'
let isFontThere = false

/**
 * A page of an OFD (GB/T 33190) as a picture: text, lines and PNG or JPEG pictures, template behind content. Fonts are
 * ours, set to the widths that the file gives; seals in formats of their own are left out. Places are in points.
 */
export async function drawOfd(bytes: Uint8Array, number: number): Promise<Drawn | undefined> {
  const page = openOfdPage(bytes, number)
  if (!page) return undefined
  if (!isFontThere) GlobalFonts.registerFromPath(assetPath('fonts/piaoma-sans.ttf'), FONT)
  isFontThere = true
  const most = Math.sqrt(16_000_000 / (page.width * page.height * POINTS ** 2))
  const scale = Math.min(PIXELS_PER_POINT, most)
  const [width, height] = [page.width, page.height].map((mm) => Math.max(1, Math.round(mm * POINTS * scale)))
  const canvas = createCanvas(width ?? 1, height ?? 1)
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const object of page.objects) await paint(context, page, object, scale)
  return { png: await canvas.encode('png'), width: canvas.width, height: canvas.height, scale }
}

async function paint(context: SKRSContext2D, page: OfdPage, object: XmlNode, scale: number): Promise<void> {
  context.save()
  try {
    context.scale(scale, scale)
    if (object.name === 'TextObject') paintText(context, object)
    else if (object.name === 'PathObject') paintPath(context, object)
    else await paintPicture(context, page, object)
  } finally {
    context.restore()
  }
}

function paintText(context: SKRSContext2D, object: XmlNode): void {
  context.fillStyle = colourOf(object, 'FillColor') ?? '#000'
  for (const { text, x0, x1, y, size } of wordsOf({ ...object, children: [object] })) {
    context.font = `${size}px "${FONT}"`
    // Never wider than the file says, or columns would run into each other.
    context.fillText(text, x0, y, Math.max(x1 - x0, size / 2))
  }
}

const numbers = (text: string | undefined): number[] =>
  (text ?? '').trim().split(/\s+/).filter(Boolean).map(Number)

/** Corner of the boundary, then the object's own matrix, in points. */
function enter(context: SKRSContext2D, { attributes }: XmlNode): void {
  const [left = 0, top = 0] = numbers(attributes.Boundary)
  context.scale(POINTS, POINTS)
  context.translate(left, top)
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(attributes.CTM)
  context.transform(a, b, c, d, e, f)
}

/** OFD's letters of a path (GB/T 33190, 9.1) in those of SVG. */
const LETTERS: Readonly<Record<string, string>> = { S: 'M', M: 'M', L: 'L', Q: 'Q', B: 'C', A: 'A', C: 'Z' }

function paintPath(context: SKRSContext2D, object: XmlNode): void {
  const data = findNode(object, 'AbbreviatedData')?.text ?? ''
  const path = new Path2D(data.replace(/[SMLQBAC]/g, (letter) => LETTERS[letter] ?? letter))
  enter(context, object)
  context.lineWidth = Number(object.attributes.LineWidth) || 0.353
  if (object.attributes.Fill === 'true') {
    context.fillStyle = colourOf(object, 'FillColor') ?? '#000'
    context.fill(path)
  }
  if (object.attributes.Stroke === 'false') return
  context.strokeStyle = colourOf(object, 'StrokeColor') ?? '#000'
  context.stroke(path)
}

async function paintPicture(context: SKRSContext2D, page: OfdPage, object: XmlNode): Promise<void> {
  const bytes = page.media(object.attributes.ResourceID ?? '')
  if (!bytes) return
  try {
    const png = await sharp(bytes, { limitInputPixels: CAPTURE_LIMITS.pixels }).png().toBuffer()
    const image = await loadImage(png)
    const [left = 0, top = 0, width = 0, height = 0] = numbers(object.attributes.Boundary)
    context.scale(POINTS, POINTS)
    context.drawImage(image, left, top, width, height)
  } catch {
    // JBIG2 and the like: the place stays empty.
  }
}

/** `Value="128 0 0"`; grey has one number. */
function colourOf(object: XmlNode, name: 'FillColor' | 'StrokeColor'): string | undefined {
  const values = numbers(findNode(object, name)?.attributes.Value).filter(
    (value) => value >= 0 && value <= 255,
  )
  if (values.length === 1) return `rgb(${values[0]},${values[0]},${values[0]})`
  return values.length === 3 ? `rgb(${values.join(',')})` : undefined
}
