import type { InvoiceLine, InvoiceParty } from '@piaoma/shared/invoice'
import type { TaxRate } from '@piaoma/shared/tax'
import type { WalletInvoice } from './route'

/** Quantities and prices of WeChat Pay's invoices are whole numbers of 10⁻⁸ (facts 1.3). */
const E8 = 100_000_000n

/** Rate × 10 000, and what is preferential about it. */
const RATES: Readonly<Record<TaxRate, readonly [rate: number, mark: string]>> = {
  '0.13': [1300, 'NO_FAVORABLE'],
  '0.09': [900, 'NO_FAVORABLE'],
  '0.06': [600, 'NO_FAVORABLE'],
  '0.05': [500, 'NO_FAVORABLE'],
  '0.03': [300, 'NO_FAVORABLE'],
  '0.015': [150, 'NO_FAVORABLE'],
  '0.01': [100, 'NO_FAVORABLE'],
  '0': [0, 'NORMAL_ZERO_RATED'],
  exempt: [0, 'VAT_EXEMPT'],
  not_taxed: [0, 'OUTSIDE_VAT'],
}

/**
 * An issued 数电票 as `insert-cards` takes it. It has no 发票代码, 校验码 or password, so these are left out; whether
 * WeChat takes that is uncertain (facts 1.9), which is why a refusal here only means another way of delivery.
 */
export function cardInformation(invoice: WalletInvoice, mediaId: string): Record<string, unknown> {
  const { model } = invoice
  return {
    fapiao_media_id: mediaId,
    fapiao_number: invoice.number,
    fapiao_time: chinaTime(invoice.issuedAt),
    total_amount: invoice.totalFen,
    tax_amount: invoice.taxFen,
    amount: invoice.amountFen,
    seller_information: partyOf(model.seller),
    extra_information: { drawer: model.drawer },
    items: model.lines.map(itemOf),
    ...(model.remark ? { remark: model.remark.slice(0, 200) } : {}),
  }
}

/** The buyer on the invoice; his phone and e-mail are not WeChat's business here. */
export function buyerInformation({ model }: WalletInvoice): Record<string, unknown> {
  const { buyer } = model
  return { type: buyer.taxpayerId ? 'ORGANIZATION' : 'INDIVIDUAL', ...partyOf(buyer) }
}

function partyOf({ name, taxpayerId, address, phone, bankName, bankAccount }: InvoiceParty) {
  const fields = {
    name,
    taxpayer_id: taxpayerId,
    address,
    telephone: phone,
    bank_name: bankName,
    bank_account: bankAccount,
  }
  // A null or an empty field would be refused.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
}

function itemOf(line: InvoiceLine): Record<string, unknown> {
  const [rate, mark] = RATES[line.taxRate]
  const quantity = line.quantity === undefined ? E8 : scaled(line.quantity)
  return {
    tax_code: line.taxCode,
    goods_name: line.name,
    ...(line.specification ? { specification: line.specification } : {}),
    ...(line.unit ? { unit: line.unit } : {}),
    quantity: Number(quantity),
    unit_price: Number(unitPrice(BigInt(Math.abs(line.amountFen)), quantity)),
    amount: line.amountFen,
    tax_amount: line.taxFen,
    total_amount: line.totalFen,
    tax_rate: rate,
    tax_prefer_mark: mark,
    discount: line.nature === 'discount',
  }
}

/** A decimal string × 10⁸, without a float on the way; what lies beyond is cut off. */
function scaled(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  const value = BigInt(whole) * E8 + BigInt(fraction.slice(0, 8).padEnd(8, '0'))
  return value === 0n ? E8 : value
}

/** Yuan × 10⁸, without tax, so that price × quantity is the line's amount: fen × 10⁶ × 10⁸ ÷ quantity, rounded. */
function unitPrice(amountFen: bigint, quantity: bigint): bigint {
  const numerator = amountFen * 1_000_000n * E8
  return (numerator + quantity / 2n) / quantity
}

/** RFC 3339 in China's time. */
function chinaTime(epochMs: number): string {
  return `${new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
