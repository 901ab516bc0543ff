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
  const names = sheet
    .find(/名称[:：]/)
    .filter((label) => !isPartOfWord(sheet, label))
    .slice(0, 2)
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
    // Without the side labels: up to the neighbour, or to the middle, where 密码区 and 备注 begin on stacked forms.
    const open = isBeside ? sheet.width : sheet.width * 0.57
    const limit = sheet.columnRightOf(name)?.x0 ?? (neighbour ? neighbour.x0 - neighbour.size * 1.7 : open)
    readParty(
      sheet,
      { name, ...(id ? { id } : {}) },
      limit,
      fields,
      saidSide(sheet, name) ?? (index === 0 ? 'buyer' : 'seller'),
    )
  })
}

/** Whose name it is, where the label says so: 销售方名称 stands above 购买方名称 on a roll. */
function saidSide(sheet: Sheet, { x1, y }: Stretch): 'buyer' | 'seller' | undefined {
  const isHere = (found: Stretch) => found.y === y && found.x1 === x1
  if (sheet.find(/(?:购买方|购货方|付款方)名称[:：]/).some(isHere)) return 'buyer'
  return sheet.find(/(?:销售方|销货方|收款方)名称[:：]/).some(isHere) ? 'seller' : undefined
}

/** 项目名称, 货物名称, 开票单位名称: a name of something else, told by the character that touches the label. */
const isPartOfWord = (sheet: Sheet, { x0, y, size }: Stretch) =>
  sheet.glyphs.some(
    (glyph) =>
      /[目务物位票员器]/.test(glyph.char) &&
      Math.abs(glyph.y - y) < size * 0.5 &&
      Math.abs(x0 - glyph.x1) < size * 0.6,
  )

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
