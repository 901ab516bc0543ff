import { checkTaxpayerId, normaliseTaxpayerId } from '@piaoma/shared/taxpayer'
import type { FieldCollector } from '../fields'
import type { Sheet, Stretch } from './sheet'

interface Party {
  name: Stretch
  id?: Stretch
}

/**
 * 购买方 and 销售方: side by side on 数电票 (left, right), one above the other on 税控 forms. Their labels are the same
 * words, so only places tell them apart.
 */
export function readParties(sheet: Sheet, fields: FieldCollector): void {
  const names = sheet.find(/(?<!项目|务|物|单位|方|票|员)名称[:：]/).slice(0, 2)
  const ids = sheet.find(/统一社会信用代码\/?纳税人识别号[:：]|纳税人识别号[:：]|统一社会信用代码[:：]/)
  const [first, second] = names
  if (!first) return
  const isBeside = second !== undefined && Math.abs(first.y - second.y) < first.size
  const ordered = isBeside ? [...names].sort((a, b) => a.x0 - b.x0) : [...names].sort((a, b) => a.y - b.y)
  ordered.forEach((name, index) => {
    const id = ids
      .filter((each) => each.y > name.y && each.y - name.y < name.size * 6)
      .sort((a, b) => Math.abs(a.x0 - name.x0) - Math.abs(b.x0 - name.x0) || a.y - b.y)[0]
    const neighbour = isBeside && index === 0 ? ordered[1] : undefined
    const limit = sheet.columnRightOf(name)?.x0 ?? (neighbour ? neighbour.x0 - 1 : sheet.width)
    readParty(sheet, { name, ...(id ? { id } : {}) }, limit, fields, index === 0 ? 'buyer' : 'seller')
  })
}

function readParty(
  sheet: Sheet,
  { name, id }: Party,
  limit: number,
  fields: FieldCollector,
  side: 'buyer' | 'seller',
): void {
  const half = id ? (name.y + id.y) / 2 : name.y + name.size
  const lines = sheet.lines(
    { x0: name.x1 - name.size * 0.8, x1: limit, top: name.y - name.size * 1.25, bottom: half },
    name,
  )
  const [line] = lines
  if (line) fields.text(`${side}Name`, joinLines(lines), sheet.place(line))
  const value = id && readId(sheet, id, half, limit)
  if (value) fields.text(`${side}TaxpayerId`, value.text, sheet.place(value))
}

/** Lines of a wrapped name: printed Chinese has no blank where it breaks, Latin words have. */
export function joinLines(lines: readonly Stretch[]): string {
  return lines.reduce((text, line) => {
    const isLatin = /[\x21-\x7e]$/.test(text) && /^[\x21-\x7e]/.test(line.text)
    return text + (isLatin ? ' ' : '') + line.text
  }, '')
}

/** The tax number right of its label, or on a line of its own below it. */
function readId(sheet: Sheet, label: Stretch, top: number, limit: number): Stretch | undefined {
  const beside = sheet.right(label, limit)
  const found = beside && asId(beside)
  if (found) return found
  const box = { x0: label.x0 - label.size * 2, x1: limit, top, bottom: label.y + label.size * 2.4 }
  for (const line of sheet.lines(box, label)) {
    const id = asId(line)
    if (id) return id
  }
  return undefined
}

function asId(value: Stretch): Stretch | undefined {
  const text = normaliseTaxpayerId(value.text)
  const whole = /^[0-9A-Z]{15,20}/.exec(text)?.[0]
  if (!whole) return undefined
  const right = checkTaxpayerId(whole).ok
    ? whole
    : [18, 20, 17, 15]
        .map((n) => whole.slice(0, n))
        .find((part) => part.length < whole.length && checkTaxpayerId(part).ok)
  return { ...value, text: right ?? whole }
}
