import { checkReading } from './assess'
import type { FieldSource, Reading, ReceivedFieldName, ReceivedFields } from './model'

/** From the least to the most believed. A person beats every machine; what 查验 said beats every file. */
const RANK: readonly FieldSource[] = ['ocr', 'qr', 'wallet', 'pdf', 'ofd', 'xml', 'checked', 'person']

const rankOf = (source: FieldSource | undefined): number => (source ? RANK.indexOf(source) : -1)

/** The best machine source of a reading: where its number came from, else the best of any field. */
export function sourceOf(reading: Pick<Reading, 'fields'>): FieldSource | undefined {
  const sources = Object.values(reading.fields).map(({ source }) => source)
  const machine = sources.filter((source) => source !== 'person' && source !== 'checked')
  return machine.sort((a, b) => rankOf(b) - rankOf(a))[0]
}

/**
 * Two readings of the same invoice as one: every field from the more believed source (then from the surer one), kind,
 * lines, label and pages from the better original, and everything checked anew. A person's correction always stays.
 * That they are the same invoice is for the caller to know (`identityKey`).
 */
export function mergeReadings(first: Reading, second: Reading, now: number): Reading {
  const isSecondBetter = rankOf(sourceOf(second)) > rankOf(sourceOf(first))
  const [lead, other] = isSecondBetter ? [second, first] : [first, second]
  const specialBusiness = lead.specialBusiness ?? other.specialBusiness
  const seal = lead.seal ?? other.seal
  const qr = lead.qr ?? other.qr
  return checkReading(
    {
      kind: lead.kind === 'other' ? other.kind : lead.kind,
      fields: mergeFields(lead.fields, other.fields),
      lines: lead.lines.length > 0 ? lead.lines : other.lines,
      pages: lead.pages,
      ...(specialBusiness ? { specialBusiness } : {}),
      ...(seal ? { seal } : {}),
      ...(qr ? { qr } : {}),
    },
    now,
  )
}

function mergeFields(lead: ReceivedFields, other: ReceivedFields): ReceivedFields {
  const merged: ReceivedFields = { ...other, ...lead }
  for (const name of Object.keys(merged) as ReceivedFieldName[]) {
    const [a, b] = [lead[name], other[name]]
    if (!a || !b) continue
    const difference = rankOf(b.source) - rankOf(a.source)
    if (difference > 0 || (difference === 0 && b.confidence > a.confidence))
      Object.assign(merged, { [name]: b })
  }
  return merged
}
