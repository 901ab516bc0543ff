import type { InvoiceLine, InvoiceModel } from '@piaoma/shared/invoice'
import { FRAME, FRAME_COLOR, TEXT_SIZE } from './invoice-form'
import { type LineCells, lineCells, taxTotalText, yuanSign } from './invoice-words'
import { type InvoiceField, type Mark, type TextMark, textMark } from './marks'
import { paginate } from './paginate'
import { shrinkToFit, wrapText } from './text-fit'

/** Distance of two baselines in the table. */
const PITCH = 4.2
const FIRST_BASELINE = 60

/** Text lines that fit: the last page stops above 合计, earlier ones run down to the foot of the form. */
const CAPACITY = { single: 8, inner: 14, last: 7 }

type Column = 'name' | 'specification' | 'unit' | 'quantity' | 'unitPrice' | 'amount' | 'rate' | 'tax'

interface ColumnShape {
  title: string
  /** Left edge, middle or right edge, by `align`. */
  x: number
  width: number
  align: 'left' | 'center' | 'right'
  /** Where the heading stands, by the same `align` unless it is wide. */
  titleX: number
  titleAlign: 'center' | 'right'
  wraps: boolean
  field: InvoiceField
}

const COLUMNS: Readonly<Record<Column, ColumnShape>> = {
  name: {
    title: '项目名称',
    x: 5.3,
    width: 35,
    align: 'left',
    titleX: 22.4,
    titleAlign: 'center',
    wraps: true,
    field: 'Item',
  },
  specification: {
    title: '规格型号',
    x: 41.8,
    width: 23.5,
    align: 'left',
    titleX: 48.5,
    titleAlign: 'center',
    wraps: true,
    field: 'Specification',
  },
  unit: {
    title: '单  位',
    x: 71.8,
    width: 11,
    align: 'center',
    titleX: 71.8,
    titleAlign: 'center',
    wraps: true,
    field: 'MeasurementDimension',
  },
  quantity: {
    title: '数  量',
    x: 102.5,
    width: 24,
    align: 'right',
    titleX: 102.5,
    titleAlign: 'right',
    wraps: false,
    field: 'Quantity',
  },
  unitPrice: {
    title: '单  价',
    x: 127.8,
    width: 24,
    align: 'right',
    titleX: 127.8,
    titleAlign: 'right',
    wraps: false,
    field: 'Price',
  },
  amount: {
    title: '金  额',
    x: 153.2,
    width: 24,
    align: 'right',
    titleX: 153.2,
    titleAlign: 'right',
    wraps: false,
    field: 'Amount',
  },
  rate: {
    title: '税率/征收率',
    x: 166.6,
    width: 18,
    align: 'center',
    titleX: 166.6,
    titleAlign: 'center',
    wraps: false,
    field: 'TaxScheme',
  },
  tax: {
    title: '税  额',
    x: 204.6,
    width: 28,
    align: 'right',
    titleX: 204.6,
    titleAlign: 'right',
    wraps: false,
    field: 'TaxAmount',
  },
}
const ORDER: readonly Column[] = [
  'name',
  'specification',
  'unit',
  'quantity',
  'unitPrice',
  'amount',
  'rate',
  'tax',
]

/** One printed line, or a stretch of one whose name is longer than a page. */
export interface InvoiceRow {
  line: InvoiceLine
  cells: Partial<Record<Column, string[]>>
  height: number
  /** Whether the amounts stand here: on the first stretch of a line only. */
  isHead: boolean
}

function wrapCells(cells: LineCells): Record<Column, string[]> {
  const lines = (column: Column) => {
    const { wraps, width } = COLUMNS[column]
    const text = cells[column]
    if (text === '') return []
    return wraps ? wrapText(text, width, TEXT_SIZE) : [text]
  }
  return Object.fromEntries(ORDER.map((column) => [column, lines(column)])) as Record<Column, string[]>
}

/** The row of a line, cut into stretches when its wrapped cells are taller than a page. */
function toRows(line: InvoiceLine): InvoiceRow[] {
  const cells = wrapCells(lineCells(line))
  const height = Math.max(1, ...ORDER.map((column) => cells[column].length))
  const rows: InvoiceRow[] = []
  for (let start = 0; start < height; start += CAPACITY.last) {
    const part = ORDER.map((column) => [column, cells[column].slice(start, start + CAPACITY.last)] as const)
    rows.push({
      line,
      cells: Object.fromEntries(part),
      height: Math.min(CAPACITY.last, height - start),
      isHead: start === 0,
    })
  }
  return rows
}

/** Rows by page; a discount stays with the line it belongs to. An invoice without lines still has a page. */
export function paginateLines(lines: readonly InvoiceLine[]): InvoiceRow[][] {
  const blocks: { rows: { row: InvoiceRow; height: number }[] }[] = []
  for (const line of lines) {
    const rows = toRows(line).map((row) => ({ row, height: row.height }))
    const last = blocks.at(-1)
    if (line.nature === 'discount' && last) last.rows.push(...rows)
    else blocks.push({ rows })
  }
  return paginate(blocks, CAPACITY)
}

function headingMarks(): TextMark[] {
  return ORDER.map((column) => {
    const { title, titleX, titleAlign } = COLUMNS[column]
    return textMark(title, titleX, 55.9, { size: TEXT_SIZE, align: titleAlign, color: FRAME_COLOR })
  })
}

function rowMarks(row: InvoiceRow, top: number): TextMark[] {
  return ORDER.flatMap((column) => {
    const { x, width, align, wraps, field } = COLUMNS[column]
    return (row.cells[column] ?? []).map((text, index) =>
      textMark(text, x, top + index * PITCH, {
        size: wraps ? TEXT_SIZE : shrinkToFit(text, width, TEXT_SIZE),
        align,
        field,
      }),
    )
  })
}

function sumMarks(
  label: string,
  baseline: number,
  amount: string,
  tax: string,
  isTotal: boolean,
): TextMark[] {
  const value = (text: string, column: Column, field: InvoiceField) =>
    textMark(text, COLUMNS[column].x, baseline, {
      size: shrinkToFit(text, COLUMNS[column].width, TEXT_SIZE),
      align: 'right',
      ...(isTotal ? { field } : {}),
    })
  const letters = [...label].map((letter, index) =>
    textMark(letter, 20.5 + index * 15.9, baseline, { size: TEXT_SIZE, color: FRAME_COLOR }),
  )
  return [...letters, value(amount, 'amount', 'TaxExclusiveTotalAmount'), value(tax, 'tax', 'TaxTotalAmount')]
}

function subtotal(rows: readonly InvoiceRow[]): { lines: InvoiceLine[]; amountFen: number; taxFen: number } {
  const lines = rows.filter(({ isHead }) => isHead).map(({ line }) => line)
  return {
    lines,
    amountFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
    taxFen: lines.reduce((sum, line) => sum + line.taxFen, 0),
  }
}

/** The table of one page with its sums: 小计 on each of several pages, 合计 on the last. */
export function tableMarks(
  model: InvoiceModel,
  rows: readonly InvoiceRow[],
  page: { index: number; count: number },
): Mark[] {
  const marks: TextMark[] = headingMarks()
  let baseline = FIRST_BASELINE
  for (const row of rows) {
    marks.push(...rowMarks(row, baseline))
    baseline += row.height * PITCH
  }
  const isLast = page.index === page.count - 1
  const totalBaseline = FRAME.tableBottom - 1.2
  if (page.count > 1) {
    const { lines, amountFen, taxFen } = subtotal(rows)
    const at = isLast ? totalBaseline - PITCH : FRAME.bottom - 1.4
    marks.push(...sumMarks('小计', at, yuanSign(amountFen), taxTotalText(lines, taxFen), false))
  }
  if (isLast) {
    const tax = taxTotalText(model.lines, model.taxFen)
    marks.push(...sumMarks('合计', totalBaseline, yuanSign(model.amountFen), tax, true))
  }
  return marks
}
