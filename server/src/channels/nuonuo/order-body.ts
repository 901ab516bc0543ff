import type { InvoiceKind, InvoiceLine, LineNature } from '@piaoma/shared/invoice'
import {
  type Decimal,
  divideDecimals,
  fenToDecimal,
  formatDecimal,
  formatYuan,
  parseDecimal,
  roundDecimal,
} from '@piaoma/shared/money'
import type { IssueOrder } from '../../issuing/tax-channel'
import type { NuonuoSettings } from './config'
import { NUONUO_DECIMAL } from './limits'

/** 发票种类: 数电普票 pc, 数电专票 bs. */
const INVOICE_LINE: Record<InvoiceKind, string> = { normal: 'pc', special: 'bs' }
/** 发票行性质. */
const LINE_PROPERTY: Record<LineNature, string> = { plain: '0', discount: '1', discounted: '2' }

type Body = Record<string, unknown>

/** The private parameters of requestBillingNew for one order. Empty fields are left out. */
export function orderBody(order: IssueOrder, settings: NuonuoSettings): { order: Body } {
  const { seller, buyer } = order
  return {
    order: withoutEmpty({
      orderNo: order.serial,
      invoiceDate: shanghaiTime(settings.now()),
      invoiceType: '1',
      invoiceLine: INVOICE_LINE[order.kind],
      salerTaxNum: seller.taxpayerId,
      salerTel: seller.phone,
      salerAddress: seller.address,
      salerAccount: joined(seller.bankName, seller.bankAccount),
      buyerName: buyer.name,
      buyerTaxNum: buyer.taxpayerId,
      buyerTel: buyer.phone,
      buyerAddress: buyer.address,
      buyerAccount: joined(buyer.bankName, buyer.bankAccount),
      naturalPersonFlag: order.buyerType === 'person' ? '1' : '0',
      // The invoice is delivered by us, never by the channel.
      pushMode: '-1',
      clerk: order.drawer,
      remark: order.remark,
      departmentId: settings.departmentId,
      clerkId: settings.clerkId,
      extensionNumber: settings.extensionNumber,
      callBackUrl: order.callbackUrl,
      invoiceDetail: order.lines.map(lineBody),
    }),
  }
}

/** One invoiceDetail row, priced without tax, with all three amounts exactly as ours. */
export function lineBody(line: InvoiceLine): Body {
  return withoutEmpty({
    goodsName: plainName(line.name),
    goodsCode: line.taxCode,
    withTaxFlag: '0',
    ...priceAndQuantity(line),
    unit: line.unit,
    specType: line.specification,
    taxRate: line.taxRate === 'exempt' || line.taxRate === 'not_taxed' ? '0' : line.taxRate,
    tax: formatYuan(line.taxFen),
    taxExcludedAmount: formatYuan(line.amountFen),
    taxIncludedAmount: formatYuan(line.totalFen),
    invoiceLineProperty: LINE_PROPERTY[line.nature],
    ...policy(line),
    deduction: line.deductionFen === undefined ? undefined : formatYuan(line.deductionFen),
  })
}

/** Without the `*简称*` of the printed name: NuoNuo puts it there itself, from the goodsCode. */
function plainName(printed: string): string {
  const plain = printed.replace(/^\*[^*]+\*/, '')
  return plain === '' ? printed : plain
}

/** 优惠政策标识 (03 免税, 04 不征税, 10 按5%简易征收减按1.5%计征) and 零税率标识 (1 免税, 2 不征税, 3 普通零税率). */
function policy(line: InvoiceLine): Body {
  switch (line.taxRate) {
    case 'exempt':
      return { favouredPolicyFlag: '03', zeroRateFlag: '1' }
    case 'not_taxed':
      return { favouredPolicyFlag: '04', zeroRateFlag: '2' }
    case '0':
      return { favouredPolicyFlag: '0', zeroRateFlag: '3' }
    case '0.015':
      return { favouredPolicyFlag: '10' }
    default:
      return { favouredPolicyFlag: '0' }
  }
}

/** 单价 and 数量 go together or not at all; a discount row carries amounts only. */
function priceAndQuantity(line: InvoiceLine): { price?: string; num?: string } {
  const quantity = line.quantity === undefined ? undefined : parseDecimal(line.quantity)
  if (line.nature === 'discount' || quantity === undefined || quantity.units === 0n) return {}
  const given = line.unitPrice === undefined ? undefined : parseDecimal(line.unitPrice)
  const price = given ?? divideDecimals(fenToDecimal(line.amountFen), quantity, 15)
  const texts = { price: fitting(price), num: fitting(quantity) }
  return texts.price === undefined || texts.num === undefined ? {} : { price: texts.price, num: texts.num }
}

/** Within 8 decimals and 16 characters, or `undefined` when nothing but zero (or too large a number) is left. */
function fitting(value: Decimal): string | undefined {
  const text = formatDecimal(roundDecimal(value, NUONUO_DECIMAL.decimals))
  const excess = text.length - NUONUO_DECIMAL.characters
  const point = text.indexOf('.')
  if (excess > 0 && (point < 0 || point > NUONUO_DECIMAL.characters)) return undefined
  const decimals = point < 0 ? 0 : text.length - point - 1
  const shorter = excess > 0 ? formatDecimal(roundDecimal(value, Math.max(decimals - excess, 0))) : text
  return shorter === '0' ? undefined : shorter
}

function joined(first: string | undefined, second: string | undefined): string {
  return [first, second].filter((part) => part !== undefined && part !== '').join(' ')
}

function withoutEmpty(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== ''))
}

/** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai, which has had no summer time since 1991. */
export function shanghaiTime(epochMs: number): string {
  return new Date(epochMs + 8 * 60 * 60 * 1000).toISOString().slice(0, 19).replace('T', ' ')
}
