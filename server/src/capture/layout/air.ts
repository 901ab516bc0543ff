import { type FieldCollector, readMoney } from '../fields'
import type { Draft } from '../readers/draft'
import type { Sheet, Stretch } from './sheet'
import { readHeader } from './vat'

/** Reads a 航空运输电子客票行程单: values stand below the labels of its table and right of those around it. */
export function readAirForm(sheet: Sheet, fields: FieldCollector): Draft {
  readHeader(sheet, fields)
  readPrices(sheet, fields)
  readFlight(sheet, fields)
  const right = (label: RegExp, until: RegExp | undefined, pattern: RegExp) => {
    for (const found of sheet.find(label)) {
      const end =
        until && sheet.find(until).find(({ y, x0 }) => Math.abs(y - found.y) < found.size && x0 > found.x1)
      const value = sheet.right(found, end?.x0)
      const text = pattern.exec(value?.text ?? '')?.[0]
      if (value && text) return { ...value, text }
    }
    return undefined
  }
  const put = (name: 'ticketNumber' | 'buyerName' | 'buyerTaxpayerId' | 'sellerName', value?: Stretch) => {
    if (value) fields.text(name, value.text, sheet.place(value))
  }
  put('ticketNumber', right(/电子客票号码?[:：]/, undefined, /^\d{3}-?\d{10}/))
  put('buyerName', right(/购买方名称[:：]/, /统一社会信用代码/, /.+/))
  put('buyerTaxpayerId', right(/(?:纳税人识别号|社会信用代码)[:：]/, undefined, /^[0-9A-Z]{15,20}/))
  put('sellerName', right(/填开单位[:：]/, /填开日期/, /.+/))
  return { kind: 'air', fields: fields.fields, lines: [], pages: [sheet.page] }
}

const PRICES: readonly [RegExp, 'fareFen' | 'fuelFen' | 'taxFen' | 'fundFen' | 'totalFen' | undefined][] = [
  [/票价/, 'fareFen'],
  [/燃油附加费/, 'fuelFen'],
  [/增值税税率/, undefined],
  [/增值税税额/, 'taxFen'],
  [/民航发展基金/, 'fundFen'],
  [/其他税费/, undefined],
  [/合计/, 'totalFen'],
]

/** The nearest text below a label that fits, within a few lines. */
function below(sheet: Sheet, label: Stretch, fits: (text: string) => boolean): Stretch | undefined {
  const box = { x0: 0, x1: sheet.width, top: label.y + label.size * 0.5, bottom: label.y + label.size * 4 }
  const centre = (label.x0 + label.x1) / 2
  for (const line of sheet.lines(box)) {
    const cells = sheet.cells(line.y, line.size).filter(({ text }) => fits(text))
    const near = cells.filter(({ x0, x1 }) => x0 - 12 <= label.x1 && x1 + 12 >= label.x0)
    const best = near.sort(
      (a, b) => Math.abs(centre - (a.x0 + a.x1) / 2) - Math.abs(centre - (b.x0 + b.x1) / 2),
    )[0]
    if (best) return best
  }
  return undefined
}

/** The row of prices under the row of their labels: one to one where both are complete, else by the nearest place. */
function readPrices(sheet: Sheet, fields: FieldCollector): void {
  const labels = PRICES.flatMap(([pattern, name]) => {
    const label = sheet.first(pattern)
    return label ? [{ label, name }] : []
  }).sort((a, b) => a.label.x0 - b.label.x0)
  const [first] = labels
  if (!first) return
  const isPrice = (text: string) => readMoney(text) !== undefined || /^\d+(?:\.\d+)?%$/.test(text)
  const { y, size } = first.label
  const rows = sheet
    .lines({ x0: 0, x1: sheet.width, top: y + size * 0.5, bottom: y + size * 4 })
    .map((line) => sheet.cells(line.y, line.size).filter(({ text }) => isPrice(text)))
  const values = rows.find((cells) => cells.length > 1) ?? []
  labels.forEach(({ label, name }, index) => {
    const value =
      values.length === labels.length
        ? values[index]
        : below(sheet, label, (text) => readMoney(text) !== undefined)
    if (name && value) fields.money(name, value.text, sheet.place(value))
  })
}

function readFlight(sheet: Sheet, fields: FieldCollector): void {
  const passenger = sheet.first(/旅客姓名/)
  const name = passenger && below(sheet, passenger, (text) => /^[\u4e00-\u9fffA-Za-z/·\s]{2,40}$/.test(text))
  if (name) fields.text('passenger', name.text, sheet.place(name))
  const flight = sheet.cellsLike(/^(?:[A-Z]{2}|\d[A-Z]|[A-Z]\d)\d{3,4}$/)[0]
  if (flight) fields.text('vehicle', flight.text, sheet.place(flight))
  const date = sheet.first(/(?<!填开|生效|截止|开票)日期/)
  const day = date && below(sheet, date, (text) => /^\d{4}\D\d{1,2}\D\d{1,2}日?$/.test(text))
  if (day) fields.date('travelOn', day.text, sheet.place(day))
  const [from] = sheet.find(/自[:：]/)
  const to = sheet.find(/至[:：]/).at(-1)
  const start = from && sheet.right(from, from.x1 + 70)
  const end = to && sheet.right(to, to.x1 + 70)
  // 合肥 HFE: the name without its IATA code, where there is a name.
  const city = ({ text }: Stretch) => /^[\u4e00-\u9fff]+/.exec(text)?.[0] ?? text
  if (start) fields.text('fromPlace', city(start), sheet.place(start))
  if (end) fields.text('toPlace', city(end), sheet.place(end))
}
