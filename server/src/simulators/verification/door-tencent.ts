import type { IncomingHttpHeaders } from 'node:http'
import { formatYuan, parseYuan } from '@piaoma/shared/money'
import type { ReceivedKind } from '@piaoma/shared/received'
import { tencentProblem } from '../tencent-signature'
import type { Desk, DeskAnswer, Fact } from './desk'
import { type Faults, faultBefore, type Reply } from './faults'

export interface TencentDoor {
  desk: Desk
  faults: Faults
  now: () => number
  /** SecretId → SecretKey. */
  secrets: ReadonlyMap<string, string>
}

const KINDS: Readonly<Record<string, ReceivedKind>> = {
  '01': 'paper_special',
  '04': 'paper_normal',
  '08': 'electronic_special',
  '10': 'electronic_normal',
  '11': 'roll',
  '14': 'toll',
  '16': 'fiscal',
}

/** `POST /` of ocr.tencentcloudapi.com, action VatInvoiceVerifyNew, version 2018-11-19, TC3-HMAC-SHA256. */
export function tencentReply(door: TencentDoor, headers: IncomingHttpHeaders, body: Buffer): Reply {
  const early = faultBefore(door.faults)
  if (early) return early
  const refused = door.faults.take('credentials')
    ? 'AuthFailure.SecretIdNotFound'
    : tencentProblem({ ...door, service: 'ocr' }, headers, body)
  if (refused) return error(refused)
  if (headers['x-tc-action'] !== 'VatInvoiceVerifyNew' || headers['x-tc-version'] !== '2018-11-19') {
    return error('InvalidAction')
  }
  if (door.faults.take('busy')) return error('RequestLimitExceeded')
  if (door.faults.take('limit')) return error('FailedOperation.CountLimitError')
  const input = JSON.parse(body.toString('utf8')) as Record<string, string | boolean | undefined>
  const { InvoiceNo: number, InvoiceDate: issuedOn } = input
  if (typeof number !== 'string' || typeof issuedOn !== 'string') return error('MissingParameter')
  const isDigital = number.length === 20
  const amount = typeof input.Amount === 'string' ? parseYuan(input.Amount) : undefined
  const kind = isDigital ? undefined : KINDS[String(input.InvoiceKind)]
  const answer = door.desk.ask({
    ...(kind ? { kind } : {}),
    ...(typeof input.InvoiceCode === 'string' && input.InvoiceCode !== '' ? { code: input.InvoiceCode } : {}),
    number,
    issuedOn,
    ...(amount === undefined ? {} : { amountFen: amount, totalFen: amount }),
    ...(typeof input.CheckCode === 'string' ? { checkCode: input.CheckCode } : {}),
  })
  if (door.faults.take('silence_after')) return { kind: 'silence' }
  return replyOf(answer)
}

const CODES: Readonly<Record<Exclude<DeskAnswer['result'], 'found'>, string>> = {
  mismatch: 'FailedOperation.InvoiceMismatch',
  no_record: 'FailedOperation.QueryNoRecord',
  limit: 'FailedOperation.CountLimitError',
  not_yet: 'ResourceNotFound.NotSupportCurrentInvoiceQuery',
  too_old: 'InvalidParameterValue.TicketDateParameterValueLimit',
}

function replyOf(answer: DeskAnswer): Reply {
  if (answer.result !== 'found') return error(CODES[answer.result])
  return {
    kind: 'json',
    body: { Response: { Invoice: invoiceOf(answer.fact), RequestId: 'simulated' } },
  }
}

function invoiceOf(fact: Fact) {
  return {
    Code: fact.code ?? '',
    Number: fact.number,
    Date: fact.issuedOn.replaceAll('-', ''),
    BuyerName: fact.buyerName,
    BuyerTaxCode: fact.buyerTaxpayerId ?? '',
    SellerName: fact.sellerName,
    SellerTaxCode: fact.sellerTaxpayerId,
    AmountWithoutTax: formatYuan(fact.amountFen),
    TaxAmount: formatYuan(fact.taxFen),
    AmountWithTax: formatYuan(fact.totalFen),
    CheckCode: fact.checkCode ?? '',
    Remark: fact.remark ?? '',
    IsAbandoned: { normal: 'N', voided: 'Y', reversed: 'H', partly_reversed: 'H' }[fact.state],
    Items: fact.lines.map((line, index) => ({
      LineNo: String(index + 1),
      Name: line.name,
      AmountWithoutTax: formatYuan(line.amountFen),
      TaxAmount: formatYuan(line.taxFen),
      TaxRate: line.taxRate,
    })),
  }
}

const error = (code: string): Reply => ({
  kind: 'json',
  body: { Response: { Error: { Code: code, Message: code }, RequestId: 'simulated' } },
})
