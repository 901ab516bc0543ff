import { toHalfWidth } from '@piaoma/shared/money'
import { distance, type Quad } from '../geometry'
import type { ReadCharacter, TextLine } from '../ocr/engine'
import { joinLabels } from './join-labels'

/** One line of text on the flattened page: rows run level, so that what stands in one row has one `y`. */
export interface Line {
  /** Without white space, full-width signs made half-width; one code unit for each of `characters`. */
  text: string
  characters: ReadCharacter[]
  /** Mean probability. */
  score: number
  left: number
  right: number
  x: number
  y: number
  height: number
  /** In the pixels of the upright page. */
  corners: Quad
}

/** The text of a page, from top to bottom, and its bounds. */
export interface PageText {
  lines: Line[]
  left: number
  right: number
  top: number
  bottom: number
  /** Usual height of a line. */
  lineHeight: number
}

/** Slope of the rows as a plane over the page: a photo is tilted, and more so at one end. */
interface Slope {
  base: number
  byX: number
  byY: number
  centreX: number
  centreY: number
}

/** Lays out the lines of a photographed page as if it lay flat. */
export function layOut(lines: readonly TextLine[]): PageText {
  const slope = fitSlope(lines)
  const flat = joinLabels(lines.map((line) => flatten(line, slope)).filter((line) => line.text !== ''))
  flat.sort((a, b) => a.y - b.y || a.x - b.x)
  const heights = flat.map(({ height }) => height).sort((a, b) => a - b)
  return {
    lines: flat,
    left: Math.min(...flat.map((line) => line.left)),
    right: Math.max(...flat.map((line) => line.right)),
    top: flat[0]?.y ?? 0,
    bottom: flat.at(-1)?.y ?? 0,
    lineHeight: heights[Math.floor(heights.length / 2)] ?? 1,
  }
}

function flatten(line: TextLine, slope: Slope): Line {
  const [a, b, c, d] = line.corners
  const [x, y] = [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4]
  const away = x - slope.centreX
  const rowSlope = slope.base + (slope.byX * away) / 2 + slope.byY * (y - slope.centreY)
  const shift = slope.base * (y - slope.centreY)
  const characters = line.characters
    .map((character) => ({ ...character, text: toHalfWidth(character.text), printed: character.text }))
    .filter(({ text }) => text.trim() !== '' && text.length === 1)
  return {
    text: characters.map(({ text }) => text).join(''),
    characters,
    score: line.score,
    left: Math.min(a[0], d[0]) + shift,
    right: Math.max(b[0], c[0]) + shift,
    x: x + shift,
    y: y - rowSlope * away,
    height: (distance(a, d) + distance(b, c)) / 2,
    corners: line.corners,
  }
}

/** Least squares over the long lines, twice: the second time without those that lie oddly (seals, water marks). */
function fitSlope(lines: readonly TextLine[]): Slope {
  const long = lines
    .map(({ corners: [a, b, , d], score }) => ({
      x: (a[0] + b[0]) / 2,
      y: (a[1] + b[1]) / 2,
      slope: (b[1] - a[1]) / Math.max(1, b[0] - a[0]),
      weight: distance(a, b) > 4 * distance(a, d) && score > 0.6 ? distance(a, b) : 0,
    }))
    .filter(({ weight, slope }) => weight > 0 && Math.abs(slope) < 0.6)
  const total = long.reduce((sum, { weight }) => sum + weight, 0) || 1
  const centreX = long.reduce((sum, { x, weight }) => sum + x * weight, 0) / total
  const centreY = long.reduce((sum, { y, weight }) => sum + y * weight, 0) / total
  const first = { ...solve(long, centreX, centreY), centreX, centreY }
  const close = long.filter((line) => Math.abs(line.slope - slopeAt(first, line.x, line.y)) < 0.04)
  return close.length >= 3 ? { ...solve(close, centreX, centreY), centreX, centreY } : first
}

const slopeAt = (slope: Slope, x: number, y: number) =>
  slope.base + slope.byX * (x - slope.centreX) + slope.byY * (y - slope.centreY)

interface Sample {
  x: number
  y: number
  slope: number
  weight: number
}

/** The plane by its normal equations, its tilts held back a little so that few lines cannot bend the page. */
function solve(samples: readonly Sample[], cx: number, cy: number): Pick<Slope, 'base' | 'byX' | 'byY'> {
  let [n, sx, sy, sxx, sxy, syy, s, sxs, sys] = [1e-9, 0, 0, 0, 0, 0, 0, 0, 0]
  for (const { x, y, slope, weight } of samples) {
    const [dx, dy] = [x - cx, y - cy]
    n += weight
    sx += weight * dx
    sy += weight * dy
    sxx += weight * dx * dx
    sxy += weight * dx * dy
    syy += weight * dy * dy
    s += weight * slope
    sxs += weight * dx * slope
    sys += weight * dy * slope
  }
  const hold = 1e-9 + n * 1e4
  const m = [
    [n, sx, sy, s],
    [sx, sxx + hold, sxy, sxs],
    [sy, sxy, syy + hold, sys],
  ]
  const [base = 0, byX = 0, byY = 0] = gauss(m)
  return { base, byX, byY }
}

function gauss(rows: number[][]): number[] {
  for (const [index, row] of rows.entries()) {
    const pivot = row[index] || 1e-12
    for (const [other, values] of rows.entries()) {
      if (other === index) continue
      const factor = (values[index] ?? 0) / pivot
      rows[other] = values.map((value, column) => value - factor * (row[column] ?? 0))
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / (row[index] || 1e-12))
}
