import type { InvoiceLine, InvoiceParty } from '@piaoma/shared/invoice'
import { differentialRemark, splitOrderLines, sumLines, toInvoiceLines } from '@piaoma/shared/tax'
import { printedName } from '@piaoma/shared/tax-codes'
import type { ApplicationRow } from '../applications/entity'
import type { TaxpayerRow } from '../merchants/entity'
import { textIssues } from './channel-limits'
import type { ChannelLimits, IssueOrder, Refusal } from './tax-channel'

type OrderWithoutSerial = Omit<IssueOrder, 'serial' | 'callbackUrl'>

export type BuiltOrders = { ok: true; orders: OrderWithoutSerial[] } | { ok: false; refusal: Refusal }

/** An application as the invoices that will be asked for: split over the channel's limits, price and tax separated. */
export function buildOrders(
  application: Pick<ApplicationRow, 'lines' | 'kind' | 'buyer' | 'remark'>,
  seller: TaxpayerRow,
  limits: ChannelLimits,
  at: number,
): BuiltOrders {
  const split = splitOrderLines(application.lines, {
    maxAmountFen: limits.maxAmountFen,
    maxLines: limits.maxLines,
  })
  if (!split.ok) return refuse(`split.${split.reason}`, 'merchant')
  const { type, ...buyer } = application.buyer
  const orders = split.parts.map((part): OrderWithoutSerial => {
    const lines = toInvoiceLines(part, { at, printedName, deriveUnitPrice: true })
    return {
      kind: application.kind,
      seller: sellerParty(seller),
      buyer,
      buyerType: type,
      lines,
      ...sumLines(lines),
      remark: remarkOf(application.remark, lines),
      drawer: seller.drawer,
    }
  })
  const issue = orders.flatMap((order) => textIssues(order, limits))[0]
  return issue ? refuse(issue.code, issue.correctableBy) : { ok: true, orders }
}

/** 销售方 as it is printed. */
export function sellerParty(seller: TaxpayerRow): InvoiceParty & { taxpayerId: string } {
  return {
    name: seller.name,
    taxpayerId: seller.taxpayerId,
    ...(seller.address ? { address: seller.address } : {}),
    ...(seller.phone ? { phone: seller.phone } : {}),
    ...(seller.bankName ? { bankName: seller.bankName } : {}),
    ...(seller.bankAccount ? { bankAccount: seller.bankAccount } : {}),
  }
}

/** 差额征税 must say so in the remark, first. */
function remarkOf(remark: string | null, lines: InvoiceLine[]): string | undefined {
  const deduction = lines.find((line) => line.deductionFen !== undefined)?.deductionFen
  const parts = [deduction === undefined ? '' : differentialRemark(deduction), remark ?? '']
  return parts.join('') || undefined
}

function refuse(code: string, correctableBy: Refusal['correctableBy']): BuiltOrders {
  return { ok: false, refusal: { channelCode: code, message: code, correctableBy } }
}
