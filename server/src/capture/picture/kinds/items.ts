import { type Fen, parseYuan } from '@piaoma/shared/money'
import type { ReceivedLine } from '@piaoma/shared/received'
import { findAmounts, hasSign } from '../layout/amounts'
import { confidenceOf, type DraftBuilder } from '../layout/draft'
import { findAll, isSameRow, printedText, type Span, spanText } from '../layout/find'
import type { Line, PageText } from '../layout/page-text'
import { totalRow } from './totals'

type Column = 'name' | 'specification' | 'unit' | 'quantity' | 'unitPrice' | 'amount' | 'taxRate' | 'tax'

const HEADS: readonly (readonly [Column, RegExp])[] = [
  ['name', /(项目名称|货物或应税劳务、?服务名称|服务名称)/],
  ['specification', /(规格型号)/],
  ['unit', /^单位$|^位$/],
  ['quantity', /^数量$|^量$/],
  ['unitPrice', /^单价$|^价$/],
  ['amount', /^金额$/],
  ['taxRate', /(税率\/?征收率|税率|征收率)/],
  ['tax', /^税额$|^额$/],
]

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
  const name = heads.get('name')
  const bottom = endOfItems(page)
  if (!name || bottom === undefined) return
  const cells = page.lines
    .filter((line) => line.y > name.y + 0.5 * name.height && line.y < bottom && !isVertical(line))
    .flatMap(cutCells)
  const rows = inRows(cells)
  for (const row of rows) addRow(builder.draft.lines, row, heads)
}

const isVertical = ({ corners: [a, b] }: Line) => Math.abs(b[1] - a[1]) > Math.abs(b[0] - a[0])

function findHeads(page: PageText): Map<Column, Line> {
  const heads = new Map<Column, Line>()
  const name = findAll(page.lines, /(项目名称|服务名称|货物或应税)/)[0]?.line
  if (!name) return heads
  const row = page.lines.filter((line) => isSameRow(line, name, 1))
  for (const [column, pattern] of HEADS) {
    const head = row.find(({ text }) => pattern.test(text))
    if (head) heads.set(column, head)
  }
  return heads
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
function addRow(items: ReceivedLine[], row: readonly Cell[], heads: ReadonlyMap<Column, Line>): void {
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
  items.push({
    name: starred(name.printed),
    ...optional('specification', cells.specification?.text),
    ...optional('unit', cells.unit?.text),
    ...optional('quantity', cells.quantity?.text ?? quantityFrom(amount, cells.unitPrice?.text)),
    ...optional('unitPrice', cells.unitPrice?.text),
    amountFen: amount,
    ...optional('taxRate', cells.taxRate?.text),
    ...(tax === undefined ? {} : { taxFen: tax }),
    confidence: Math.min(...Object.values(cells).map(({ span }) => confidenceOf(span))),
  })
}

/** `*简称*名称`: the star at the edge of the box is lost now and then. */
const starred = (name: string) => (/^[^*]+\*[^*]+$/.test(name) ? `*${name}` : name)

/** The detector overlooks a lone digit; price × quantity = amount gives a whole quantity back. */
function quantityFrom(amount: Fen, unitPrice: string | undefined): string | undefined {
  const ratio = amount / (Number(unitPrice ?? Number.NaN) * 100)
  const whole = Math.round(ratio)
  return whole >= 1 && Math.abs(ratio - whole) < 1e-4 ? String(whole) : undefined
}

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
function assign(row: readonly Cell[], heads: ReadonlyMap<Column, Line>): Cells {
  const rate =
    row.find((cell) => RATE.test(cell.text)) ??
    row.find((cell) => isUnder(cell, heads.get('taxRate')) && STARS.test(cell.text))
  const isMoney = ({ text }: Cell) => MONEY.test(text) || STARS.test(text)
  const head = heads.get('amount')
  const border =
    rate?.left ?? (head && heads.get('tax') ? (head.right + (heads.get('tax')?.left ?? 0)) / 2 : Infinity)
  const amount = row.findLast(
    (cell) =>
      cell !== rate &&
      cell.right <= border &&
      MONEY.test(cell.text) &&
      !isUnder(cell, heads.get('unitPrice')),
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

/** The column of a cell left of the amount: names begin at the left, numbers end under the end of their head. */
function columnOf(cell: Cell, heads: ReadonlyMap<Column, Line>): Column {
  const specification = heads.get('specification')
  const unit = heads.get('unit')
  if (NUMBER.test(cell.text) && unit && (cell.left + cell.right) / 2 > unit.x) {
    return nearest(cell, heads, ['quantity', 'unitPrice'])
  }
  if (cell.left < (specification?.left ?? unit?.left ?? Infinity) - cell.line.height) return 'name'
  return nearest(cell, heads, cell.text.length <= 4 ? ['specification', 'unit'] : ['specification'])
}

function nearest(cell: Cell, heads: ReadonlyMap<Column, Line>, columns: readonly Column[]): Column {
  const away = (column: Column) => {
    const head = heads.get(column)
    return head
      ? Math.min(Math.abs((cell.left + cell.right) / 2 - head.x), Math.abs(cell.right - head.right))
      : Infinity
  }
  return columns.reduce((best, next) => (away(next) < away(best) ? next : best))
}
