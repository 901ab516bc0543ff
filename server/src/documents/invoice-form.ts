import type { Color } from './marks'

/** The page of a 数电票 in millimetres. */
export const PAGE = { width: 210, height: 140 } as const

/** Brown-red of the lines and labels of the bureau's layout. */
export const FRAME_COLOR: Color = [128, 0, 0]

/** Lines of the form, millimetres from the top left: the bureau's 210 × 140 layout, measured on printed invoices. */
export const FRAME = {
  left: 4.5,
  right: 205.5,
  partyTop: 30,
  tableTop: 52,
  tableBottom: 96,
  totalBottom: 104,
  bottom: 124,
  labelColumn: 10.7,
  middle: 105.2,
  sellerColumn: 111.2,
  capitalsColumn: 56.5,
  lineWidth: 0.25,
} as const

/** Size of ordinary text: 9 pt. */
export const TEXT_SIZE = 3.175
