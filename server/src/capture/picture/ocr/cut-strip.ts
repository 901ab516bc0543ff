import { distance, type Quad } from '../geometry'
import type { Picture } from '../load-picture'

/** A line of text cut out of the picture, 48 pixels high, its channels one after the other, BGR, −1 to 1. */
export interface Strip {
  values: Float32Array
  width: number
}

export const STRIP_HEIGHT = 48
const MAX_WIDTH = 2400
const MIN_WIDTH = 16

/** Cuts a quad out of a picture and straightens it to a strip of the recogniser's height. */
export function cutStrip(picture: Picture, corners: Quad): Strip {
  const long = (distance(corners[0], corners[1]) + distance(corners[3], corners[2])) / 2
  const high = (distance(corners[0], corners[3]) + distance(corners[1], corners[2])) / 2
  const ideal = Math.round((long * STRIP_HEIGHT) / Math.max(1, high))
  const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, ideal))
  const values = new Float32Array(3 * STRIP_HEIGHT * width)
  // Where the picture is larger than the strip, several samples a pixel keep thin strokes.
  const samples = Math.max(1, Math.min(4, Math.round(high / STRIP_HEIGHT)))
  const plane = STRIP_HEIGHT * width
  const sum = new Float64Array(3)
  const share = 1 / (samples * samples * 127.5)
  for (let y = 0; y < STRIP_HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      sum.fill(0)
      for (let j = 0; j < samples; j++) {
        for (let i = 0; i < samples; i++) {
          const u = (x + (i + 0.5) / samples) / width
          const v = (y + (j + 0.5) / samples) / STRIP_HEIGHT
          addSample(picture, corners, u, v, sum)
        }
      }
      const at = y * width + x
      values[at] = (sum[2] ?? 0) * share - 1
      values[plane + at] = (sum[1] ?? 0) * share - 1
      values[2 * plane + at] = (sum[0] ?? 0) * share - 1
    }
  }
  return { values, width }
}

const mix = (a: number, b: number, t: number) => a + (b - a) * t

function addSample(picture: Picture, [a, b, c, d]: Quad, u: number, v: number, sum: Float64Array): void {
  const { data, width, height } = picture
  const x = clamp(mix(mix(a[0], b[0], u), mix(d[0], c[0], u), v) - 0.5, width - 1.001)
  const y = clamp(mix(mix(a[1], b[1], u), mix(d[1], c[1], u), v) - 0.5, height - 1.001)
  const left = Math.floor(x)
  const top = Math.floor(y)
  const fx = x - left
  const fy = y - top
  const upper = (top * width + left) * 3
  const lower = upper + width * 3
  for (let channel = 0; channel < 3; channel++) {
    const high = mix(data[upper + channel] ?? 0, data[upper + channel + 3] ?? 0, fx)
    const low = mix(data[lower + channel] ?? 0, data[lower + channel + 3] ?? 0, fx)
    sum[channel] = (sum[channel] ?? 0) + mix(high, low, fy)
  }
}

const clamp = (value: number, max: number) => (value < 0 ? 0 : value > max ? Math.max(0, max) : value)

/** The quad turned by a half: its text read the other way round. */
export const upsideDown = ([a, b, c, d]: Quad): Quad => [c, d, a, b]
