import { type FindOperator, Raw } from 'typeorm'

let count = 0

/**
 * A column that holds a text anywhere, capitals or not; `%`, `_` and `\` stand for themselves. TypeORM's `Like` would
 * not do: SQLite knows no escape character unless it is named.
 */
export function contains(text: string): FindOperator<string> {
  count = (count + 1) % 1_000_000
  const name = `contained${count}`
  return Raw((column) => `LOWER(${column}) LIKE LOWER(:${name}) ESCAPE '!'`, {
    [name]: `%${text.replace(/[!%_]/g, '!$&')}%`,
  })
}
