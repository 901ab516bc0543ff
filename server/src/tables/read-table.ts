import { parse as parseCsv } from 'csv-parse/sync'
import { AppError } from '../http'

/** Most rows of a table that somebody uploads. */
const MAX_ROWS = 5000

/** A table by its columns: every cell a trimmed text, `row` as the table program counts, header included. */
export interface ReadTable<Column extends string> {
  rows: { row: number; cell: (column: Column) => string }[]
}

/**
 * Reads an .xlsx or .csv (UTF-8, GB18030) whose first row names the columns in one of the given languages. Refuses
 * `import.unreadable` (no table, empty, more than 5000 rows) and `request.invalid` naming every missing column.
 */
export async function readTable<Column extends string>(
  bytes: Uint8Array,
  columns: Readonly<Record<Column, readonly string[]>>,
  required: readonly Column[],
): Promise<ReadTable<Column>> {
  const [header, ...cells] = await readCells(bytes)
  if (!header || cells.length === 0 || cells.length > MAX_ROWS) throw new AppError('import.unreadable')
  const at = columnIndexes(header, columns)
  const missing = required.filter((column) => at[column] === undefined)
  if (missing.length > 0) {
    const fields = missing.map((column) => ({
      path: `header.${columns[column][0]}`,
      code: 'field.required',
    }))
    throw new AppError('request.invalid', { fields })
  }
  const rows = cells.flatMap((texts, index) =>
    texts.every((text) => text === '')
      ? []
      : [{ row: index + 2, cell: (column: Column) => texts[at[column] ?? -1] ?? '' }],
  )
  if (rows.length === 0) throw new AppError('import.unreadable')
  return { rows }
}

/** The table to fill in: the Chinese names of the columns and one row to show how. */
export function tableTemplate(
  columns: Readonly<Record<string, readonly string[]>>,
  example: readonly string[],
): string {
  const header = Object.values(columns).map(([zh]) => zh ?? '')
  return `\ufeff${header.join(',')}\r\n${example.join(',')}\r\n`
}

async function readCells(bytes: Uint8Array): Promise<string[][]> {
  try {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
    const rows = isZip ? await readXlsx(bytes) : readCsv(bytes)
    return rows.map((row) => row.map((cell) => cell.trim()))
  } catch (error) {
    throw new AppError('import.unreadable', { logText: String(error) })
  }
}

async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  const { readSheet } = await import('read-excel-file/node')
  // Numbers stay the text that stands in the file: no amount and no 19-digit code passes through a float.
  const rows = await readSheet(Buffer.from(bytes), { parseNumber: (text: string) => text })
  return rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '' : String(cell))))
}

function readCsv(bytes: Uint8Array): string[][] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Chinese table programs still save CSV as GB18030.
    text = new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
  return parseCsv(text, { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][]
}

function columnIndexes<Column extends string>(
  header: string[],
  columns: Readonly<Record<Column, readonly string[]>>,
): Partial<Record<Column, number>> {
  const indexes: Partial<Record<Column, number>> = {}
  header.forEach((title, index) => {
    const name = title.toLowerCase()
    const column = (Object.keys(columns) as Column[]).find((each) => columns[each].includes(name))
    if (column) indexes[column] ??= index
  })
  return indexes
}
