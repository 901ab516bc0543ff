import { type Fen, parseYuan } from '@piaoma/shared/money'
import type { ReceivedLine } from '@piaoma/shared/received'
import { findAmounts, hasSign } from '../layout/amounts'
import { confidenceOf, type DraftBuilder } from '../layout/draft'
import { findAll, isSameRow, printedText, type Span, spanText } from '../layout/find'
import type { Line, PageText } from '../layout/page-text'
import { totalRow } from './totals'

type Column =
  | 'name'
  | 'specification'
  | 'unit'
  | 'quantity'
  | 'unitPrice'
  | 'amount'
  | 'taxRate'
  | 'tax'
  // What forms of special business have instead: number plates, days, places.
  | 'other'

const HEADS: readonly (readonly [Column, RegExp])[] = [
  ['name', /(项目名称|货物或应税劳务、?服务名称|服务名称)/],
  ['specification', /(规格型号)/],
  ['unit', /^单位$|^位$/],
  ['quantity', /^数量$|^量$/],
  ['unitPrice', /^单价$|^价$/],
  ['amount', /^金额$/],
  ['taxRate', /(税率\/?征收率|税率|征收率)/],
  ['tax', /^税额$|^额$/],
  ['other', /^(车牌号|类型|通行日期[起止]|.*(发生地|建筑项目名称|产权证).*)$/],
]

/** A head of the table; there may be several of `other`. */
interface Head {
  column: Column
  line: Line
}
type Heads = readonly Head[]
const headOf = (heads: Heads, column: Column): Line | undefined =>
  heads.find((head) => head.column === column)?.line

/** A piece of a row, cut where the print leaves a gap. */
interface Cell {
  span: Span
  text: string
  /** Its text as printed: parentheses keep their width. */
  printed: string
  left: number
  right: number
  line: Line
}

/** 项目明细: rows between the head of the table and the 合计 row, each value by its column. */
export function putItems(builder: DraftBuilder, page: PageText): void {
  const heads = findHeads(page)
  const name = headOf(heads, 'name')
  const bottom = endOfItems(page)
  if (!name || bottom === undefined) return
  const cells = page.lines
    .filter((line) => line.y > name.y + 0.5 * name.height && line.y < bottom && !isVertical(line))
    .flatMap(cutCells)
  const rows = inRows(cells)
  for (const row of rows) addRow(builder.draft.lines, row, heads)
}

const isVertical = ({ corners: [a, b] }: Line) => Math.abs(b[1] - a[1]) > Math.abs(b[0] - a[0])

function findHeads(page: PageText): Heads {
  const name = findAll(page.lines, /(项目名称|服务名称|货物或应税)/)[0]?.line
  if (!name) return []
  const row = page.lines.filter((line) => isSameRow(line, name, 1))
  return HEADS.flatMap(([column, pattern]) => {
    const own = row.filter(({ text }) => pattern.test(text)).map((line): Head => ({ column, line }))
    return column === 'other' ? own : own.slice(0, 1)
  })
}

/** Above the row of 合计, its label or its amounts with ¥, else above 价税合计. */
function endOfItems(page: PageText): number | undefined {
  const total = totalRow(page)
  const label = findAll(page.lines, /^(合计|计)$/)[0]?.line
  const signed = findAmounts(page.lines).filter(
    (amount) => hasSign(amount) && (!total || amount.span.line.y < total.y - 0.4 * total.height),
  )
  const rows = [...(label ? [label] : []), ...signed.map(({ span }) => span.line)]
  if (rows.length > 0) return Math.max(...rows.map((line) => line.y)) - 0.6 * page.lineHeight
  return total && total.y - 1.6 * total.height
}

/** Cuts a line at wide gaps: the detector often joins cells that stand close. */
function cutCells(line: Line): Cell[] {
  const cells: Cell[] = []
  let from = 0
  const width = line.right - line.left
  const gap = Math.max((0.9 * line.height) / Math.max(1, width), 0.02)
  line.characters.forEach((character, index) => {
    const next = line.characters[index + 1]
    const isRateNext = /\d/.test(character.text) && /^(免税|不征税)$/.test(line.text.slice(index + 1))
    if (next && next.at - character.at < gap && !isRateNext) return
    const span = { line, from, to: index + 1 }
    const at = (place: number) => line.left + place * width
    cells.push({
      span,
      text: spanText(span),
      printed: printedText(span),
      left: at(line.characters[from]?.at ?? 0),
      right: at(character.at),
      line,
    })
    from = index + 1
  })
  return cells
}

function inRows(cells: readonly Cell[]): Cell[][] {
  const rows: Cell[][] = []
  for (const cell of [...cells].sort((a, b) => a.line.y - b.line.y)) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row && first && isSameRow(first.line, cell.line)) row.push(cell)
    else rows.push([cell])
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left))
}

const MONEY = /^-?[¥Y]?-?[\d,]+\.\d{1,2}$/
const NUMBER = /^-?\d+(\.\d+)?$/
const RATE = /^(\d{1,2}(\.\d)?%|免税|不征税|出口零税率|差额)$/
const STARS = /^\*+$/

type Cells = Partial<Record<Column, Cell>>

/** A row with an amount begins an item; one without runs on the name (or specification) of the item above. */
function addRow(items: ReceivedLine[], row: readonly Cell[], heads: Heads): void {
  const cells = assign(row, heads)
  const { name } = cells
  const amount = moneyOf(cells.amount)
  const previous = items.at(-1)
  if (amount === undefined) {
    if (previous && name) previous.name += name.printed
    return
  }
  if (!name || /^合?计$/.test(name.text)) return
  const tax = moneyOf(cells.tax)
  const { quantity, unitPrice } = countAndPrice(amount, cells.quantity?.text, cells.unitPrice?.text)
  items.push({
    name: starred(name.printed),
    ...optional('specification', cells.specification?.text),
    ...optional('unit', cells.unit?.text),
    ...optional('quantity', quantity),
    ...optional('unitPrice', unitPrice),
    amountFen: amount,
    ...optional('taxRate', cells.taxRate?.text),
    ...(tax === undefined ? {} : { taxFen: tax }),
    confidence: Math.min(...Object.values(cells).map(({ span }) => confidenceOf(span))),
  })
}

/** `*简称*名称`: the star at the edge of the box is lost now and then. */
const starred = (name: string) => (/^[^*]+\*[^*]+$/.test(name) ? `*${name}` : name)

interface CountAndPrice {
  quantity?: string | undefined
  unitPrice?: string | undefined
}

/**
 * The detector overlooks a lone digit, or takes it into the box of its neighbour. Quantity × price = amount gives a whole
 * quantity back, or parts two numbers that stand in one box; without that proof what was read stays as it is.
 */
function countAndPrice(amount: Fen, quantity?: string, unitPrice?: string): CountAndPrice {
  if (quantity !== undefined && unitPrice !== undefined) return { quantity, unitPrice }
  const alone = quantity ?? unitPrice ?? ''
  const whole = Math.round(amount / (Number(alone) * 100))
  if (whole >= 1 && makesAmount(amount, String(whole), alone))
    return { quantity: String(whole), unitPrice: alone }
  for (let cut = 1; cut < alone.length; cut++) {
    const [left, right] = [alone.slice(0, cut), alone.slice(cut)]
    if (!NUMBER.test(left) || !NUMBER.test(right)) continue
    if (makesAmount(amount, left, right)) return { quantity: left, unitPrice: right }
  }
  return { quantity, unitPrice }
}

/** To the fen: half of one may be lost in rounding. */
const makesAmount = (amount: Fen, quantity: string, unitPrice: string) =>
  Math.abs(Number(quantity) * Number(unitPrice) * 100 - amount) < 0.6

const optional = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: string }

function moneyOf(cell: Cell | undefined): Fen | undefined {
  if (!cell) return undefined
  if (STARS.test(cell.text)) return 0
  return MONEY.test(cell.text) ? parseYuan(cell.text.replace('Y', '¥')) : undefined
}

/**
 * Cells of a row to their columns. The rate stands between amount and tax and looks like nothing else, so it leads;
 * what is left of the amount goes by the heads.
 */
function assign(row: readonly Cell[], heads: Heads): Cells {
  const [head, taxHead] = [headOf(heads, 'amount'), headOf(heads, 'tax')]
  const rate =
    row.find((cell) => RATE.test(cell.text)) ??
    row.find((cell) => isUnder(cell, headOf(heads, 'taxRate')) && STARS.test(cell.text))
  const isMoney = ({ text }: Cell) => MONEY.test(text) || STARS.test(text)
  const border = rate?.left ?? (head && taxHead ? (head.right + taxHead.left) / 2 : Infinity)
  const amount = row.findLast(
    (cell) =>
      cell !== rate &&
      cell.right <= border &&
      MONEY.test(cell.text) &&
      !isUnder(cell, headOf(heads, 'unitPrice')),
  )
  const tax = row.find((cell) => cell !== rate && cell.left >= border && isMoney(cell))
  const cells: Cells = {
    ...(rate ? { taxRate: rate } : {}),
    ...(amount ? { amount } : {}),
    ...(tax ? { tax } : {}),
  }
  for (const cell of row) {
    if (cell === rate || cell === amount || cell === tax || (amount && cell.left > amount.left)) continue
    const column = columnOf(cell, heads)
    if (cells[column] === undefined) cells[column] = cell
    else if (column === 'name' && cells.name)
      cells.name = {
        ...cells.name,
        text: cells.name.text + cell.text,
        printed: cells.name.printed + cell.printed,
      }
  }
  return cells
}

const isUnder = (cell: Cell, head: Line | undefined) =>
  head !== undefined && Math.abs((cell.left + cell.right) / 2 - head.x) < (head.right - head.left) / 2

/** The column of a cell left of the amount: names begin at the left, everything else stands under its head. */
function columnOf(cell: Cell, heads: Heads): Column {
  const name = headOf(heads, 'name')
  const others = heads.filter(({ line }) => name && line.left > name.right)
  const next = Math.min(...others.map(({ line }) => line.left))
  if (!name || cell.left < name.right + NAME_REACH * Math.max(0, next - name.right)) return 'name'
  const fits = others.filter(({ column }) => !NOT_LEFT.includes(column) && holds(column, cell.text))
  return nearest(cell, fits) ?? 'name'
}

/** How far behind its head, towards the next, a cell still begins in the column of names. */
const NAME_REACH = 0.25
/** What `assign` has placed before. */
const NOT_LEFT: readonly Column[] = ['amount', 'taxRate', 'tax']

/** What a column can hold. */
function holds(column: Column, text: string): boolean {
  if (column === 'quantity' || column === 'unitPrice') return NUMBER.test(text)
  return column === 'unit' ? text.length <= 4 && !NUMBER.test(text) : true
}

function nearest(cell: Cell, heads: Heads): Column | undefined {
  const away = ({ line }: Head) =>
    Math.min(Math.abs((cell.left + cell.right) / 2 - line.x), Math.abs(cell.right - line.right))
  return [...heads].sort((a, b) => away(a) - away(b))[0]?.column
}
