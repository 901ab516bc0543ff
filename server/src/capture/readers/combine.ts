import { invoiceIdentity, type ReceivedFieldName, type ReceivedFields } from '@piaoma/shared/received'
import type { Draft } from './draft'

/** Values that two parts of one file contradict each other in are not sure, whichever leads. */
const CONTRADICTED = 0.5
const COMPARED: readonly ReceivedFieldName[] = [
  'code',
  'number',
  'issuedOn',
  'amountFen',
  'taxFen',
  'totalFen',
  'buyerTaxpayerId',
  'sellerTaxpayerId',
]

const keyOf = ({ kind, fields }: Draft): string => {
  const identity = invoiceIdentity(kind, fields.number?.value, fields.code?.value)
  return identity ? `${identity.code ?? ''}|${identity.number}` : (fields.number?.value ?? '')
}

/** One reading over another of the same invoice: the first leads, the second fills in and contradicts. */
export function overlay(lead: Draft, other: Draft): Draft {
  const fields: ReceivedFields = { ...other.fields, ...lead.fields }
  for (const name of COMPARED) {
    const [a, b] = [lead.fields[name], other.fields[name]]
    if (a && b && a.value !== b.value) Object.assign(fields, { [name]: { ...a, confidence: CONTRADICTED } })
  }
  // Where a value stands on the page is known from the page alone.
  for (const name of Object.keys(fields) as ReceivedFieldName[]) {
    const [a, b] = [lead.fields[name], other.fields[name]]
    if (a && b?.place && !a.place && a.value === b.value) {
      Object.assign(fields, { [name]: { ...fields[name], place: b.place } })
    }
  }
  const specialBusiness = lead.specialBusiness ?? other.specialBusiness
  const qr = lead.qr ?? other.qr
  return {
    ...other,
    ...lead,
    fields,
    lines: lead.lines.length > 0 ? lead.lines : other.lines,
    pages: [...new Set([...other.pages, ...lead.pages])].sort((a, b) => a - b),
    ...(specialBusiness ? { specialBusiness } : {}),
    ...(qr ? { qr } : {}),
  }
}

/** Pages of one invoice as one: what the first lacks comes from the next ones, lines follow each other. */
function joinPages(first: Draft, next: Draft): Draft {
  return {
    ...first,
    fields: { ...next.fields, ...first.fields },
    lines: [...first.lines, ...next.lines],
    pages: [...first.pages, ...next.pages],
  }
}

/**
 * The invoices of one file: pages with the same identity are one invoice, and embedded data leads over the print with
 * its number. Data without a print (or the only data beside the only print without a number) stands for itself.
 */
export function combineDrafts(pages: readonly Draft[], embedded: readonly Draft[]): Draft[] {
  const byKey = new Map<string, Draft>()
  for (const page of pages) {
    const key = keyOf(page)
    const known = byKey.get(key)
    byKey.set(key, known ? joinPages(known, page) : page)
  }
  for (const data of embedded) {
    const key = keyOf(data)
    const printed = byKey.get(key)
    byKey.set(key, printed ? overlay(data, printed) : data)
  }
  return [...byKey.values()]
}
