/** An issue of an imported table, by row as the merchant counts them in the sheet. */
export interface RowIssue {
  /** Row number in the table; absent for an issue of the table itself. */
  row?: number
  field: string
  code: string
  message?: string
}

/** Reads the service's field issues (`rows.3.amountFen`) as rows, in the order of the table. */
export function rowIssues(fields: readonly { path: string; code: string; message?: string }[]): RowIssue[] {
  return fields
    .map(({ path, code, message }) => {
      const match = /^rows\.(\d+)(?:\.(.+))?$/.exec(path)
      return match
        ? { row: Number(match[1]), field: match[2] ?? '', code, message }
        : { field: path, code, message }
    })
    .sort((a, b) => (a.row ?? -1) - (b.row ?? -1))
}
