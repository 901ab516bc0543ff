import { type BuyerTitle, parseTitleQr, parseTitleText } from '../taxpayer'

const FIELDS = ['name', 'taxpayerId', 'address', 'phone', 'bankName', 'bankAccount'] as const
export type TitleField = (typeof FIELDS)[number]

/** Reads a pasted title block or title QR; undefined when nothing of a title is in it. */
export function readPastedTitle(
  text: string,
): { title: Partial<BuyerTitle>; fields: TitleField[] } | undefined {
  const title = parseTitleQr(text)?.title ?? parseTitleText(text)
  const fields = FIELDS.filter((field) => title[field])
  return fields.length > 0 ? { title, fields } : undefined
}

/** Whether a paste into the name field is a whole block that should fill several fields. */
export function isWholeTitle(text: string): boolean {
  const fields = readPastedTitle(text)?.fields ?? []
  return fields.length > 1 && fields.indexOf('name') >= 0
}
