import { cornersOf, minimumRectangle, type Point, type Rectangle } from '../geometry'
import type { TextBox } from './engine'

/** What the detector gave: the probability of text for every pixel of the reduced picture. */
export interface TextMap {
  probabilities: Float32Array
  width: number
  height: number
  /** Pixels of the picture for one of the map. */
  scale: Point
}

// The usual settings of PP-OCR's post-processing (differentiable binarisation, Liao et al. 2020).
const PIXEL = 0.3
const BOX = 0.5
const UNCLIP = 1.6
const MIN_PIXELS = 12
const MIN_HEIGHT = 2

/** The boxes of text: connected patches of likely pixels, each in its least rectangle, grown back to full letters. */
export function findBoxes(map: TextMap): TextBox[] {
  const { probabilities, width } = map
  const seen = new Uint8Array(probabilities.length)
  const boxes: TextBox[] = []
  for (let start = 0; start < probabilities.length; start++) {
    if (seen[start] || (probabilities[start] ?? 0) <= PIXEL) continue
    const patch = collectPatch(map, seen, start)
    const score = patch.sum / patch.count
    if (patch.count < MIN_PIXELS || score < BOX) continue
    const rectangle = minimumRectangle(edgePoints(patch.rows))
    if (!rectangle || Math.min(rectangle.length, rectangle.height) < MIN_HEIGHT || width === 0) continue
    boxes.push({ corners: grow(rectangle, map.scale), score })
  }
  return boxes
}

interface Patch {
  /** Leftmost and rightmost pixel of each row. */
  rows: Map<number, [number, number]>
  count: number
  sum: number
}

function collectPatch(map: TextMap, seen: Uint8Array, start: number): Patch {
  const { probabilities, width, height } = map
  const patch: Patch = { rows: new Map(), count: 0, sum: 0 }
  const stack = [start]
  seen[start] = 1
  for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
    const y = Math.floor(pixel / width)
    const x = pixel - y * width
    patch.count++
    patch.sum += probabilities[pixel] ?? 0
    const row = patch.rows.get(y)
    if (!row) patch.rows.set(y, [x, x])
    else if (x < row[0]) row[0] = x
    else if (x > row[1]) row[1] = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (seen[next] || (probabilities[next] ?? 0) <= PIXEL) continue
        seen[next] = 1
        stack.push(next)
      }
    }
  }
  return patch
}

const edgePoints = (rows: Patch['rows']): Point[] =>
  [...rows].flatMap(([y, [left, right]]): Point[] => [
    [left, y],
    [right, y],
  ])

/** Grows the shrunken kernel back, and lets the text run along the longer side, from left to right. */
function grow(rectangle: Rectangle, scale: Point): TextBox['corners'] {
  const length = rectangle.length + 1
  const height = rectangle.height + 1
  const margin = (length * height * UNCLIP) / (2 * (length + height)) + 0.5
  return cornersOf(readingDirection(rectangle), margin, scale)
}

function readingDirection(rectangle: Rectangle): Rectangle {
  const { along, length, height } = rectangle
  const across: Point = [-along[1], along[0]]
  const isUpright = Math.abs(along[0]) >= Math.abs(along[1])
  // A box nearly as high as wide is one or two characters of a line that runs across the page.
  const isSquare = Math.max(length, height) < 1.5 * Math.min(length, height)
  const swap = isSquare ? !isUpright : length < height
  const direction = swap ? across : along
  const flip = direction[0] < -1e-6 || (Math.abs(direction[0]) <= 1e-6 && direction[1] < 0) ? -1 : 1
  return {
    centre: rectangle.centre,
    along: [direction[0] * flip, direction[1] * flip],
    length: swap ? height : length,
    height: swap ? length : height,
  }
}
