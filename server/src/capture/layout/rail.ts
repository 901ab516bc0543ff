import type { FieldCollector } from '../fields'
import type { Draft } from '../readers/draft'
import type { Sheet, Stretch } from './sheet'
import { moneyRight, readHeader } from './vat'

/** Reads a 铁路电子客票. Its price is the total; amount and tax are printed on a part of them only. */
export function readRailForm(sheet: Sheet, fields: FieldCollector): Draft {
  readHeader(sheet, fields)
  readPrices(sheet, fields)
  readJourney(sheet, fields)
  const value = (label: RegExp, until?: RegExp) => {
    const found = sheet.first(label)
    const end =
      found && until && sheet.find(until).find(({ y, x0 }) => Math.abs(y - found.y) < 3 && x0 > found.x1)
    return found && sheet.right(found, end?.x0)
  }
  const put = (
    name: 'ticketNumber' | 'buyerName' | 'buyerTaxpayerId',
    stretch: Stretch | undefined,
    pattern: RegExp,
  ) => {
    const text = pattern.exec(stretch?.text ?? '')?.[0]
    if (stretch && text) fields.text(name, text, sheet.place(stretch))
  }
  put('ticketNumber', value(/电子客票号[:：]?/), /^[0-9A-Z]{10,30}/)
  put('buyerName', value(/购买方名称[:：]/, /统一社会信用代码/), /.+/)
  put('buyerTaxpayerId', value(/统一社会信用代码[:：]/), /^[0-9A-Z]{15,20}/)
  return { kind: 'rail', fields: fields.fields, lines: [], pages: [sheet.page] }
}

function readPrices(sheet: Sheet, fields: FieldCollector): void {
  const money = (name: 'totalFen' | 'fareFen' | 'amountFen' | 'taxFen', pattern: RegExp) => {
    const label = sheet.first(pattern)
    const value = label && moneyRight(sheet, label)
    if (value) fields.money(name, value.text, sheet.place(value))
  }
  money('totalFen', /票价[:：]|退票费[:：]/)
  money('fareFen', /票价[:：]/)
  money('amountFen', /(?<!合计)金额[:：]/)
  money('taxFen', /税额[:：]/)
}

/** Stations stand left of 站, the train between them, the day of travel before 开. */
function readJourney(sheet: Sheet, fields: FieldCollector): void {
  const stations = sheet
    .find(/[\u4e00-\u9fff]{1,8}站/)
    .filter(({ text }) => !/车站|进站|出站|换乘/.test(text))
  const sameRow = stations
    .filter(({ y }) => Math.abs(y - (stations[0]?.y ?? 0)) < 12)
    .sort((a, b) => a.x0 - b.x0)
  const [from, to] = sameRow
  if (from && to) {
    fields.text('fromPlace', from.text.slice(0, -1), sheet.place(from))
    fields.text('toPlace', to.text.slice(0, -1), sheet.place(to))
  }
  const train = sheet.cellsLike(/^[GDCZTKLYSP]\d{1,4}$/)[0]
  if (train) fields.text('vehicle', train.text, sheet.place(train))
  const day = sheet.find(/\d{4}年\d{1,2}月\d{1,2}日(?=\d{1,2}[:：]\d{2}开?)/)[0]
  if (day) fields.date('travelOn', day.text, sheet.place(day))
  const seat = sheet.find(/\d{1,2}车\d{0,3}[A-F]?号?(?:[上中下]铺)?(?:无座)?/)[0]
  if (seat) fields.text('seat', seat.text, sheet.place(seat))
  const masked = sheet.find(/\d{4,10}\*{2,}\d{2,4}[\dXx]?/)[0]
  const name = masked && sheet.right(masked)
  if (name && /^[\u4e00-\u9fff·A-Za-z\s]{1,40}$/.test(name.text)) {
    fields.text('passenger', name.text, sheet.place(name))
  }
}
