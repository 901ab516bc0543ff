import type { ReceivedLine } from '@piaoma/shared/received'
import { type FieldCollector, isNoTax, readLineMoney } from '../fields'
import { lineOf } from '../readers/draft'
import type { Sheet, Stretch } from './sheet'

type ColumnName =
  | 'name'
  | 'specification'
  | 'unit'
  | 'quantity'
  | 'unitPrice'
  | 'amount'
  | 'rate'
  | 'tax'
  | 'plate'
  | 'index'
  | 'other'

const HEADERS: readonly [RegExp, ColumnName][] = [
  [/项目名称|货物或应税劳务、?服务名称|货物[（(]劳务[)）]名称|货物或应税劳务名称/, 'name'],
  [/规格型号/, 'specification'],
  [/车牌号/, 'plate'],
  [/面积单位|单位/, 'unit'],
  [/数量/, 'quantity'],
  [/单价/, 'unitPrice'],
  [/金额/, 'amount'],
  [/税率\/?征收率|征收率|税率/, 'rate'],
  [/税额/, 'tax'],
  [/序号/, 'index'],
  [/类型|通行日期起|通行日期止|建筑服务发生地|建筑项目名称|产权证书\/?不动产权证号|不动产权证号/, 'other'],
]

interface TableColumn extends Stretch {
  name: ColumnName
}

const NUMBER = /^-?[¥￥]?-?[\d,]+(?:\.\d+)?$/
const RATE = /^(?:\d+(?:\.\d+)?%|0\.\d+|免税|不征税|\*+|差额|普通零税率|出口零税)$/

/** What a column can hold; texts fit nowhere else. */
const FITS: Readonly<Record<ColumnName, (text: string) => boolean>> = {
  name: () => true,
  specification: () => true,
  other: () => true,
  index: (text) => /^\d{1,4}$/.test(text),
  plate: () => true,
  unit: (text) => text.length <= 12,
  quantity: (text) => NUMBER.test(text),
  unitPrice: (text) => NUMBER.test(text),
  amount: (text) => NUMBER.test(text),
  rate: (text) => RATE.test(text),
  tax: (text) => NUMBER.test(text) || isNoTax(text),
}
/** Columns of text may take several cells: a name has blanks inside. */
const MANY: readonly ColumnName[] = ['name', 'specification', 'other', 'unit']

/** The item lines of the table between its head and 合计. Continued names are put together again. */
export function readLines(sheet: Sheet, fields: FieldCollector): ReceivedLine[] {
  const columns = tableColumns(sheet)
  const head = columns.find(({ name }) => name === 'name')
  if (!head || !columns.some(({ name }) => name === 'amount')) return []
  const end = sheet
    .find(/(?<!价税)合计|小计|出行人|价税合计|运输工具种类/)
    .filter(({ y }) => y > head.y + head.size)
    .sort((a, b) => a.y - b.y)[0]
  const bottom = end ? end.y - end.size * 0.6 : sheet.height
  const rows = sheet.lines({ x0: 0, x1: sheet.width, top: head.y + head.size * 0.6, bottom })
  const lines: LineCells[] = []
  let pending: Stretch[] = []
  for (const row of rows) {
    const cells = assign(sheet.cells(row.y, row.size * 0.6), columns)
    if (cells.amount?.length || (cells.rate?.length && cells.tax?.length)) {
      lines.push({ ...cells, name: [...pending, ...(cells.name ?? [])] })
      pending = []
    } else continueLine(lines, cells, pending)
  }
  const plate = lines[0]?.plate?.[0]
  if (plate) fields.text('plate', lines[0]?.plate?.map(({ text }) => text).join(''), sheet.place(plate))
  return lines.map(toLine)
}

type LineCells = Partial<Record<ColumnName, Stretch[]>>

/** A row without figures goes on with the line above; before the first line it belongs to the next one. */
function continueLine(lines: LineCells[], cells: LineCells, pending: Stretch[]): void {
  const last = lines.at(-1)
  if (!last) {
    pending.push(...(cells.name ?? []))
    return
  }
  for (const name of ['name', 'specification', 'unit'] as const) {
    if (cells[name]) last[name] = [...(last[name] ?? []), ...cells[name]]
  }
}

function toLine(cells: LineCells): ReceivedLine {
  // Names break anywhere, even inside a word, so that nothing is put between their rows.
  const text = (name: ColumnName) => (cells[name] ?? []).map((cell) => cell.text).join('')
  const tax = text('tax')
  const number = (name: ColumnName) => text(name).replace(/[,¥￥]/g, '')
  return lineOf({
    name: text('name'),
    specification: text('specification'),
    unit: text('unit'),
    quantity: number('quantity'),
    unitPrice: number('unitPrice'),
    amountFen: readLineMoney(text('amount')),
    taxRate: text('rate'),
    taxFen: cells.tax && isNoTax(tax) ? 0 : readLineMoney(tax),
    confidence: 0.95,
  })
}

/** The heads of the table's columns from left to right. */
function tableColumns(sheet: Sheet): TableColumn[] {
  const [namePattern] = HEADERS[0] ?? []
  const head = namePattern && sheet.first(namePattern)
  if (!head) return []
  const columns = HEADERS.flatMap(([pattern, name]) =>
    sheet
      .find(pattern)
      .filter(({ y }) => Math.abs(y - head.y) < head.size * 0.8)
      .map((stretch): TableColumn => ({ ...stretch, name })),
  )
  return columns.sort((a, b) => a.x0 - b.x0)
}

const distance = (cell: Stretch, column: TableColumn) =>
  Math.min(
    Math.abs(cell.x0 - column.x0),
    Math.abs(cell.x1 - column.x1),
    Math.abs((cell.x0 + cell.x1) / 2 - (column.x0 + column.x1) / 2),
  )

/**
 * Cells of a row to columns, in order, so that the sum of distances is least and each cell fits its column: heads are
 * centred, texts begin at the left and figures end at the right, so no single edge would do.
 */
function assign(cells: readonly Stretch[], columns: readonly TableColumn[]): LineCells {
  // best[c] = cheapest way to place the cells so far with the last one in column c.
  let best = columns.map(() => ({ cost: Number.POSITIVE_INFINITY, path: [] as number[] }))
  cells.forEach((cell, index) => {
    const previous = best
    best = columns.map((column, at) => {
      if (!FITS[column.name](cell.text)) return { cost: Number.POSITIVE_INFINITY, path: [] }
      let from =
        index === 0
          ? { cost: 0, path: [] as number[] }
          : { cost: Number.POSITIVE_INFINITY, path: [] as number[] }
      if (index > 0) {
        const last = MANY.includes(column.name) ? at : at - 1
        for (let c = 0; c <= last; c++) {
          const candidate = previous[c]
          if (candidate && candidate.cost < from.cost) from = candidate
        }
      }
      return { cost: from.cost + distance(cell, column), path: [...from.path, at] }
    })
  })
  const cheapest = best.reduce((a, b) => (b.cost < a.cost ? b : a), {
    cost: Number.POSITIVE_INFINITY,
    path: [] as number[],
  })
  const result: LineCells = {}
  cheapest.path.forEach((at, index) => {
    const name = columns[at]?.name
    const cell = cells[index]
    if (!name || !cell) return
    // Cells of one row in one column are one text with blanks in it.
    const before = result[name]?.[0]
    result[name] = [before ? { ...before, text: `${before.text} ${cell.text}`, x1: cell.x1 } : cell]
  })
  return result
}
