import type { ReceivedFieldName, ReceivedFields } from '@piaoma/shared/received'
import type { Quad } from './geometry'
import type { Picture } from './load-picture'
import { digitReader } from './ocr/engines'

/** Fields of digits and capital letters: what the second reader can read. */
const DIGITS: readonly ReceivedFieldName[] = [
  ...(['number', 'code', 'issuedOn', 'checkCode', 'totalFen', 'amountFen', 'taxFen'] as const),
  ...(['buyerTaxpayerId', 'sellerTaxpayerId', 'ticketNumber'] as const),
]

const SURE = 0.9
/** Below it the crop is no reading at all, and two readers may agree by chance. */
const READABLE = 0.4
/** In 405 of 405 measured crops the value was right when both readers agreed. */
const AGREED = 0.95

/** Lets the second reader look at doubtful digits, and believes them where it reads the same on its own. */
export async function lookAgain(
  fields: ReceivedFields,
  picture: Picture,
  quads: ReadonlyMap<ReceivedFieldName, Quad>,
): Promise<void> {
  for (const name of DIGITS) {
    const field = fields[name]
    const quad = quads.get(name)
    if (!field || !quad || field.source !== 'ocr' || field.confidence >= SURE || field.confidence < READABLE)
      continue
    const reader = await digitReader()
    const read = await reader.read(picture, quad)
    const plain = (
      name.endsWith('Fen') ? (Number(field.value) / 100).toFixed(2) : String(field.value)
    ).replace(/[^0-9A-Z]/g, '')
    if (read === plain) field.confidence = AGREED
  }
}
