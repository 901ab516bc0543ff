import { shanghaiDate } from '@piaoma/shared/invoice'
import {
  checkReading,
  isTollCode,
  kindOfCode,
  type ReadOutcome,
  type ReceivedFields,
  type ReceivedKind,
} from '@piaoma/shared/received'
import { canonicalJson } from '../../canonical-json'
import type { PickedInvoice } from '../../wechat/mp/api'

/** What WeChat tells of an invoice in a card wallet, without anything that moves it or tells whose wallet it is. */
interface WalletFields {
  type: string
  code: string
  number: string
  /** `YYYY-MM-DD` */
  issuedOn: string
  checkCode: string
  amountFen: number
  taxFen: number
  totalFen: number
  buyerName: string
  buyerTaxpayerId: string
  sellerName: string
  sellerTaxpayerId: string
  lines: string[]
}

/** Number and code as everybody else writes them: 数电票 have no code, and some senders repeat or swap the two. */
export function numberOf({ billing_no: number, billing_code: code = '' }: PickedInvoice['user_info']): {
  number: string
  code: string
} {
  if (/^\d{20}$/.test(code)) return { number: code, code: '' }
  return { number, code: /^\d{20}$/.test(number) ? '' : code }
}

/** The fields as bytes to keep: the same invoice told twice is the same file. */
export function walletFile(invoice: PickedInvoice): Uint8Array {
  const { payee = '', type = '', user_info: info } = invoice
  const fields: WalletFields = {
    type,
    ...numberOf(info),
    issuedOn: shanghaiDate(info.billing_time * 1000),
    checkCode: info.check_code ?? '',
    amountFen: info.fee_without_tax,
    taxFen: info.tax,
    totalFen: info.fee,
    buyerName: info.title,
    buyerTaxpayerId: info.buyer_number ?? '',
    sellerName: payee,
    sellerTaxpayerId: info.seller_number ?? '',
    lines: (info.info ?? []).map(({ name }) => name),
  }
  return new TextEncoder().encode(canonicalJson(fields))
}

/** Reads what `walletFile` kept. Digits are as the issuer put them in; what WeChat does not tell stays open. */
export function readWalletFile(bytes: Uint8Array, now: number): ReadOutcome {
  const { type, lines, ...told } = JSON.parse(new TextDecoder().decode(bytes)) as WalletFields
  const known = Object.entries(told).filter(([, value]) => value !== '')
  const fields = Object.fromEntries(
    known.map(([name, value]) => [name, { value, confidence: 1, source: 'wallet' }]),
  ) as ReceivedFields
  const reading = {
    kind: kindOf(type, told.code),
    fields,
    lines: lines.map((name) => ({ name, confidence: 1 })),
    pages: [1],
  }
  return { outcome: 'read', readings: [checkReading(reading, now)] }
}

function kindOf(type: string, code: string): ReceivedKind {
  if (/铁路/.test(type)) return 'rail'
  if (/航空|行程单/.test(type)) return 'air'
  const isSpecial = /专用/.test(type)
  if (code === '') return isSpecial ? 'digital_special' : 'digital_normal'
  if (isTollCode(code)) return 'toll'
  return kindOfCode(code) ?? (isSpecial ? 'electronic_special' : 'electronic_normal')
}
