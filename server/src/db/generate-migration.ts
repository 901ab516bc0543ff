import { writeFileSync } from 'node:fs'
import type { EntitySchema } from 'typeorm'
import { type Dialect, openDatabase } from './database'

/**
 * Writes the difference between an (empty or migrated) database and the entities as statements of one dialect.
 * `npm run migration:generate` runs it on both and writes the next file of `db/migrations/`.
 */
export async function pendingStatements(url: string, entities: EntitySchema[]): Promise<string[]> {
  const db = await openDatabase({ url, entities })
  try {
    const { upQueries } = await db.dataSource.driver.createSchemaBuilder().log()
    return upQueries.map(({ query }) => repeatable(query, db.dialect))
  } finally {
    await db.close()
  }
}

/** MySQL does not roll DDL back: a statement that was done before must not fail. Names compare exactly on both. */
function repeatable(query: string, dialect: Dialect): string {
  const text = query
    .replace(/^CREATE TABLE (?!IF)/, 'CREATE TABLE IF NOT EXISTS ')
    .replace(
      /^CREATE (UNIQUE )?INDEX (?!IF)/,
      dialect === 'sqlite' ? 'CREATE $1INDEX IF NOT EXISTS ' : 'CREATE $1INDEX ',
    )
  return dialect === 'mysql'
    ? text.replace(/ ENGINE=InnoDB$/, ' ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin')
    : text
}

/** The source text of a migration file. */
export function migrationSource(name: string, sqlite: string[], mysql: string[]): string {
  const list = (statements: string[]) =>
    statements.map((statement) => `    ${JSON.stringify(statement)},`).join('\n')
  return `import type { Migration } from '../migrate'

/** Generated from the entities by \`npm run migration:generate\`; frozen once released. */
export const migration: Migration = {
  name: '${name}',
  sqlite: [
${list(sqlite)}
  ],
  mysql: [
${list(mysql)}
  ],
}
`
}

export function writeMigration(file: string, source: string): void {
  writeFileSync(file, source)
}
