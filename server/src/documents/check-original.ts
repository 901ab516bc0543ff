import { parseYuan } from '@piaoma/shared/money'
import { type OfdFields, OfdReadError, readOfd } from './read-ofd'
import { pdfReadings } from './read-pdf'
import { decodeXml, findNode, readXml, XmlReadError } from './xml-read'

export type OriginalFormat = 'pdf' | 'ofd' | 'xml'

/** Why a file is not the original of an invoice. */
export type OriginalProblem =
  | 'empty'
  /** Over 10 MB. */
  | 'too_large'
  /** The content is not of the format asked for (an error page in HTML, for one). */
  | 'wrong_type'
  /** Broken or cut off; for XML also a DOCTYPE. */
  | 'damaged'
  | 'number_missing'
  | 'number_mismatch'
  | 'total_missing'
  | 'total_mismatch'

/** `note: 'unreadable'`: a PDF whose text could not be read, so that only its type and size were checked. */
export type OriginalCheck = { ok: true; note?: 'unreadable' } | { ok: false; reason: OriginalProblem }

export interface ExpectedInvoice {
  /** 20 digits. */
  number: string
  totalFen: number
}

export const MAX_ORIGINAL_BYTES = 10 * 1024 * 1024

const refuse = (reason: OriginalProblem): OriginalCheck => ({ ok: false, reason })

/**
 * Checks a file that a channel returned as an original before it is kept: size, type by content (never by name), and
 * that the invoice number and the tax-inclusive total in it are those of the invoice. Changes nothing, throws nothing.
 */
export function checkOriginal(
  bytes: Uint8Array,
  format: OriginalFormat,
  expected: ExpectedInvoice,
): OriginalCheck {
  if (bytes.length === 0) return refuse('empty')
  if (bytes.length > MAX_ORIGINAL_BYTES) return refuse('too_large')
  return CHECKS[format](bytes, expected)
}

const CHECKS: Readonly<
  Record<OriginalFormat, (bytes: Uint8Array, expected: ExpectedInvoice) => OriginalCheck>
> = {
  pdf: checkPdf,
  ofd: checkOfd,
  xml: checkXml,
}

/** The first bytes, one character each. */
const head = (bytes: Uint8Array, length: number) => String.fromCharCode(...bytes.subarray(0, length))

function compare(found: { number?: string; totalFen?: number }, expected: ExpectedInvoice): OriginalCheck {
  if (!found.number) return refuse('number_missing')
  if (found.number !== expected.number) return refuse('number_mismatch')
  if (found.totalFen === undefined) return refuse('total_missing')
  return found.totalFen === expected.totalFen ? { ok: true } : refuse('total_mismatch')
}

/** A PDF need not have a text layer we can read: what is found must agree, what is not found is let pass by name. */
function checkPdf(bytes: Uint8Array, { number, totalFen }: ExpectedInvoice): OriginalCheck {
  if (!head(bytes, 1024).includes('%PDF-')) return refuse('wrong_type')
  // Without its trailer the transfer was cut off.
  if (!String.fromCharCode(...bytes.subarray(-2048)).includes('%%EOF')) return refuse('damaged')
  const readings = pdfReadings(bytes)
  const joined = readings.map((reading) => reading.replace(/\s/g, ''))
  // Some issuers place every digit by itself: then the number only shows when all white space is gone.
  if (!joined.some((reading) => reading.includes(number))) {
    const hasOther = readings.some((reading) => /(?<!\d)2\d{19}(?!\d)/.test(reading))
    return hasOther ? refuse('number_mismatch') : { ok: true, note: 'unreadable' }
  }
  const sums = readings.flatMap((reading) => reading.match(/(?<![\d.])-?\d[\d,]*\.\d{2}(?![\d.])/g) ?? [])
  const signed = joined.flatMap((reading) => reading.match(/[¥￥]-?\d[\d,]*\.\d{2}/g) ?? [])
  if ([...sums, ...signed].some((sum) => parseSum(sum) === totalFen)) return { ok: true }
  // Amount, tax and total carry a ¥: with three of them read, the total is among them, and it is another one.
  return signed.length >= 3 ? refuse('total_mismatch') : { ok: true, note: 'unreadable' }
}

/** `¥268.00`, `￥-1,000.00`, `268.00` in fen. */
const parseSum = (text: string) => parseYuan(text.replace(/[¥￥\s]/g, ''))

function checkOfd(bytes: Uint8Array, expected: ExpectedInvoice): OriginalCheck {
  if (head(bytes, 4) !== 'PK\u0003\u0004') return refuse('wrong_type')
  try {
    const fields = readOfd(bytes)
    const number = fields.data.发票号码 ?? fields.tags.InvoiceNo?.join('')
    return compare({ number, totalFen: ofdTotal(fields) }, expected)
  } catch (error) {
    if (!(error instanceof OfdReadError)) throw error
    // A ZIP without OFD.xml is some other archive.
    return refuse(/no OFD\.xml$/.test(error.message) ? 'wrong_type' : 'damaged')
  }
}

/** The tagged total when there is one, else amount + tax of the package's own data (`***` is no tax). */
function ofdTotal({ data, tags }: OfdFields): number | undefined {
  const tagged = parseSum(tags.TaxInclusiveTotalAmount?.join('') ?? data.价税合计 ?? '')
  if (tagged !== undefined) return tagged
  const amount = parseSum(data.合计金额 ?? '')
  const tax = /^\*+$/.test(data.合计税额 ?? '') ? 0 : parseSum(data.合计税额 ?? '')
  return amount === undefined || tax === undefined ? undefined : amount + tax
}

function checkXml(bytes: Uint8Array, expected: ExpectedInvoice): OriginalCheck {
  if (!/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(head(bytes, 64)))
    return refuse('wrong_type')
  try {
    const source = decodeXml(bytes)
    if (!/<(?:\w+:)?EInvoice[\s>]/.test(source)) return refuse('wrong_type')
    const root = readXml(source)
    if (root.name !== 'EInvoice') return refuse('wrong_type')
    // PlateNumber and others hold "Number" as well: only these two places carry the invoice number.
    const number =
      findNode(root, 'TaxSupervisionInfo', 'InvoiceNumber')?.text || findNode(root, 'Header', 'EIid')?.text
    const total = findNode(root, 'EInvoiceData', 'BasicInformation', 'TotalTax-includedAmount')?.text
    return compare({ number, totalFen: parseSum(total ?? '') }, expected)
  } catch (error) {
    if (error instanceof XmlReadError) return refuse('damaged')
    throw error
  }
}
