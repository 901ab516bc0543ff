import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import type { Config } from './config'

/** One JSON line an event. What is logged as `err` is described without the data that was worked on. */
export function createLogger(level: Config['LOG_LEVEL'], destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    serializers: { err: describeError },
    // Without words of its own pino would take the error's message, as it is, for those of the line.
    hooks: {
      logMethod(args, method) {
        const [first] = args as unknown[]
        if (first instanceof Error) method.apply(this, [{ err: first }, 'error'])
        else if (args.length === 1 && hasError(first))
          method.apply(this, [first, String(first.event ?? 'error')])
        else method.apply(this, args)
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

const hasError = (value: unknown): value is { err: unknown; event?: unknown } =>
  typeof value === 'object' && value !== null && 'err' in value

/**
 * An error as it may stand in the log. Database drivers put the values of the failed statement (buyers' names,
 * addresses, password hashes) into the message and further properties: of them the code and the statement with its
 * placeholders stay.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, 300) }
  const { code, query, driverError } = error as Error & {
    code?: unknown
    query?: unknown
    driverError?: unknown
  }
  const isDatabase = driverError !== undefined || 'sqlMessage' in error
  return {
    type: error.name,
    message: isDatabase ? `database: ${String(code)}` : error.message,
    ...(code === undefined ? {} : { code }),
    ...(typeof query === 'string' ? { query: query.slice(0, 500) } : {}),
    // The first lines of a stack repeat the message.
    stack: error.stack?.match(/^ {4}at .*$/gm)?.join('\n'),
    ...(error.cause === undefined || isDatabase ? {} : { cause: describeError(error.cause) }),
  }
}
