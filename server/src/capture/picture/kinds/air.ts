import type { Fen } from '@piaoma/shared/money'
import { parseInvoiceDate } from '@piaoma/shared/received'
import { findAmounts } from '../layout/amounts'
import type { DraftBuilder } from '../layout/draft'
import { behindLabel, type Found, findAll, findFirst, spanText, wholeLine } from '../layout/find'
import type { Line, PageText } from '../layout/page-text'
import { asText, findDate, putNumber } from './heading'
import { putParties } from './parties'

/** 航空运输电子客票行程单: names and flights above, a row of amounts, each under or behind its label, below. */
export function readAir(builder: DraftBuilder, page: PageText): void {
  putNumber(builder, page, 20)
  builder.put('issuedOn', findDate(page, /填开日期:?|开票日期:?/))
  builder.put('ticketNumber', asText(behindLabel(page, /电子客票号码?:?/, /(?<!\d)(\d{13})(?!\d)/)))
  builder.put('passenger', passenger(page))
  builder.put('travelOn', travelDay(page))
  builder.put('vehicle', asText(findFirst(page.lines, FLIGHT)))
  builder.put('fareFen', amountOf(page, /^票价/))
  builder.put('fuelFen', amountOf(page, /燃油附加费/))
  builder.put('fundFen', amountOf(page, /民航发展基金/))
  builder.put('taxFen', amountOf(page, /增值税税额/))
  builder.put('totalFen', amountOf(page, /^合计/) ?? largest(page))
  const from = findFirst(page.lines, /自[:：]?([\p{Script=Han}A-Z0-9]{2,12})/u)
  builder.put('fromPlace', asText(from))
  const to = findAll(page.lines, /至[:：]?([\p{Script=Han}A-Z0-9]{2,12})/u).find(
    (span) => spanText(span) !== 'VOID',
  )
  builder.put('toPlace', asText(to))
  putParties(builder, page, 'rows', Infinity)
}

/** An airline's two signs, at least one of them a letter, and its number: never the head of an identity card. */
const FLIGHT = /(?<![0-9A-Z])((?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{3,4})(?![0-9A-Z*])/

/** Behind the label, or the first amount of the row below that does not end before the label begins. */
function amountOf(page: PageText, label: RegExp): Found<Fen> | undefined {
  const line = page.lines.find(({ text }) => label.test(text))
  if (!line) return undefined
  const own = findAmounts([line])[0]
  return own ?? findAmounts(linesUnder(page, line)).find(({ span }) => span.line.x > line.left)
}

/** The row below a label, from left to right. */
const linesUnder = (page: PageText, label: Line): Line[] =>
  page.lines
    .filter((line) => line.y > label.y + 0.5 * label.height && line.y < label.y + 2.5 * label.height)
    .sort((a, b) => a.x - b.x)

function largest(page: PageText): Found<Fen> | undefined {
  return findAmounts(page.lines).reduce<Found<Fen> | undefined>(
    (best, next) => (!best || next.value > best.value ? next : best),
    undefined,
  )
}

function passenger(page: PageText): Found<string> | undefined {
  const label = page.lines.find(({ text }) => /旅客姓名/.test(text))
  const name =
    label &&
    linesUnder(page, label).find((line) => line.x > label.left && line.x < label.right + 4 * label.height)
  return name && /^[\p{Script=Han}·A-Z/]{2,30}$/u.test(name.text)
    ? { value: name.text, span: wholeLine(name) }
    : undefined
}

/** The first flight's day: under the head 日期 of the flights. */
function travelDay(page: PageText): Found<string> | undefined {
  const label = page.lines.find(({ text }) => /^日期$/.test(text))
  const under = page.lines.filter((line) => label && line.y > label.y && line.y < label.y + 4 * label.height)
  const span = findFirst(under, /(\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日)/)
  const value = span && parseInvoiceDate(spanText(span))
  return value ? { value, span } : undefined
}
