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

// What hardly anybody looks for; shown on request.
const REST: readonly string[] = [
  'checkCode',
  'machineNumber',
  'totalCapitals',
  'remark',
  'drawer',
  'payee',
  'reviewer',
]

/** The fields that were read, in the order of the service's model: those that matter, and the rest. */
export function shownFields({
  fields,
}: ReceivedDetail): Record<'main' | 'rest', [FieldName, ReceivedFieldView][]> {
  const all = Object.entries(fields) as [FieldName, ReceivedFieldView][]
  const isRest = ([name, { isDoubtful }]: [FieldName, ReceivedFieldView]) =>
    REST.includes(name) && !isDoubtful
  return { main: all.filter((entry) => !isRest(entry)), rest: all.filter(isRest) }
}
