import { randomBytes } from 'node:crypto'
import { formatYuan, parseYuan } from '@piaoma/shared/money'
import type { ReceivedKind } from '@piaoma/shared/received'
import type { Desk, DeskAnswer, Fact } from './desk'
import { type Faults, faultBefore, type Reply } from './faults'

export interface BaiduDoor {
  desk: Desk
  faults: Faults
  now: () => number
  /** API Key → Secret Key. */
  secrets: ReadonlyMap<string, string>
  /** Living access tokens and when they end. */
  tokens: Map<string, number>
}

const TOKEN_LIFE_S = 2_592_000
const KINDS: Readonly<Record<string, ReceivedKind>> = {
  special_vat_invoice: 'paper_special',
  elec_special_vat_invoice: 'electronic_special',
  normal_invoice: 'paper_normal',
  elec_normal_invoice: 'electronic_normal',
  roll_normal_invoice: 'roll',
  toll_elec_normal_invoice: 'toll',
  elec_invoice_special: 'digital_special',
  elec_invoice_normal: 'digital_normal',
}

/** `POST /oauth/2.0/token?grant_type=client_credentials&client_id=…&client_secret=…`. */
export function baiduToken(door: BaiduDoor, query: URLSearchParams): Reply {
  const early = faultBefore(door.faults)
  if (early) return early
  const secret = door.secrets.get(query.get('client_id') ?? '')
  const isGood =
    secret !== undefined &&
    secret === query.get('client_secret') &&
    query.get('grant_type') === 'client_credentials'
  if (!isGood || door.faults.take('credentials')) {
    return {
      kind: 'json',
      body: { error: 'invalid_client', error_description: 'Client authentication failed' },
    }
  }
  const token = `24.${randomBytes(16).toString('hex')}`
  door.tokens.set(token, door.now() + TOKEN_LIFE_S * 1_000)
  return { kind: 'json', body: { access_token: token, expires_in: TOKEN_LIFE_S } }
}

/** `POST /rest/2.0/ocr/v1/vat_invoice_verification?access_token=…`, a form. */
export function baiduReply(door: BaiduDoor, query: URLSearchParams, form: URLSearchParams): Reply {
  const early = faultBefore(door.faults)
  if (early) return early
  const token = query.get('access_token') ?? ''
  if (door.faults.take('token_expired')) door.tokens.delete(token)
  const endsAt = door.tokens.get(token)
  if (endsAt === undefined) return refused(110, 'Access token invalid or no longer valid')
  if (endsAt < door.now()) return refused(111, 'Access token expired')
  if (door.faults.take('busy')) return refused(18, 'Open api qps request limit reached')
  if (door.faults.take('limit')) return verdict('0002', '超过该张票当天查验次数', 5)
  const kind = KINDS[form.get('invoice_type') ?? '']
  const date = /^(\d{4})(\d\d)(\d\d)$/.exec(form.get('invoice_date') ?? '')
  if (!kind || !date) return refused(216_100, 'invalid param')
  const code = form.get('invoice_code') ?? ''
  const amount = parseYuan(form.get('total_amount') ?? '')
  const checkCode = form.get('check_code') ?? ''
  const answer = door.desk.ask({
    kind,
    ...(code === '' ? {} : { code }),
    number: form.get('invoice_num') ?? '',
    issuedOn: date.slice(1).join('-'),
    ...(amount === undefined ? {} : { amountFen: amount, totalFen: amount }),
    ...(checkCode === '' ? {} : { checkCode }),
  })
  if (door.faults.take('silence_after')) return { kind: 'silence' }
  return replyOf(answer)
}

const CODES: Readonly<Record<Exclude<DeskAnswer['result'], 'found'>, [string, string]>> = {
  mismatch: ['0006', '发票信息不一致'],
  no_record: ['0009', '所查发票不存在'],
  limit: ['0002', '超过该张票当天查验次数'],
  not_yet: ['1014', '当日开具的发票不能查验'],
  too_old: ['1015', '超过五年的不能查验'],
}

function replyOf(answer: DeskAnswer): Reply {
  if (answer.result !== 'found') {
    const [code, message] = CODES[answer.result]
    return verdict(code, message, answer.tries)
  }
  return verdict('0001', '查验成功发票一致', answer.tries, answer.fact)
}

function verdict(code: string, message: string, tries: number, fact?: Fact): Reply {
  const sign = fact && { normal: 'N', voided: 'Y', reversed: 'QH', partly_reversed: 'BH' }[fact.state]
  return {
    kind: 'json',
    body: {
      log_id: 1_595_938,
      VerifyResult: code,
      VerifyMessage: message,
      VerifyFrequency: String(tries),
      ...(fact
        ? {
            InvalidSign: sign,
            InvoiceNum: fact.number,
            InvoiceCode: fact.code ?? '',
            words_result: words(fact),
          }
        : { words_result_num: 0 }),
    },
  }
}

function words(fact: Fact) {
  return {
    PurchaserName: fact.buyerName,
    PurchaserRegisterNum: fact.buyerTaxpayerId ?? '',
    SellerName: fact.sellerName,
    SellerRegisterNum: fact.sellerTaxpayerId,
    // Without tax here, as their fields of recognition have it.
    TotalAmount: formatYuan(fact.amountFen),
    TotalTax: formatYuan(fact.taxFen),
    AmountInFiguers: formatYuan(fact.totalFen),
    CheckCode: fact.checkCode ?? '',
    Remarks: fact.remark ?? '',
    CommodityName: fact.lines.map((line, index) => ({ row: String(index + 1), word: line.name })),
  }
}

const refused = (code: number, message: string): Reply => ({
  kind: 'json',
  body: { error_code: code, error_msg: message },
})
