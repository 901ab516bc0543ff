import { create, type QRCodeErrorCorrectionLevel } from 'qrcode'
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
