const RETRYABLE = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  // Galera: certification failed at commit (1180) or the node is not ready (1047).
  'ER_ERROR_DURING_COMMIT',
  'ER_UNKNOWN_COM_ERROR',
  'SQLITE_BUSY',
])

function driverCode(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } }
  const found = driverError?.code ?? code
  return typeof found === 'string' ? found : undefined
}

/** The whole transaction was rolled back for a passing cause and may be run anew. */
export function isRetryable(error: unknown): boolean {
  const code = driverCode(error)
  return code !== undefined && RETRYABLE.has(code)
}

/** A row with the same unique key exists already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = driverCode(error)
  return (
    code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  )
}
