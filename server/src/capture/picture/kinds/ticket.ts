import { type Fen, parseCapitals, parseYuan } from '@piaoma/shared/money'
import { findAmounts, hasSign } from '../layout/amounts'
import type { DraftBuilder } from '../layout/draft'
import { type Found, findAll, findFirst, rightOf, spanText } from '../layout/find'
import type { PageText } from '../layout/page-text'
import { putCode, putDate, putNumber } from './heading'
import { putParties } from './parties'
import { findCapitals, findTotal } from './totals'

/** 出租车发票 of thermal paper: code and number printed before, the journey by the meter. */
export function readTaxi(builder: DraftBuilder, page: PageText): void {
  putCode(builder, page)
  putNumber(builder, page, 8)
  putDate(builder, page, /日期:?/)
  builder.put('totalFen', taxiTotal(page))
  builder.put('plate', plate(page))
}

/** 通用机打发票 and what else is printed on blanks with code and number. */
export function readMachine(builder: DraftBuilder, page: PageText): void {
  putCode(builder, page)
  putNumber(builder, page, 8)
  putDate(builder, page)
  const capitals = findCapitals(page)
  builder.put('totalCapitals', capitals)
  builder.put('totalFen', findTotal(page) ?? labelledAmount(page, /合计|金额|总计|实收/))
  putParties(builder, page, 'labels')
}

/** 定额发票: the amount is part of the print, in capitals and often in figures. */
export function readQuota(builder: DraftBuilder, page: PageText): void {
  putCode(builder, page)
  putNumber(builder, page, 8)
  const capitals = findCapitals(page)
  builder.put('totalCapitals', capitals)
  const said = capitals && parseCapitals(capitals.value)
  const figures = quotaFigures(page)
  if (figures) builder.put('totalFen', figures)
  else if (capitals && said !== undefined) builder.put('totalFen', { value: said, span: capitals.span })
}

/** `¥50.00`, `50元`: with a sign, or whole yuan before 元. */
function quotaFigures(page: PageText): Found<Fen> | undefined {
  const signed = findAmounts(page.lines).find(hasSign)
  if (signed) return signed
  const span =
    findFirst(page.lines, /(?<![\d.])[¥Y]?(\d{1,5})(?=元|圆)/) ?? findFirst(page.lines, /[¥](\d{1,5})$/)
  const value = span && parseYuan(spanText(span))
  return span && value !== undefined ? { value, span } : undefined
}

/** The amount by its label or its sign; the meter prints unit prices and fares of phone orders as well. */
function taxiTotal(page: PageText): Found<Fen> | undefined {
  const amounts = findAmounts(page.lines)
  const signed = amounts.filter(hasSign)
  const labelled = labelledAmount(page, /金额|总额|实收|额:/)
  if (signed.length === 1) return signed[0]
  return labelled ?? signed.at(-1)
}

function labelledAmount(page: PageText, label: RegExp): Found<Fen> | undefined {
  for (const { line } of findAll(page.lines, label)) {
    const found = findAmounts([line])[0] ?? findAmounts(rightOf(page, line, 0.9))[0]
    if (found) return found
  }
  return undefined
}

const PROVINCE = /^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]$/

/** 车牌: a letter and five or six signs; its province is often part of the blank. */
function plate(page: PageText): Found<string> | undefined {
  const label = page.lines.find(({ text }) => /(车号|车牌号?|^号):?\p{Script=Han}?/u.test(text))
  const beside = label ? rightOf(page, label, 1).slice(0, 3) : []
  const span = findFirst(
    label ? [label, ...beside] : [],
    /(?<![0-9A-Z])([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?[A-Z][.\-·•]?[0-9A-Z]{5,6})(?![0-9A-Z])/u,
  )
  if (!span) return undefined
  const printed = beside.find(({ text, x }) => PROVINCE.test(text) && x < span.line.x)?.text
  const province = /号:?(\p{Script=Han})/u.exec(label?.text ?? '')?.[1] ?? printed ?? ''
  const own = spanText(span)
  return { value: (/^\p{Script=Han}/u.test(own) ? '' : province) + own.replace(/[.\-·•]/g, ''), span }
}
