import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Quad } from '../geometry'
import type { Picture } from '../load-picture'

/** A two-dimensional code on a picture. */
export interface FoundCode {
  text: string
  /** Where it stands, clockwise from its own top left, when the decoder says so. */
  corners?: Quad
}

let ready: Promise<unknown> | undefined

/** The decoder's wasm comes from its own package; left alone it would be fetched from a CDN. */
async function loadModule(): Promise<unknown> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const file = await readFile(path)
  const wasmBinary = new Uint8Array(file).buffer
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

const MAX_CODES = 8

/** Every QR code on a picture, by ZXing-C++: quick, and measured best of the light decoders. */
export async function findWithZxing(picture: Picture): Promise<FoundCode[]> {
  ready ??= loadModule()
  await ready
  const { width, height } = picture
  const image = { data: toRgba(picture), width, height, colorSpace: 'srgb' as const }
  const results = await readBarcodes(image, {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryDownscale: true,
    maxNumberOfSymbols: MAX_CODES,
  })
  return results
    .filter((result) => result.isValid)
    .map(({ text, position: { topLeft, topRight, bottomRight, bottomLeft } }) => ({
      text,
      corners: [
        [topLeft.x, topLeft.y],
        [topRight.x, topRight.y],
        [bottomRight.x, bottomRight.y],
        [bottomLeft.x, bottomLeft.y],
      ],
    }))
}

/** Four channels, as decoders made for canvases want them. */
export function toRgba({ data, width, height }: Picture): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] ?? 0
    rgba[to + 1] = data[from + 1] ?? 0
    rgba[to + 2] = data[from + 2] ?? 0
    rgba[to + 3] = 255
  }
  return rgba
}
