import { crossChecks } from './checks'
import { RECEIVED_KIND_INFO } from './kinds'
import type { CrossCheck, Reading, ReceivedFieldName, ReceivedFields, ReceivedKind } from './model'
import { repairReadTaxpayerId } from './repair-id'

/** Below this a value is shown to a person. */
export const SURE = 0.9

/** What must have been read of a kind before anything may go through without a question. */
function requiredFields(kind: ReceivedKind): ReceivedFieldName[] {
  const needed: ReceivedFieldName[] = ['number', 'totalFen']
  if (kind !== 'quota') needed.push('issuedOn')
  if (RECEIVED_KIND_INFO[kind].identity === 'code_number' && kind !== 'other') needed.push('code')
  if (/^(digital|electronic|paper|toll)/.test(kind)) {
    needed.push('amountFen', 'taxFen', 'buyerName', 'sellerName', 'sellerTaxpayerId')
  }
  return needed
}

/**
 * A reading with its tax numbers repaired (only what a camera read), cross-checked, graded, and with the fields that a
 * person should look at. A file whose seal says that it was changed never goes through. `now`: epoch milliseconds. A CRC that does not match is shown but never doubted: one of twenty
 * real invoices has a wrong one. What a person typed is not doubted for being unsure.
 */
export function checkReading(reading: Omit<Reading, 'checks' | 'grade' | 'doubtful'>, now: number): Reading {
  const fields = repairIds(reading.fields)
  const repaired = { ...reading, fields }
  const checks = crossChecks(repaired, now)
  const doubtful = doubtfulFields(repaired, checks)
  const isUnproven = checks.every(({ name, outcome }) => !PROOFS.includes(name) || outcome !== 'passed')
  const isPictureOnly = fields.number?.source === 'ocr' && isUnproven
  const isAsked = doubtful.some((name) => !UNASKED.includes(name))
  const isSure = !isAsked && !isPictureOnly && reading.seal !== 'changed'
  return { ...repaired, checks, doubtful, grade: isSure ? 'green' : 'amber' }
}

/** A doubt about these is shown, but no one is asked: nobody pays or claims by the plate of a taxi. */
const UNASKED: readonly ReceivedFieldName[] = ['plate']

/** One of these must have passed before digits that only a camera saw go through without a question. */
const PROOFS: readonly CrossCheck['name'][] = ['sum', 'capitals', 'qr', 'second_look']

function repairIds(fields: ReceivedFields): ReceivedFields {
  const result = { ...fields }
  for (const name of ['buyerTaxpayerId', 'sellerTaxpayerId'] as const) {
    const field = fields[name]
    if (field?.source !== 'ocr') continue
    const value = repairReadTaxpayerId(field.value)
    if (value !== field.value) result[name] = { ...field, value, repairedFrom: field.value }
  }
  return result
}

function doubtfulFields(
  { kind, fields }: Pick<Reading, 'kind' | 'fields'>,
  checks: readonly CrossCheck[],
): ReceivedFieldName[] {
  const doubtful = new Set<ReceivedFieldName>()
  for (const { name, outcome, fields: spoken } of checks) {
    if (outcome === 'failed' && name !== 'crc') for (const field of spoken) doubtful.add(field)
  }
  for (const name of requiredFields(kind)) if (!fields[name]) doubtful.add(name)
  for (const [name, field] of Object.entries(fields) as [
    ReceivedFieldName,
    { confidence: number; source: string },
  ][]) {
    if (field.source !== 'person' && field.confidence < SURE) doubtful.add(name)
  }
  return [...doubtful]
}
