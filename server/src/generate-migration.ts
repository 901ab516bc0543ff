import { fileURLToPath } from 'node:url'
import { migrationSource, pendingStatements, writeMigration } from './db/generate-migration'
import { entities } from './entities'

/**
 * `npm run migration:generate -- NAME mysql://…/empty_database`: the first migration from nothing.
 * Both databases must be empty; later migrations are written by hand beside it.
 */
const [name, mysqlUrl] = process.argv.slice(2)
if (!name || !mysqlUrl) throw new Error('usage: migration:generate NAME mysql://user@host/EMPTY_DATABASE')
const sqlite = await pendingStatements(':memory:', entities)
const mysql = await pendingStatements(mysqlUrl, entities)
writeMigration(
  fileURLToPath(new URL(`./db/migrations/${name}.ts`, import.meta.url)),
  migrationSource(name, sqlite, mysql),
)
