import autocannon from 'autocannon'

export interface LoadRequest {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

const CONNECTIONS = 50

/** Answers per second to 50 connections that each send the next request when the last one was answered. */
export async function loadFor(seconds: number, url: string, next: () => LoadRequest): Promise<number> {
  let first = 0
  let last = 0
  let count = 0
  const statuses = new Set<number>()
  const { errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections: CONNECTIONS,
        duration: seconds,
        sampleInt: 50,
        requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
      },
      (error: unknown, result) => (error ? reject(error) : resolve(result)),
    )
    run.on('response', (_client, status) => {
      last = performance.now()
      if (first === 0) first = last
      else count += 1
      statuses.add(status)
    })
  })
  const bad = [...statuses].filter((status) => status >= 300)
  if (bad.length > 0 || errors > 0 || count === 0) {
    throw new Error(`${url}: ${errors} errors, ${count} answers, among them ${bad.join(', ') || 'none bad'}`)
  }
  // What was under way when time was up is still worked off; the other side must not feel it.
  await new Promise((resolve) => setTimeout(resolve, 300))
  return count / ((last - first) / 1000)
}
