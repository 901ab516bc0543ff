import { type Fen, parseYuan } from '@piaoma/shared/money'
import type { ReceivedLine } from '@piaoma/shared/received'
import { confidenceOf, type DraftBuilder } from '../layout/draft'
import { findAll, isSameRow, type Span, spanText } from '../layout/find'
import type { Line, PageText } from '../layout/page-text'

type Column = 'name' | 'specification' | 'unit' | 'quantity' | 'unitPrice' | 'amount' | 'taxRate' | 'tax'

const HEADS: readonly (readonly [Column, RegExp])[] = [
  ['name', /(项目名称|货物或应税劳务、?服务名称|服务名称)/],
  ['specification', /(规格型号)/],
  ['unit', /^(单位|位)$/],
  ['quantity', /^(数量|量)$/],
  ['unitPrice', /^(单价|价)$/],
  ['amount', /^(金额)$/],
  ['taxRate', /(税率\/?征收率|税率|征收率)/],
  ['tax', /^(税额)$/],
]

/** A piece of a row, cut where the print leaves a gap. */
interface Cell {
  span: Span
  text: string
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

/** Above the row of 合计, else above 价税合计. */
function endOfItems(page: PageText): number | undefined {
  const sum = findAll(page.lines, /^(合计?|合.?计)$/)[0]?.line
  if (sum) return sum.y - 0.5 * sum.height
  const total = findAll(page.lines, /(价税合计|大写)/)[0]?.line
  return total && total.y - 1.6 * total.height
}

/** Cuts a line at wide gaps: the detector often joins cells that stand close. */
function cutCells(line: Line): Cell[] {
  const cells: Cell[] = []
  let from = 0
  const width = line.right - line.left
  const gap = (0.9 * line.height) / Math.max(1, width)
  line.characters.forEach((character, index) => {
    const next = line.characters[index + 1]
    if (next && next.at - character.at < Math.max(gap, 0.02)) return
    const span = { line, from, to: index + 1 }
    const at = (place: number) => line.left + place * width
    const first = line.characters[from]
    cells.push({ span, text: spanText(span), left: at(first?.at ?? 0), right: at(character.at), line })
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
const RATE = /^(\d{1,2}(\.\d)?%|免税|不征税|出口零税率|\*{1,3}|差额)$/

/** A row with an amount begins an item; one without runs on the name (or specification) of the item above. */
function addRow(items: ReceivedLine[], row: readonly Cell[], heads: ReadonlyMap<Column, Line>): void {
  const byColumn = new Map<Column, Cell>()
  for (const cell of row) {
    const column = columnOf(cell, heads)
    if (!byColumn.has(column)) byColumn.set(column, cell)
  }
  const amount = moneyOf(byColumn.get('amount'))
  const name = byColumn.get('name')
  const previous = items.at(-1)
  if (amount === undefined) {
    if (previous && name && name.left - (heads.get('name')?.left ?? 0) < 20 * name.line.height)
      previous.name += name.text
    return
  }
  if (!name) return
  const text = (column: Column) => byColumn.get(column)?.text
  const tax = moneyOf(byColumn.get('tax'))
  items.push({
    name: name.text,
    ...optional('specification', text('specification')),
    ...optional('unit', text('unit')),
    ...optional('quantity', decimal(text('quantity'))),
    ...optional('unitPrice', decimal(text('unitPrice'))),
    amountFen: amount,
    ...optional('taxRate', text('taxRate')),
    ...(tax === undefined ? {} : { taxFen: tax }),
    confidence: Math.min(...[...byColumn.values()].map(({ span }) => confidenceOf(span))),
  })
}

const optional = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: string }

const decimal = (text: string | undefined) => (text && /^-?\d+(\.\d+)?$/.test(text) ? text : undefined)

function moneyOf(cell: Cell | undefined): Fen | undefined {
  if (!cell) return undefined
  if (/^\*+$/.test(cell.text)) return 0
  return MONEY.test(cell.text) ? parseYuan(cell.text.replace('Y', '¥')) : undefined
}

/** The column whose head is nearest: names begin at the left, numbers end under the end of their head. */
function columnOf(cell: Cell, heads: ReadonlyMap<Column, Line>): Column {
  if (RATE.test(cell.text) && !/^\*/.test(cell.text)) return 'taxRate'
  const specification = heads.get('specification')
  const unit = heads.get('unit')
  if (/\p{Script=Han}/u.test(cell.text) && cell.left < (specification?.left ?? Infinity) - cell.line.height)
    return 'name'
  let best: Column = 'name'
  let least = Infinity
  for (const [column, head] of heads) {
    if (column === 'specification' && unit && cell.left > unit.left) continue
    const isMoney = column === 'amount' || column === 'tax'
    if (isMoney && !MONEY.test(cell.text) && !/^\*+$/.test(cell.text)) continue
    const away = distanceTo(cell, head)
    if (away < least) {
      least = away
      best = column
    }
  }
  return best
}

const distanceTo = (cell: Cell, head: Line) =>
  Math.min(
    Math.abs((cell.left + cell.right) / 2 - head.x),
    Math.abs(cell.right - head.right),
    Math.abs(cell.left - head.left),
  )
