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
  let timer: NodeJS.Timeout | undefined
  // Raced besides being signalled: not every fetch carries the signal through to the body.
  const late = new Promise<HttpAnswer>((resolve) => {
    timer = setTimeout(() => {
      deadline.abort()
      resolve({ arrived: false, cause: `no answer within ${request.timeoutMs} ms` })
    }, request.timeoutMs)
  })
  try {
    return await Promise.race([exchange(request, deadline.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

async function exchange(request: BoundedRequest, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    const response = await request.fetch(request.url, { ...request.init, redirect: 'manual', signal })
    const bytes = await readBody(response, request.maxBytes)
    return bytes === undefined
      ? { arrived: false, cause: `answer larger than ${request.maxBytes} bytes` }
      : { arrived: true, status: response.status, headers: response.headers, bytes }
  } catch (error) {
    return { arrived: false, cause: failureName(error) }
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
