/** The answer of one HTTP exchange, read whole within the deadline and the size limit. */
export type HttpAnswer =
  | { arrived: true; status: number; headers: Headers; bytes: Uint8Array }
  /** `cause` names the kind of failure only: no URL, no header, no body ever gets into it. */
  | { arrived: false; cause: string }

export interface BoundedRequest {
  url: string
  init: RequestInit
  fetch: typeof fetch
  /** Connect, answer and body together. */
  timeoutMs: number
  maxBytes: number
}

/** One HTTP exchange that always settles and never throws; redirects are not followed. */
export async function boundedFetch(request: BoundedRequest): Promise<HttpAnswer> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs)
  try {
    const init = { ...request.init, redirect: 'manual' as const, signal: deadline.signal }
    const response = await request.fetch(request.url, init)
    const bytes = await readBody(response, request.maxBytes)
    if (bytes === undefined) {
      deadline.abort()
      return { arrived: false, cause: `answer larger than ${request.maxBytes} bytes` }
    }
    return { arrived: true, status: response.status, headers: response.headers, bytes }
  } catch (error) {
    if (deadline.signal.aborted) return { arrived: false, cause: `no answer within ${request.timeoutMs} ms` }
    return { arrived: false, cause: failureName(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  if (response.body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(parts, size)
    size += value.byteLength
    if (size > maxBytes) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
}

/** `fetch failed` hides its reason in `cause.code` (ECONNREFUSED, ENOTFOUND, UND_ERR_SOCKET …). */
function failureName(error: unknown): string {
  if (!(error instanceof Error)) return 'network failure'
  const cause = error.cause
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name
}
