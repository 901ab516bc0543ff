/** The answer of one HTTP exchange, read whole within the deadline and the size limit. */
export type Arrival =
  | { arrived: true; status: number; type: string; bytes: Buffer }
  /** `cause` names the kind of failure only: no address, which would hold the token, ever gets into it. */
  | { arrived: false; cause: string }

export interface TransportOptions {
  timeoutMs: number
  fetch?: typeof fetch
}

const MAX_BYTES = 8 * 1024 * 1024

/** One exchange that always settles and never throws. Redirects are not followed: the token would go along. */
export async function exchange(
  url: URL,
  init: RequestInit,
  { timeoutMs, fetch: send = fetch }: TransportOptions,
): Promise<Arrival> {
  try {
    const response = await send(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    const bytes = await readWhole(response)
    return bytes === undefined
      ? { arrived: false, cause: 'answer too large' }
      : { arrived: true, status: response.status, type: response.headers.get('content-type') ?? '', bytes }
  } catch (error) {
    return { arrived: false, cause: failureName(error) }
  }
}

async function readWhole(response: Response): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > MAX_BYTES) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
  return Buffer.concat(parts, size)
}

/** `fetch failed` hides its reason in `cause.code`. */
function failureName(error: unknown): string {
  if (!(error instanceof Error)) return 'network failure'
  const { cause } = error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name
}
