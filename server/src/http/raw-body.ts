import type { IncomingMessage } from 'node:http'

/** Requests whose signature covers their bytes: nobody parses them before whoever checks it. */
export const isReadRaw = (path: string): boolean => path.startsWith('/callbacks/wechat-pay/')

/** The body as it came over the wire, or `undefined` when it is larger than `maxBytes`. */
export async function readRaw(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
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
