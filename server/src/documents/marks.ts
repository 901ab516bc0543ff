import { type FaceName, openFont, type TextRun, textRuns, textWidth } from './fonts'

/** Red, green, blue, 0–255. */
export type Color = readonly [number, number, number]

export const BLACK: Color = [0, 0, 0]

/** One step of an outline, in millimetres from the top left corner of the page. */
export type PathStep =
  | readonly ['M' | 'L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['B', number, number, number, number, number, number]
  | readonly ['Z']

/** Fields of a 数电票 that the OFD names in its CustomTag. */
export type InvoiceField =
  | 'InvoiceNo'
  | 'IssueDate'
  | 'Buyer/BuyerName'
  | 'Buyer/BuyerTaxID'
  | 'Seller/SellerName'
  | 'Seller/SellerTaxID'
  | 'Item'
  | 'Specification'
  | 'MeasurementDimension'
  | 'Quantity'
  | 'Price'
  | 'Amount'
  | 'TaxScheme'
  | 'TaxAmount'
  | 'TaxExclusiveTotalAmount'
  | 'TaxTotalAmount'
  | 'TaxInclusiveTotalAmount'
  | 'Note'
  | 'InvoiceClerk'

/** A line of text; `x` is its left edge and `y` its baseline. All lengths in millimetres. */
export interface TextMark {
  kind: 'text'
  x: number
  y: number
  size: number
  text: string
  runs: TextRun[]
  width: number
  color: Color
  /** Extra distance after every character. */
  tracking?: number
  field?: InvoiceField
}

/** An outline to fill, to stroke, or both. */
export interface PathMark {
  kind: 'path'
  steps: PathStep[]
  fill?: Color
  stroke?: Color
  lineWidth?: number
  dash?: number
}

/** What a page is made of; the PDF and the OFD are painted from the same marks. */
export type Mark = TextMark | PathMark

export interface TextOptions {
  size: number
  align?: 'left' | 'center' | 'right'
  color?: Color
  face?: FaceName
  tracking?: number
  field?: InvoiceField
}

/** A text mark whose left edge, middle or right edge stands at `x`. */
export function textMark(text: string, x: number, y: number, options: TextOptions): TextMark {
  const { size, align = 'left', color = BLACK, face = 'regular', tracking = 0, field } = options
  const width = textWidth(text, size, face) + tracking * Math.max(0, [...text].length - 1)
  const shift = align === 'left' ? 0 : align === 'right' ? width : width / 2
  return {
    kind: 'text',
    x: x - shift,
    y,
    size,
    text,
    runs: textRuns(text, face),
    width,
    color,
    ...(tracking ? { tracking } : {}),
    ...(field ? { field } : {}),
  }
}

/** Rounds a length in millimetres to whole micrometres: far below what a printer shows, and short in the file. */
export const microns = (length: number): number => Math.round(length * 1000) / 1000

/** A straight line. */
export function lineMark(
  from: readonly [number, number],
  to: readonly [number, number],
  stroke: Color,
  lineWidth: number,
  dash?: number,
): PathMark {
  return {
    kind: 'path',
    steps: [
      ['M', ...from],
      ['L', ...to],
    ],
    stroke,
    lineWidth,
    ...(dash ? { dash } : {}),
  }
}

/** Control length of a quarter circle drawn as a cubic curve. */
const ARC = 0.5522847498

/** The outline of a rectangle with round corners. */
export function roundedSteps(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): PathStep[] {
  const [right, bottom, reach] = [x + width, y + height, radius * (1 - ARC)]
  return [
    ['M', x + radius, y],
    ['L', right - radius, y],
    ['B', right - reach, y, right, y + reach, right, y + radius],
    ['L', right, bottom - radius],
    ['B', right, bottom - reach, right - reach, bottom, right - radius, bottom],
    ['L', x + radius, bottom],
    ['B', x + reach, bottom, x, bottom - reach, x, bottom - radius],
    ['L', x, y + radius],
    ['B', x, y + reach, x + reach, y, x + radius, y],
    ['Z'],
  ]
}

/** The outline of an ellipse around a centre. */
export function ellipseSteps(cx: number, cy: number, rx: number, ry: number): PathStep[] {
  const [kx, ky] = [rx * ARC, ry * ARC]
  return [
    ['M', cx - rx, cy],
    ['B', cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry],
    ['B', cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy],
    ['B', cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry],
    ['B', cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy],
    ['Z'],
  ]
}

/**
 * Text as outlines, centred on a point and turned (degrees, clockwise): it is a picture, so it neither mixes into
 * extracted text nor vanishes when someone deletes text objects.
 */
export function outlineSteps(
  text: string,
  centre: readonly [number, number],
  size: number,
  degrees: number,
): PathStep[] {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const steps: PathStep[] = []
  let pen = -textWidth(text, size) / 2
  for (const run of textRuns(text)) {
    const font = openFont(run.face)
    const scale = size / font.unitsPerEm
    for (const glyph of font.layout(run.text).glyphs) {
      // Glyphs grow upwards; 0.36 em lifts the baseline so that the ideograph is centred.
      const place = (x: number, y: number): [number, number] => {
        const [px, py] = [pen + x * scale, size * 0.36 - y * scale]
        return [microns(centre[0] + px * cos - py * sin), microns(centre[1] + px * sin + py * cos)]
      }
      for (const { command, args } of glyph.path.commands) steps.push(toStep(command, args, place))
      pen += glyph.advanceWidth * scale
    }
  }
  return steps
}

function toStep(
  command: string,
  args: readonly number[],
  place: (x: number, y: number) => [number, number],
): PathStep {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args
  switch (command) {
    case 'moveTo':
      return ['M', ...place(a, b)]
    case 'lineTo':
      return ['L', ...place(a, b)]
    case 'quadraticCurveTo':
      return ['Q', ...place(a, b), ...place(c, d)]
    case 'bezierCurveTo':
      return ['B', ...place(a, b), ...place(c, d), ...place(e, f)]
    default:
      return ['Z']
  }
}
