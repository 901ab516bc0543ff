import { parseInvoiceDate } from '@piaoma/shared/received'
import { findAmounts } from '../layout/amounts'
import type { DraftBuilder } from '../layout/draft'
import { behindLabel, findAll, findFirst, isSameRow, spanText, wholeLine } from '../layout/find'
import type { PageText } from '../layout/page-text'
import { asText, findDate, putNumber } from './heading'
import { putParties } from './parties'

/** 铁路电子客票: number and day of issue above, the journey in the middle, fare, traveller and buyer below. */
export function readRail(builder: DraftBuilder, page: PageText): void {
  putNumber(builder, page, 20)
  builder.put('issuedOn', findDate(page, /开票日期:?/))
  const fareLabel = page.lines.find(({ text }) => /票价|退票费/.test(text))
  const fare =
    fareLabel &&
    (findAmounts([fareLabel])[0] ??
      findAmounts(page.lines.filter((line) => line.x > fareLabel.x && isSameRow(line, fareLabel, 1)))[0])
  const total = fare ?? findAmounts(page.lines)[0]
  builder.put('totalFen', total)
  builder.put('fareFen', total)
  putJourney(builder, page)
  builder.put('ticketNumber', asText(behindLabel(page, /电子客票号:?/, /([0-9A-Z]{20,30})/)))
  builder.put('buyerName', asText(behindLabel(page, /购买方名称:?/, /(?<=:|^)([^:]{2,})$/)))
  builder.put('buyerTaxpayerId', asText(behindLabel(page, /信用代码:?|识别号:?/, /([0-9A-Z]{15,20})/)))
  if (!builder.draft.fields.buyerName) putParties(builder, page, 'rows', Infinity)
}

function putJourney(builder: DraftBuilder, page: PageText): void {
  const train = findFirst(page.lines, /^([GDCZTKLYS]\d{1,4}|\d{4})$/)
  builder.put('vehicle', asText(train))
  const stations = findAll(page.lines, /^([\p{Script=Han}]{1,8})站$/u).sort((a, b) => a.line.x - b.line.x)
  builder.put('fromPlace', asText(stations[0]))
  builder.put('toPlace', asText(stations.length > 1 ? stations.at(-1) : undefined))
  for (const span of findAll(page.lines, /(\d{4}年\d{1,2}月\d{1,2}日)(?=\d{1,2}:\d{2}|.*开)/)) {
    const value = parseInvoiceDate(spanText(span))
    if (value) builder.put('travelOn', { value, span })
  }
  builder.put('seat', asText(findFirst(page.lines, /(\d{1,2}车(?:\d{1,3}[A-F]?号?(?:[上中下]铺)?|无座))/)))
  // The traveller stands behind the masked number of the identity card.
  const card = page.lines.find(({ text }) => /^\d{6,10}\*{2,}/.test(text))
  const inside = card && findFirst([card], /\*+\d{2,4}[\dX]([\p{Script=Han}·]{2,20})$/u)
  const beside =
    card &&
    page.lines.find(
      (line) =>
        line.x > card.x && isSameRow(line, card, 1) && /^[\p{Script=Han}·A-Z]{2,20}$/u.test(line.text),
    )
  builder.put(
    'passenger',
    inside ? asText(inside) : beside && { value: beside.text, span: wholeLine(beside) },
  )
}
