import { create, type QRCodeErrorCorrectionLevel, toBuffer } from 'qrcode'
import { microns, type PathStep } from './marks'

/** A QR code as a square of modules, without a quiet zone. */
export interface QrMatrix {
  size: number
  isDark: (row: number, column: number) => boolean
}

/** The modules of a QR code (ISO/IEC 18004) at an error correction level. */
export function qrMatrix(text: string, level: QRCodeErrorCorrectionLevel): QrMatrix {
  const { modules } = create(text, { errorCorrectionLevel: level })
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 }
}

/** Dark modules of each row joined into runs: fewer shapes, and no hairlines between neighbours. */
export function qrRuns(matrix: QrMatrix): { row: number; from: number; length: number }[] {
  const runs: { row: number; from: number; length: number }[] = []
  for (let row = 0; row < matrix.size; row++) {
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.isDark(row, column)) continue
      const from = column
      while (column + 1 < matrix.size && matrix.isDark(row, column + 1)) column++
      runs.push({ row, from, length: column - from + 1 })
    }
  }
  return runs
}

/** The dark modules as one outline in a square of `size` (the quiet zone lies outside it). */
export function qrSteps(
  text: string,
  place: { x: number; y: number; size: number; level: QRCodeErrorCorrectionLevel },
): PathStep[] {
  const matrix = qrMatrix(text, place.level)
  const module = place.size / matrix.size
  return qrRuns(matrix).flatMap(({ row, from, length }): PathStep[] => {
    const [x, y] = [microns(place.x + from * module), microns(place.y + row * module)]
    const [right, bottom] = [
      microns(place.x + (from + length) * module),
      microns(place.y + (row + 1) * module),
    ]
    return [['M', x, y], ['L', right, y], ['L', right, bottom], ['L', x, bottom], ['Z']]
  })
}

/** Quiet zone in modules (ISO/IEC 18004: 4). */
export const QUIET_ZONE = 4

export interface QrImageOptions {
  format: 'svg' | 'png'
  /**
   * `receipt`: error correction M, few and large modules, for a thermal printer. `card`: H, for a card that gets
   * scratched and stained.
   */
  purpose: 'receipt' | 'card'
  /** PNG pixels a module, a whole number so that no module is blurred; 8 when absent. */
  scale?: number
}

/** A QR code with its quiet zone as a picture, black on white: SVG as text, PNG as bytes. */
export async function qrImage(url: string, options: QrImageOptions & { format: 'svg' }): Promise<string>
export async function qrImage(url: string, options: QrImageOptions & { format: 'png' }): Promise<Uint8Array>
export async function qrImage(url: string, options: QrImageOptions): Promise<string | Uint8Array> {
  const { format, purpose, scale = 8 } = options
  const level = purpose === 'card' ? 'H' : 'M'
  if (format === 'svg') return svgOf(qrMatrix(url, level))
  const png = await toBuffer(url, { type: 'png', errorCorrectionLevel: level, margin: QUIET_ZONE, scale })
  return new Uint8Array(png)
}

function svgOf(matrix: QrMatrix): string {
  const side = matrix.size + 2 * QUIET_ZONE
  const path = qrRuns(matrix)
    .map(({ row, from, length }) => `M${from + QUIET_ZONE} ${row + QUIET_ZONE}h${length}v1h-${length}z`)
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side * 8}" height="${side * 8}"` +
    ` shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d="${path}"/></svg>`
  )
}
