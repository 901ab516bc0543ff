import Database from 'libsql'

type Value = string | number | bigint | Uint8Array | null

/** The simulator's own SQLite file. Synchronous: a call that returned is on disk. */
export interface Store {
  all<Row>(sql: string, ...values: Value[]): Row[]
  one<Row>(sql: string, ...values: Value[]): Row | undefined
  /** Number of changed rows. */
  run(sql: string, ...values: Value[]): number
  /** BEGIN IMMEDIATE … COMMIT; rolled back when `work` throws. Not to be nested. */
  transaction<Result>(work: () => Result): Result
  close(): void
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS taxpayer (
  tax_num TEXT PRIMARY KEY, name TEXT NOT NULL, quota_fen INTEGER NOT NULL,
  operator TEXT NOT NULL, kinds TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS request (
  id INTEGER PRIMARY KEY, tax_num TEXT NOT NULL, serial TEXT NOT NULL, receipt TEXT NOT NULL UNIQUE,
  channel_digit TEXT NOT NULL, state TEXT NOT NULL, is_sealed INTEGER NOT NULL DEFAULT 1, order_json TEXT NOT NULL,
  notify_url TEXT, notify_state TEXT NOT NULL, problem_code TEXT, problem_message TEXT,
  accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL, retry_day TEXT, retry_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (tax_num, serial)) STRICT;
CREATE INDEX IF NOT EXISTS request_state ON request (state, due_at);
CREATE TABLE IF NOT EXISTS sequence (prefix TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ledger (
  number TEXT PRIMARY KEY, tax_num TEXT NOT NULL, serial TEXT NOT NULL, receipt TEXT NOT NULL, kind TEXT NOT NULL,
  amount_fen INTEGER NOT NULL, tax_fen INTEGER NOT NULL, total_fen INTEGER NOT NULL,
  issued_at INTEGER NOT NULL, month TEXT NOT NULL, file_key TEXT NOT NULL UNIQUE, model_json TEXT NOT NULL,
  UNIQUE (tax_num, serial)) STRICT;
CREATE INDEX IF NOT EXISTS ledger_month ON ledger (tax_num, month);
CREATE TABLE IF NOT EXISTS document (
  number TEXT NOT NULL, format TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (number, format)) STRICT;
CREATE TABLE IF NOT EXISTS known_invoice (invoice TEXT PRIMARY KEY, fact_json TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS invoice_state (invoice TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS nuonuo_app (app_key TEXT PRIMARY KEY, app_secret TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS nuonuo_grant (
  app_key TEXT NOT NULL, tax_num TEXT NOT NULL, PRIMARY KEY (app_key, tax_num)) STRICT;
CREATE TABLE IF NOT EXISTS nuonuo_token (
  token TEXT PRIMARY KEY, app_key TEXT NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS nuonuo_token_app ON nuonuo_token (app_key, issued_at);
`

/** Opens (or creates) the file with a write-ahead log that is flushed at each commit. */
export function openStore(path: string): Store {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 5000')
  database.exec(SCHEMA)
  const statements = new Map<string, Database.Statement<Value[]>>()

  function prepared(sql: string) {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare<Value[]>(sql)
    statements.set(sql, statement)
    return statement
  }

  const store: Store = {
    // The rows' shapes are fixed by the statements beside their types; libsql cannot know them.
    all: <Row>(sql: string, ...values: Value[]) => prepared(sql).all(...values) as Row[],
    one: <Row>(sql: string, ...values: Value[]) => store.all<Row>(sql, ...values)[0],
    run: (sql, ...values) => prepared(sql).run(...values).changes,
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => {
      statements.clear()
      database.close()
    },
  }
  return store
}
