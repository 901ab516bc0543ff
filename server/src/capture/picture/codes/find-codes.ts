import { type InvoiceQr, type OtherQr, parseInvoiceQr } from '@piaoma/shared/received'
import type { Picture, QuarterTurns } from '../load-picture'
import { findWithWeChat } from './wechat'
import { type FoundCode, findWithZxing } from './zxing'

/** A code of a picture with its meaning. */
export type ReadCode = FoundCode & { meaning: InvoiceQr | OtherQr }

/** The QR codes of a picture and what each says. The second decoder is asked when the first finds no invoice's code. */
export async function findCodes(picture: Picture): Promise<ReadCode[]> {
  const found = (await findWithZxing(picture)).map(withMeaning)
  if (found.some(isOfInvoice)) return found
  const more = (await findWithWeChat(picture)).map(withMeaning)
  return [...found, ...more.filter(({ text }) => !found.some((code) => code.text === text))]
}

const withMeaning = (code: FoundCode): ReadCode => ({ ...code, meaning: parseInvoiceQr(code.text) })

/** A code that is an invoice's own. */
export type InvoiceCode = ReadCode & { meaning: InvoiceQr }

export const isOfInvoice = (code: ReadCode): code is InvoiceCode => code.meaning.outcome === 'invoice'

/** How the page lies, from a code on it: codes are printed upright. */
export function turnsFromCode({ corners }: FoundCode): QuarterTurns | undefined {
  if (!corners) return undefined
  const [[x1, y1], [x2, y2]] = corners
  const quarter = Math.round(Math.atan2(y2 - y1, x2 - x1) / (Math.PI / 2))
  return ((((4 - quarter) % 4) + 4) % 4) as QuarterTurns
}
