import { shanghaiDate } from '../invoice/shanghai-time'
import { parseCapitals } from '../money/capitals'
import { checkTaxpayerId } from '../taxpayer/id'
import { parseInvoiceQr } from './invoice-qr'
import type { CrossCheck, Reading, ReceivedFieldName, ReceivedFields } from './model'
import { isDigitalNumberPlausible } from './number'

type Outcome = CrossCheck['outcome']
type Read = Pick<Reading, 'kind' | 'fields' | 'lines' | 'qr'>

const check = (name: CrossCheck['name'], outcome: Outcome, fields: ReceivedFieldName[]): CrossCheck => ({
  name,
  outcome,
  fields,
})

const passedIf = (isRight: boolean | undefined): Outcome =>
  isRight === undefined ? 'not_possible' : isRight ? 'passed' : 'failed'

/** Every cross-check of a reading, each with what it speaks of. `now`: epoch milliseconds. */
export function crossChecks(reading: Read, now: number): CrossCheck[] {
  const { fields } = reading
  return [
    sumCheck(fields),
    check('capitals', passedIf(capitalsAgree(fields)), ['totalFen']),
    linesCheck(reading),
    ...qrChecks(reading),
    idCheck('buyer_id', 'buyerTaxpayerId', fields),
    idCheck('seller_id', 'sellerTaxpayerId', fields),
    check('date', passedIf(dateIsPlausible(fields, now)), ['issuedOn']),
    check('number', passedIf(numberIsPlausible(reading)), ['number']),
    secondLookCheck(fields),
  ]
}

function sumCheck({ amountFen, taxFen, totalFen }: ReceivedFields): CrossCheck {
  const isPossible = amountFen && taxFen && totalFen
  const isRight = isPossible ? amountFen.value + taxFen.value === totalFen.value : undefined
  return check('sum', passedIf(isRight), ['amountFen', 'taxFen', 'totalFen'])
}

function capitalsAgree({ totalCapitals, totalFen }: ReceivedFields): boolean | undefined {
  const said = totalCapitals && parseCapitals(totalCapitals.value)
  // Words that cannot be read as an amount say nothing about the figures.
  return said === undefined || !totalFen ? undefined : said === totalFen.value
}

function linesCheck({ fields, lines }: Read): CrossCheck {
  const spoken: ReceivedFieldName[] = ['amountFen', 'taxFen']
  const amounts = lines.map(({ amountFen }) => amountFen)
  if (lines.length === 0 || !fields.amountFen || amounts.includes(undefined)) {
    return check('lines', 'not_possible', spoken)
  }
  const sum = (values: (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0)
  const taxes = lines.map(({ taxFen }) => taxFen)
  const isTaxRight = !fields.taxFen || taxes.includes(undefined) ? true : sum(taxes) === fields.taxFen.value
  return check('lines', passedIf(sum(amounts) === fields.amountFen.value && isTaxRight), spoken)
}

function qrChecks({ kind, fields, qr }: Read): CrossCheck[] {
  const parsed = qr === undefined ? undefined : parseInvoiceQr(qr)
  if (parsed?.outcome !== 'invoice') {
    return [check('qr', 'not_possible', []), check('crc', 'not_possible', [])]
  }
  const pairs: [ReceivedFieldName, string | number | undefined][] = [
    ['code', parsed.code],
    ['number', parsed.number],
    ['issuedOn', parsed.issuedOn],
    ['checkCode', kind === 'fiscal' ? undefined : parsed.checkCode],
    [parsed.amountIs === 'total' ? 'totalFen' : 'amountFen', parsed.amountFen],
  ]
  const compared = pairs.filter(([name, said]) => said !== undefined && fields[name] !== undefined)
  const differing = compared.filter(([name, said]) => fields[name]?.value !== said)
  const names = (differing.length > 0 ? differing : compared).map(([name]) => name)
  const outcome = compared.length === 0 ? undefined : differing.length === 0
  const crc: Outcome =
    parsed.crc === 'match' ? 'passed' : parsed.crc === 'mismatch' ? 'failed' : 'not_possible'
  return [check('qr', passedIf(outcome), names), check('crc', crc, [])]
}

function idCheck(
  name: 'buyer_id' | 'seller_id',
  field: 'buyerTaxpayerId' | 'sellerTaxpayerId',
  fields: ReceivedFields,
): CrossCheck {
  const id = fields[field]?.value
  if (id === undefined) return check(name, 'not_possible', [field])
  const checked = checkTaxpayerId(id)
  const isRight = checked.ok && checked.warning !== 'check_digit'
  // The older forms have no check digit: their length is all that can be said.
  const canTell = !checked.ok || checked.form === 'uscc' || checked.form === 'old18'
  return check(name, canTell ? passedIf(isRight) : 'not_possible', [field])
}

/** What says which paper a ticket is and what it costs: no sum and no code proves it, only a second look does. */
const ALONE = ['code', 'number', 'issuedOn', 'totalFen'] as const

function secondLookCheck(fields: ReceivedFields): CrossCheck {
  const seen = ALONE.filter((name) => fields[name]?.source === 'ocr')
  const isPassed = seen.length > 0 && seen.every((name) => fields[name]?.isSeenTwice)
  return check('second_look', isPassed ? 'passed' : 'not_possible', seen)
}

function dateIsPlausible({ issuedOn }: ReceivedFields, now: number): boolean | undefined {
  if (!issuedOn) return undefined
  return issuedOn.value >= '1994-01-01' && issuedOn.value <= shanghaiDate(now)
}

function numberIsPlausible({ kind, fields }: Read): boolean | undefined {
  const number = fields.number?.value
  if (number === undefined) return undefined
  if (/^digital_|^rail$/.test(kind)) return isDigitalNumberPlausible(number, fields)
  if (kind === 'air' || kind === 'other') return undefined
  if (kind === 'fiscal') return /^\d{6,12}$/.test(number)
  const code = fields.code?.value ?? ''
  return /^\d{8}(\d{12})?$/.test(number) && (/^\d{10}(\d{2})?$/.test(code) || number.length === 20)
}
