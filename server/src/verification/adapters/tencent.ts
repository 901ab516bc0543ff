import { formatYuan, parseYuan } from '@piaoma/shared/money'
import type { ReceivedKind } from '@piaoma/shared/received'
import {
  type CheckedValues,
  isAskableOn,
  type VerifyOutcome,
  type VerifyQuestion,
} from '@piaoma/shared/received-rules'
import { z } from 'zod'
import { tencentHeaders } from '../../tencent-sign'
import { unknownAnswer, type Verifier, type VerifierSettings, type VerifyAnswer } from '../verifier'
import { post } from './exchange'

const SERVICE = 'ocr'
const ACTION = 'VatInvoiceVerifyNew'
const VERSION = '2018-11-19'

/** InvoiceKind of theirs; 数电票 go under the electronic kinds, rail and air without one. */
const KINDS: Partial<Record<ReceivedKind, string>> = {
  digital_special: '08',
  digital_normal: '10',
  electronic_special: '08',
  electronic_normal: '10',
  paper_special: '01',
  paper_normal: '04',
  roll: '11',
  toll: '14',
  fiscal: '16',
}

/** Error codes of theirs that are an answer about the invoice, or about us. The rest is unknown. */
const OUTCOMES: Readonly<Record<string, VerifyOutcome>> = {
  'FailedOperation.InvoiceMismatch': 'mismatch',
  'InvalidParameterValue.PriceOrVerificationParameterValueLimit': 'mismatch',
  'FailedOperation.QueryNoRecord': 'no_record',
  'ResourceNotFound.NoInvoice': 'no_record',
  'FailedOperation.CountLimitError': 'limit',
  'ResourceNotFound.NotSupportCurrentInvoiceQuery': 'not_yet',
  'InvalidParameterValue.TicketDateParameterValueLimit': 'too_old',
  'ResourceNotFound.NoAreaCode': 'unsupported',
  'FailedOperation.UserQuotaError': 'denied',
  'FailedOperation.ArrearsError': 'denied',
  'FailedOperation.UnOpenError': 'denied',
  RequestLimitExceeded: 'busy',
}

const envelope = z.object({
  Response: z.object({
    Error: z.object({ Code: z.string() }).optional(),
    Invoice: z.record(z.string(), z.unknown()).nullable().optional(),
  }),
})

/** Tencent Cloud OCR, 增值税发票核验（新版）, signed by TC3-HMAC-SHA256. Source: cloud.tencent.com/document/api/866/73674. */
export function createTencentVerifier(settings: VerifierSettings): Verifier {
  return {
    // Twenty a second is their default.
    pauseMs: 60,
    async verify(question) {
      const body = JSON.stringify(bodyOf(question, settings.now()))
      const answer = await post(settings, '/', { headers: signedHeaders(settings, body), body })
      if (answer.kind === 'none') return unknownAnswer(answer.cause)
      const parsed = envelope.safeParse(answer.value)
      if (!parsed.success) return unknownAnswer('unreadable answer')
      const { Error: error, Invoice: invoice } = parsed.data.Response
      if (error) return { ...verdictOf(error.Code), answer: answer.text }
      if (!invoice) return unknownAnswer('no invoice in the answer')
      return { ...foundOf(invoice), answer: answer.text }
    },
  }
}

function bodyOf(question: VerifyQuestion, now: number): Record<string, string | boolean> {
  const { kind, code, number, issuedOn, checkCode } = question
  const fen = question.totalFen ?? question.amountFen
  const invoiceKind = KINDS[kind]
  const today = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)
  return {
    InvoiceNo: number,
    InvoiceDate: issuedOn,
    ...(code === undefined ? {} : { InvoiceCode: code }),
    ...(invoiceKind === undefined ? {} : { InvoiceKind: invoiceKind }),
    ...(fen === undefined ? {} : { Amount: formatYuan(fen) }),
    ...(checkCode === undefined ? {} : { CheckCode: checkCode }),
    ...(issuedOn === today && isAskableOn(kind, issuedOn, today) ? { EnableTodayInvoice: true } : {}),
  }
}

function signedHeaders(settings: VerifierSettings, body: string): Record<string, string> {
  const { appKey: secretId, appSecret: secretKey, url } = settings
  const now = settings.now()
  return tencentHeaders({
    secretId,
    secretKey,
    service: SERVICE,
    action: ACTION,
    version: VERSION,
    url,
    now,
    body,
  })
}

function verdictOf(code: string): VerifyAnswer {
  if (code.startsWith('AuthFailure') || code.startsWith('UnauthorizedOperation'))
    return { outcome: 'denied', detail: code }
  return { outcome: OUTCOMES[code] ?? 'unknown', detail: code.slice(0, 200) }
}

function foundOf(invoice: Record<string, unknown>): VerifyAnswer {
  const text = (name: string) => (typeof invoice[name] === 'string' ? (invoice[name] as string) : '')
  const checked: CheckedValues = {}
  const texts = {
    buyerName: 'BuyerName',
    buyerTaxpayerId: 'BuyerTaxCode',
    sellerName: 'SellerName',
    sellerTaxpayerId: 'SellerTaxCode',
    checkCode: 'CheckCode',
    remark: 'Remark',
  } as const
  for (const [field, name] of Object.entries(texts) as [keyof typeof texts, string][]) {
    if (text(name) !== '') checked[field] = text(name)
  }
  const amounts = { amountFen: 'AmountWithoutTax', taxFen: 'TaxAmount', totalFen: 'AmountWithTax' } as const
  for (const [field, name] of Object.entries(amounts) as [keyof typeof amounts, string][]) {
    const fen = parseYuan(text(name))
    if (fen !== undefined) checked[field] = fen
  }
  const sign = text('IsAbandoned').toUpperCase()
  const outcome =
    sign === 'Y' ? 'voided' : sign === 'H' || sign === 'BH' || sign === 'QH' ? 'reversed' : 'found'
  return { outcome, checked, detail: `IsAbandoned=${sign}` }
}
