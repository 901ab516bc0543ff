import sharp, { type Metadata } from 'sharp'
import { UnreadError } from '../limits'
import type { Point, Quad } from './geometry'

/** A picture in memory: 8-bit RGB, row by row, turned as a person looks at it. */
export interface Picture {
  data: Uint8Array
  width: number
  height: number
}

/** A file's picture and how its pixels come back to those of the file. */
export interface LoadedPicture {
  picture: Picture
  /** Pixels of the file for one of ours. */
  scale: number
  /** Where this picture begins in the one that was decoded; a part of it begins elsewhere. */
  origin: Point
}

/** More than any phone takes; above it a file is an attack or a mistake. */
const MAX_PIXELS = 120_000_000
const MAX_SIDE = 20_000
/** A ticket roll is narrow, but not a thread. */
const MAX_RATIO = 20
const MIN_SIDE = 48
/** What we work on: characters of an A4 page are then still 40 pixels high. */
const WORK_SIDE = 3200

const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff'])

/**
 * Decodes a picture of JPEG, PNG, WebP, GIF (first frame) or TIFF (first page), turned as its EXIF says, without
 * transparency, its longer side at most 3,200 pixels. The size is judged from the head, before any pixel is decoded.
 * Throws UnreadError: `unsupported_type` (HEIC, BMP, SVG and what is no picture), `too_large` (over 120
 * megapixels, a side over 20,000 or 20 times the other), `damaged`, or `retake` when it is too small to hold text.
 */
export async function loadPicture(image: Uint8Array): Promise<LoadedPicture> {
  const head = await readHead(image)
  const { width, height } = head.autoOrient
  requireSize(width, height)
  try {
    const { data, info } = await sharp(image, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .flatten({ background: '#fff' })
      .resize({ width: WORK_SIDE, height: WORK_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const picture = {
      data: info.channels === 1 ? greyToRgb(data) : data,
      width: info.width,
      height: info.height,
    }
    return { picture, scale: width / info.width, origin: [0, 0] }
  } catch (error) {
    throw new UnreadError('damaged', `the picture cannot be decoded: ${messageOf(error)}`)
  }
}

async function readHead(image: Uint8Array): Promise<Metadata> {
  let head: Metadata
  try {
    head = await sharp(image, { limitInputPixels: false, pages: 1 }).metadata()
  } catch (error) {
    throw new UnreadError(looksLikePicture(image) ? 'damaged' : 'unsupported_type', messageOf(error))
  }
  if (!READABLE.has(head.format)) {
    throw new UnreadError('unsupported_type', `pictures of type ${head.format} are not read`)
  }
  return head
}

function requireSize(width: number, height: number): void {
  const [short, long] = width < height ? [width, height] : [height, width]
  if (width * height > MAX_PIXELS || long > MAX_SIDE || (long > 2000 && long > short * MAX_RATIO)) {
    throw new UnreadError('too_large', `${width} × ${height} pixels`)
  }
  if (short < MIN_SIDE) throw new UnreadError('retake', `only ${width} × ${height} pixels`)
}

/** JPEG, PNG, GIF, WebP and TIFF by their first bytes. */
function looksLikePicture(image: Uint8Array): boolean {
  const head = Buffer.from(image.subarray(0, 12)).toString('latin1')
  return /^(\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|II\*\0|MM\0\*)/s.test(head)
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 3)
  for (const [index, value] of grey.entries()) data.fill(value, index * 3, index * 3 + 3)
  return data
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** A part of a loaded picture, its places still those of the file. */
export async function cropPicture(
  loaded: LoadedPicture,
  [left, top]: Point,
  [right, bottom]: Point,
): Promise<LoadedPicture> {
  const { data, info } = await sharp(loaded.picture.data, { raw: { ...loaded.picture, channels: 3 } })
    .extract({ left, top, width: right - left, height: bottom - top })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const picture = { data, width: info.width, height: info.height }
  return { picture, scale: loaded.scale, origin: [loaded.origin[0] + left, loaded.origin[1] + top] }
}

/** Clockwise quarter turns that set a page upright. */
export type QuarterTurns = 0 | 1 | 2 | 3

/** The picture turned clockwise by quarters. */
export async function turnPicture(picture: Picture, turns: QuarterTurns): Promise<Picture> {
  if (turns === 0) return picture
  const { data, info } = await sharp(picture.data, { raw: { ...picture, channels: 3 } })
    .rotate(turns * 90)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Corners in a picture, as they lie in it after its turn. */
export function turnQuad(quad: Quad, picture: Picture, turns: QuarterTurns): Quad {
  const back = ((4 - turns) % 4) as QuarterTurns
  const turned = turns % 2 === 1 ? { ...picture, width: picture.height, height: picture.width } : picture
  return unturnQuad(quad, turned, back)
}

function unturn(x: number, y: number, { width, height }: Picture, turns: QuarterTurns): Point {
  if (turns === 1) return [y, height - 1 - x]
  if (turns === 2) return [width - 1 - x, height - 1 - y]
  return turns === 3 ? [width - 1 - y, x] : [x, y]
}

/** Corners in the turned picture, as they lie in the one that was turned. */
export function unturnQuad(quad: Quad, picture: Picture, turns: QuarterTurns): Quad {
  const back = ([x, y]: Point) => unturn(x, y, picture, turns)
  return [back(quad[0]), back(quad[1]), back(quad[2]), back(quad[3])]
}
