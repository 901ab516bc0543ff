import type { EntitySchemaColumnOptions, ValueTransformer } from 'typeorm'

/** bigint columns come back as strings from MySQL; a number that lost precision is refused, never rounded. */
export const safeInteger: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? null : toSafeInteger(value)),
}

/** Reads an integer of either driver (number or decimal string); throws when it is not a safe integer. */
export function toSafeInteger(value: unknown): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new Error('database returned an integer outside the safe range')
  return number
}

type Options = Partial<EntitySchemaColumnOptions>

/** 26-character ULID made by the application. */
export const id = (): EntitySchemaColumnOptions => ({ type: 'varchar', length: 26, primary: true })
export const ref = (options: Options = {}): EntitySchemaColumnOptions => ({
  type: 'varchar',
  length: 26,
  ...options,
})
/** Exactly compared text: the tables use a binary collation and every code is checked for form before it is stored. */
export const text = (length: number, options: Options = {}): EntitySchemaColumnOptions => ({
  type: 'varchar',
  length,
  ...options,
})
/** Integer fen. */
export const fen = (options: Options = {}): EntitySchemaColumnOptions => ({
  type: 'bigint',
  transformer: safeInteger,
  ...options,
})
/** Epoch milliseconds UTC, written by the application. */
export const time = (options: Options = {}): EntitySchemaColumnOptions => fen(options)
export const integer = (options: Options = {}): EntitySchemaColumnOptions => ({ type: 'integer', ...options })
export const flag = (options: Options = {}): EntitySchemaColumnOptions => ({
  type: 'integer',
  transformer: {
    to: (value: unknown) => (value ? 1 : 0),
    from: (value: unknown) => value === 1 || value === true,
  },
  ...options,
})
/** A document that is only read and written whole; no SQL looks into it. */
export const json = (options: Options = {}): EntitySchemaColumnOptions => ({ type: 'json', ...options })

/** A JSON column as a raw query returns it: text from SQLite and MariaDB, a value from MySQL. */
export function readJson<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T
}
