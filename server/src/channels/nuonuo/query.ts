import { parseYuan } from '@piaoma/shared/money'
import type { FileFormat, IssuedResult, QueryOutcome } from '../../issuing/tax-channel'
import { type InvoiceResult, invoiceResults } from './answers'
import type { Gateway, GatewayAnswer } from './gateway'
import { CODE, refusal, waitCause } from './verdicts'

const QUERY_RESULT = 'nuonuo.OpeMplatform.queryInvoiceResult'

/** 发票状态 of queryInvoiceResult. */
const STATUS = {
  done: '2',
  issuing: '20',
  signing: '21',
  failed: '22',
  /** Issued by the bureau, but the file could not be sealed: to be retried, never issued again. */
  unsealed: '24',
  voided: '3',
  voiding: '31',
} as const

/** What a query found, before the caller decides about an unsealed invoice. */
export type Found = QueryOutcome | { outcome: 'unsealed'; channelSerial: string }

/** queryInvoiceResult by our own serial. */
export async function queryInvoice(gateway: Gateway, serial: string, taxNum: string): Promise<Found> {
  const answer = await gateway.call(QUERY_RESULT, { orderNos: [serial], isOfferInvoiceDetail: '0' })
  return readQuery(answer, serial, taxNum)
}

/** Reads the answer of queryInvoiceResult for one serial. */
export function readQuery(answer: GatewayAnswer, serial: string, taxNum: string): Found {
  if (answer.kind === 'unknown') return unknown(answer.cause)
  if (answer.kind === 'denied') return unknown(`${answer.message} (${answer.code})`)
  if (answer.code === CODE.notFound) return { outcome: 'absent' }
  if (answer.code !== CODE.ok) return unknown(`code ${answer.code}`)
  const results = invoiceResults.safeParse(answer.result)
  if (!results.success) return unknown('unreadable result')
  const ours = results.data.filter((result) => result.orderNo === serial)
  const nameless = results.data.length === 1 ? results.data.filter((result) => result.orderNo === '') : []
  const [found, ...others] = ours.length > 0 ? ours : nameless
  if (found === undefined) return unknown('the answer is about other orders')
  if (others.length > 0) return unknown('several invoices under one serial')
  if (found.salerTaxNum !== '' && found.salerTaxNum !== taxNum) return unknown('another taxpayer’s invoice')
  return readState(found, serial)
}

function readState(found: InvoiceResult, serial: string): Found {
  const words = found.failCause === '' ? found.statusMsg : found.failCause
  switch (found.status) {
    case STATUS.done:
      return issued(found, serial)
    case STATUS.issuing:
    case STATUS.signing:
    case STATUS.voiding:
      return { outcome: 'processing' }
    case STATUS.unsealed:
      return { outcome: 'unsealed', channelSerial: found.serialNo }
    case STATUS.failed: {
      const cause = waitCause(words)
      return cause === undefined
        ? { outcome: 'refused', refusal: refusal(STATUS.failed, words) }
        : { outcome: 'waiting', cause, message: words }
    }
    case STATUS.voided:
      return {
        outcome: 'refused',
        refusal: { channelCode: STATUS.voided, message: words, correctableBy: 'none' },
      }
    default:
      return unknown(`status ${found.status}`)
  }
}

function issued(found: InvoiceResult, serial: string): Found {
  const number = found.allElectronicInvoiceNumber === '' ? found.invoiceNo : found.allElectronicInvoiceNumber
  if (!/^\d{20}$/.test(number)) return unknown('issued without a 20-digit number')
  if (!/^\d{12,14}$/.test(found.invoiceTime)) return unknown('issued without a time')
  const amountFen = parseYuan(found.exTaxAmount)
  const taxFen = parseYuan(found.taxAmount)
  const totalFen = parseYuan(found.orderAmount)
  if (amountFen === undefined || taxFen === undefined || totalFen === undefined) {
    return unknown('issued with unreadable amounts')
  }
  if (found.serialNo === '') return unknown('issued without a channel serial')
  const result: IssuedResult = {
    serial,
    channelSerial: found.serialNo,
    number,
    issuedAt: Number(found.invoiceTime),
    amountFen,
    taxFen,
    totalFen,
    files: fileUrls(found),
  }
  return { outcome: 'issued', result }
}

/** Only http(s) addresses are kept; anything else is as good as missing. */
function fileUrls(found: InvoiceResult): Partial<Record<FileFormat, string>> {
  const urls: Record<FileFormat, string> = { pdf: found.pdfUrl, ofd: found.ofdUrl, xml: found.xmlUrl }
  return Object.fromEntries(
    Object.entries(urls).filter(([, url]) => /^https?:\/\//i.test(url) && URL.canParse(url)),
  )
}

function unknown(cause: string): Found {
  return { outcome: 'unknown', cause }
}
