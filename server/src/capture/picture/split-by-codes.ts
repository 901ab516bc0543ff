import { type InvoiceCode, isOfInvoice, type ReadCode, turnsFromCode } from './codes/find-codes'
import { distance, type Point } from './geometry'
import { cropPicture, type LoadedPicture } from './load-picture'

/** One invoice's part of a picture with the codes that stand on it. */
export interface PicturePart {
  loaded: LoadedPicture
  codes: readonly ReadCode[]
}

/** A part smaller than this holds no invoice: its code is then read alone. */
const MIN_SIDE = 200

/**
 * Cuts a picture of several invoices, one below or beside the other, so that no field of one is taken for another's.
 * Every form has its code in its upper left: a part begins a little before its own code and ends before the next.
 * Where the codes do not lie upright, only the codes are believed: each part is a strip of nothing but its code.
 */
export async function splitByCodes(
  loaded: LoadedPicture,
  codes: readonly ReadCode[],
): Promise<PicturePart[]> {
  const invoices = distinct(codes.filter(isOfInvoice))
  if (invoices.length < 2) return [{ loaded, codes }]
  const isUpright = invoices.every((code) => turnsFromCode(code) === 0)
  const axis = spread(invoices, 0) > spread(invoices, 1) ? 0 : 1
  const sorted = [...invoices].sort((a, b) => startOf(a)[axis] - startOf(b)[axis])
  const { width, height } = loaded.picture
  const parts: PicturePart[] = []
  for (const [index, code] of sorted.entries()) {
    const next = sorted[index + 1]
    const from = index === 0 ? 0 : before(code, axis)
    const to = next ? before(next, axis) : axis === 0 ? width : height
    const [start, end]: [Point, Point] =
      isUpright && to - from >= MIN_SIDE
        ? axis === 0
          ? [
              [from, 0],
              [to, height],
            ]
          : [
              [0, from],
              [width, to],
            ]
        : aroundCode(code, width, height)
    parts.push({ loaded: await cropPicture(loaded, start, end), codes: [code] })
  }
  return parts
}

function distinct(codes: readonly InvoiceCode[]): InvoiceCode[] {
  const keyOf = ({ meaning }: InvoiceCode) => `${meaning.code ?? ''}|${meaning.number}`
  return [...new Map(codes.map((code) => [keyOf(code), code])).values()].filter(
    ({ corners }) => corners !== undefined,
  )
}

const startOf = ({ corners }: InvoiceCode): Point => corners?.[0] ?? [0, 0]

function spread(codes: readonly InvoiceCode[], axis: 0 | 1): number {
  const places = codes.map((code) => startOf(code)[axis])
  return Math.max(...places) - Math.min(...places)
}

/** Forms begin about two thirds of a code above it, and half a code to its left. */
function before(code: InvoiceCode, axis: 0 | 1): number {
  const side = code.corners ? distance(code.corners[0], code.corners[1]) : 0
  return Math.max(0, Math.floor(startOf(code)[axis] - (axis === 1 ? 0.65 : 0.5) * side))
}

function aroundCode({ corners }: InvoiceCode, width: number, height: number): [Point, Point] {
  const xs = (corners ?? []).map(([x]) => x)
  const ys = (corners ?? []).map(([, y]) => y)
  const start: Point = [Math.max(0, Math.floor(Math.min(...xs))), Math.max(0, Math.floor(Math.min(...ys)))]
  const end: Point = [
    Math.min(width, Math.ceil(Math.max(...xs))),
    Math.min(height, Math.ceil(Math.max(...ys))),
  ]
  return [start, end]
}
