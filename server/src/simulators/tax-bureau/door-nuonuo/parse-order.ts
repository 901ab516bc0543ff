import type { InvoiceKind, InvoiceLine, InvoiceParty, LineNature } from '@piaoma/shared/invoice'
import { divideDecimals, fenToDecimal, formatDecimal, parseDecimal } from '@piaoma/shared/money'
import { gbkByteLength, isTaxRate, type TaxRate } from '@piaoma/shared/tax'
import type { BureauOrder } from '../core/types'
import { type NuonuoDetail, type NuonuoOrder, orderSchema } from './order-schema'
import type { Coded } from './replies'

export interface ParsedOrder {
  order: BureauOrder
  callbackUrl?: string
}

const KINDS: Record<string, InvoiceKind> = { pc: 'normal', bs: 'special' }
const NATURES: Record<NuonuoDetail['invoiceLineProperty'], LineNature> = {
  0: 'plain',
  1: 'discount',
  2: 'discounted',
}
const ZERO_RATES: Record<string, TaxRate> = { 1: 'exempt', 2: 'not_taxed', 3: '0' }

/** The private parameters of requestBillingNew in the bureau's terms, or NuoNuo's code for what is wrong with them. */
export function parseOrder(content: unknown): ParsedOrder | Coded {
  const parsed = orderSchema.safeParse(content)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    return { code: 'E9100', describe: `参数校验失败：${field}` }
  }
  const { order } = parsed.data
  const kind = KINDS[order.invoiceLine]
  if (order.invoiceType !== '1' || kind === undefined) return { code: 'E9101', describe: '发票种类错误' }
  const long = overlong(order)
  if (long !== undefined) return { code: 'E9100', describe: `${long}长度超过限制` }
  const lines: InvoiceLine[] = []
  for (const [index, detail] of order.invoiceDetail.entries()) {
    const line = parseLine(detail)
    if ('code' in line) return { code: line.code, describe: `第${index + 1}行：${line.describe}` }
    lines.push(line)
  }
  return {
    order: bureauOrder(order, kind, lines),
    ...(order.callBackUrl === undefined ? {} : { callbackUrl: order.callBackUrl }),
  }
}

function bureauOrder(order: NuonuoOrder, kind: InvoiceKind, lines: InvoiceLine[]): BureauOrder {
  return {
    taxNum: order.salerTaxNum,
    serial: order.orderNo,
    kind,
    seller: party(order.salerAddress, order.salerTel, order.salerAccount),
    buyer: {
      name: order.buyerName,
      ...(order.buyerTaxNum === undefined ? {} : { taxpayerId: order.buyerTaxNum }),
      ...party(order.buyerAddress, order.buyerTel, order.buyerAccount),
    },
    isNaturalPerson: order.naturalPersonFlag === '1',
    lines,
    ...(order.remark === undefined ? {} : { remark: order.remark }),
    drawer: order.clerk,
  }
}

/** Lengths of the field table, in GBK bytes where it counts so. */
function overlong(order: NuonuoOrder): string | undefined {
  if (gbkByteLength(order.buyerName) > 100) return '购方名称'
  if ((order.buyerTaxNum ?? '').length > 20) return '购方税号'
  if (`${order.buyerAddress ?? ''}${order.buyerTel ?? ''}`.length > 100) return '购方地址电话'
  if ((order.buyerAccount ?? '').length > 100) return '购方开户行及账号'
  if (gbkByteLength(order.remark ?? '') > 230) return '备注'
  if (gbkByteLength(order.clerk) > 20) return '开票员'
  const line = order.invoiceDetail.find(
    (detail) =>
      gbkByteLength(detail.goodsName) > 90 ||
      gbkByteLength(detail.specType ?? '') > 40 ||
      gbkByteLength(detail.unit ?? '') > 22,
  )
  return line === undefined ? undefined : '商品名称、规格型号或单位'
}

function parseLine(detail: NuonuoDetail): InvoiceLine | Coded {
  const amountFen = fenOf(detail.taxExcludedAmount)
  const taxFen = fenOf(detail.tax)
  const totalFen = fenOf(detail.taxIncludedAmount)
  const deductionFen = detail.deduction === undefined ? undefined : fenOf(detail.deduction)
  if (amountFen === undefined || taxFen === undefined || totalFen === undefined) {
    return { code: 'E9100', describe: '金额格式错误' }
  }
  const taxRate = rateOf(detail)
  if (taxRate === undefined) return { code: 'E9100', describe: '税率格式错误' }
  const nature = NATURES[detail.invoiceLineProperty]
  if (nature === 'discount' && detail.num !== undefined && !detail.num.startsWith('-')) {
    return { code: 'E9111', describe: '折扣行数量必须为负数' }
  }
  return {
    nature,
    name: detail.goodsName,
    ...(detail.specType === undefined ? {} : { specification: detail.specType }),
    ...(detail.unit === undefined ? {} : { unit: detail.unit }),
    ...(detail.num === undefined ? {} : { quantity: detail.num }),
    ...unitPrice(detail, amountFen),
    amountFen,
    taxFen,
    totalFen,
    taxRate,
    taxCode: detail.goodsCode,
    ...(deductionFen === undefined ? {} : { deductionFen }),
  }
}

/** A 含税单价 (withTaxFlag 1) is printed as the 不含税单价 that gives the amount. */
function unitPrice(detail: NuonuoDetail, amountFen: number): { unitPrice?: string } {
  if (detail.price === undefined) return {}
  const quantity = detail.num === undefined ? undefined : parseDecimal(detail.num)
  if (detail.withTaxFlag === '0' || quantity === undefined || quantity.units === 0n)
    return { unitPrice: detail.price }
  return { unitPrice: formatDecimal(divideDecimals(fenToDecimal(amountFen), quantity, 15)) }
}

function rateOf(detail: NuonuoDetail): TaxRate | undefined {
  const rate = detail.taxRate.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
  if (rate === '0') return ZERO_RATES[detail.zeroRateFlag ?? '3']
  return detail.zeroRateFlag === undefined && isTaxRate(rate) && rate.startsWith('0.') ? rate : undefined
}

/** Yuan with at most two decimals as fen, read digit by digit. */
function fenOf(yuan: string): number | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan)
  if (match === null) return undefined
  const fen = Number(`${match[2]}${(match[3] ?? '').padEnd(2, '0')}`)
  return match[1] === '-' && fen !== 0 ? -fen : fen
}

/** NuoNuo joins bank and account with a blank; they are taken apart at the last one. */
function party(
  address?: string,
  phone?: string,
  account?: string,
): Omit<InvoiceParty, 'name' | 'taxpayerId'> {
  const cut = account?.lastIndexOf(' ') ?? -1
  const bank =
    account === undefined
      ? {}
      : cut < 0
        ? { bankAccount: account }
        : { bankName: account.slice(0, cut), bankAccount: account.slice(cut + 1) }
  return { ...(address === undefined ? {} : { address }), ...(phone === undefined ? {} : { phone }), ...bank }
}
