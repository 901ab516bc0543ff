import { type InvoiceLine, type InvoiceModel, type InvoiceParty, KINDS } from '@piaoma/shared/invoice'
import { formatYuan } from '@piaoma/shared/money'
import { DIFFERENTIAL_RATE_TEXT, formatTaxRate } from '@piaoma/shared/tax'
import { printable, printableLines } from './printable'

/** What stands in the tax column of lines without tax, and in the total when no line bears tax. */
const NO_TAX = '***'

/** The cells of one printed line, in the words of the layout. */
export interface LineCells {
  name: string
  specification: string
  unit: string
  quantity: string
  unitPrice: string
  amount: string
  rate: string
  tax: string
}

const isUntaxed = (line: InvoiceLine) => line.taxRate === 'exempt' || line.taxRate === 'not_taxed'

/** The printed cells of a line: 免税 and 不征税 print `***` as tax, 差额征税 hides the rate. */
export function lineCells(line: InvoiceLine): LineCells {
  return {
    name: printable(line.name),
    specification: printable(line.specification ?? ''),
    unit: printable(line.unit ?? ''),
    quantity: line.quantity ?? '',
    unitPrice: line.unitPrice ?? '',
    amount: formatYuan(line.amountFen),
    rate: line.deductionFen === undefined ? formatTaxRate(line.taxRate) : DIFFERENTIAL_RATE_TEXT,
    tax: isUntaxed(line) && line.taxFen === 0 ? NO_TAX : formatYuan(line.taxFen),
  }
}

/** `¥1234.50`, the way the layout writes every sum. */
export const yuanSign = (fen: number): string => `¥${formatYuan(fen)}`

/** Sum of the tax of some lines: `***` when none of them is taxed. */
export function taxTotalText(lines: readonly InvoiceLine[], taxFen: number): string {
  return lines.every(isUntaxed) && taxFen === 0 ? NO_TAX : yuanSign(taxFen)
}

function contactLine(who: string, party: InvoiceParty): string[] {
  if (!party.address && !party.phone) return []
  return [`${who}方地址:${printable(party.address ?? '-')};    电话:${printable(party.phone ?? '-')};`]
}

function bankLine(who: string, party: InvoiceParty): string[] {
  if (!party.bankName && !party.bankAccount) return []
  return [
    `${who}方开户银行:${printable(party.bankName ?? '-')};    银行账号:${printable(party.bankAccount ?? '-')};`,
  ]
}

/** The paragraphs of the remark: the parties' address, phone and bank as the bureau lists them, then the remark. */
export function remarkParagraphs(model: InvoiceModel): string[] {
  const { buyer, seller, remark } = model
  return [
    ...contactLine('购买', buyer),
    ...bankLine('购', buyer),
    ...contactLine('销售', seller),
    ...bankLine('销', seller),
    ...printableLines(remark ?? ''),
  ]
}

/** Heading of the layout, such as `电子发票（普通发票）`. */
export const invoiceTitle = (model: InvoiceModel): string => KINDS[model.kind].title

/** Every text of the model that is printed; used to find characters no font can draw. */
export function printedTexts(model: InvoiceModel): string[] {
  const cells = model.lines
    .map(lineCells)
    .flatMap(({ name, specification, unit }) => [name, specification, unit])
  return [model.buyer.name, model.seller.name, model.drawer]
    .map(printable)
    .concat(cells, remarkParagraphs(model))
}
