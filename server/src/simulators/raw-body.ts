import type { IncomingMessage } from 'node:http'

/** The body as it came over the wire, or `undefined` when it is larger than `maxBytes`. */
export async function rawBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    size += bytes.byteLength
    if (size > maxBytes) return undefined
    parts.push(bytes)
  }
  return Buffer.concat(parts, size)
}

/** Parsed JSON, or `undefined` for anything else. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
