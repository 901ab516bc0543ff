import { formatCapitals, parseCapitals } from '@piaoma/shared/money'
import type { ReceivedFieldName, ReceivedFields } from '@piaoma/shared/received'
import { checkTaxpayerId, hasRightOrganisationCode } from '@piaoma/shared/taxpayer'
import type { Draft } from './layout/draft'

/** What two independent prints agree on. */
const PROVEN = 0.99
/** Two check digits of a tax number passed: one misread character passes both once in 340 times. */
const CHECKED = 0.97
const CHECKED_ONCE = 0.92

/**
 * Settles how sure the fields of a draft are by what supports them: sum, capitals and code prove amounts, check digits
 * prove tax numbers. Names cannot be proven; a name whose every character the recogniser saw clearly is taken. What
 * nobody pays by (drawer, payee …) is left out when it is unsure: better absent than guessed.
 */
export function corroborate({ fields }: Draft): void {
  proveAmounts(fields)
  proveCapitals(fields)
  for (const name of ['buyerTaxpayerId', 'sellerTaxpayerId'] as const) proveTaxpayerId(fields, name)
  for (const name of ['buyerName', 'sellerName'] as const) acceptClear(fields, name)
  for (const name of SIDE_FIELDS) if ((fields[name]?.confidence ?? 1) < SURE) delete fields[name]
}

const SURE = 0.9
const SIDE_FIELDS: readonly ReceivedFieldName[] = [
  'drawer',
  'payee',
  'reviewer',
  'machineNumber',
  'vehicle',
  'seat',
  'remark',
]

function raise(fields: ReceivedFields, name: ReceivedFieldName, confidence: number): void {
  const field = fields[name]
  if (field && field.confidence < confidence) field.confidence = confidence
}

function proveAmounts(fields: ReceivedFields): void {
  const { amountFen, taxFen, totalFen, totalCapitals } = fields
  const said = totalCapitals && parseCapitals(totalCapitals.value)
  if (totalFen && said === totalFen.value) {
    raise(fields, 'totalFen', PROVEN)
    raise(fields, 'totalCapitals', PROVEN)
  }
  if (!amountFen || !taxFen || !totalFen || amountFen.value + taxFen.value !== totalFen.value) return
  for (const name of ['amountFen', 'taxFen', 'totalFen'] as const) raise(fields, name, PROVEN)
}

/**
 * Capitals are drawn small and their last characters blur. Where code or sum prove the total and the capitals differ
 * from its words in at most two characters, they are put right; a clear reading that differs stays for the check.
 */
function proveCapitals(fields: ReceivedFields): void {
  const { totalCapitals, totalFen } = fields
  if (!totalCapitals || !totalFen || totalFen.confidence < PROVEN) return
  if (parseCapitals(totalCapitals.value) === totalFen.value || totalCapitals.confidence >= SURE) return
  const right = formatCapitals(totalFen.value)
  if (differences(totalCapitals.value.replace(/[元圓]/g, '圆'), right) > 2) delete fields.totalCapitals
  else
    fields.totalCapitals = {
      ...totalCapitals,
      value: right,
      repairedFrom: totalCapitals.value,
      confidence: CHECKED,
    }
}

/** Levenshtein distance of two short texts. */
function differences(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, x] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, y] of Array.from(b).entries()) {
      next.push(Math.min((row[j] ?? 0) + (x === y ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

function proveTaxpayerId(fields: ReceivedFields, name: 'buyerTaxpayerId' | 'sellerTaxpayerId'): void {
  const id = fields[name]
  if (!id || id.confidence < 0.5) return
  const checked = checkTaxpayerId(id.value)
  if (!checked.ok || checked.form !== 'uscc' || checked.warning) return
  raise(fields, name, hasRightOrganisationCode(id.value) ? CHECKED : id.confidence >= 0.7 ? CHECKED_ONCE : 0)
}

/** Of names read with every character above this, the fixtures and our own samples hold no wrong one. */
const CLEAR = 0.6

function acceptClear(fields: ReceivedFields, name: 'buyerName' | 'sellerName'): void {
  const field = fields[name]
  if (field && field.confidence >= CLEAR) raise(fields, name, SURE)
}
