import type { ReceivedDetail, ReceivedFieldView } from '@piaoma/shared/contract'
import { formatYuan, parseYuan } from '@piaoma/shared/money'

/** A field of a received invoice. */
export type FieldName = keyof ReceivedDetail['fields']

const isMoney = (name: string): boolean => name.endsWith('Fen')

/** A value as it is shown and typed: money in yuan. */
export function fieldText(name: string, value: string | number): string {
  if (value === '') return ''
  return isMoney(name) ? formatYuan(Number(value)) : String(value)
}

/** What was typed as the value of a field; null when nothing was, undefined when it is no amount. */
export function fieldValue(name: string, text: string): string | number | null | undefined {
  const typed = text.trim()
  if (typed === '') return null
  return isMoney(name) ? parseYuan(typed) : typed
}

/** The fields that were read, in the order of the service's model. */
export function shownFields({ fields }: ReceivedDetail): [FieldName, ReceivedFieldView][] {
  return Object.entries(fields) as [FieldName, ReceivedFieldView][]
}
