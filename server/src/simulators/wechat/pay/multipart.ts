export interface Upload {
  /** The JSON of `meta`, as it came over the wire: what was signed. */
  meta: Buffer
  file: Buffer | undefined
}

/** The two parts of an upload, byte for byte; `undefined` when the body is no multipart form with a `meta`. */
export function readUpload(contentType: string, body: Buffer): Upload | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const parts = new Map<string, Buffer>()
  const mark = Buffer.from(`--${boundary}`)
  let from = body.indexOf(mark)
  while (from >= 0) {
    const start = from + mark.length + 2
    const end = body.indexOf(mark, start)
    if (end < 0) break
    const part = body.subarray(start, end - 2)
    const head = part.indexOf('\r\n\r\n')
    const name = /name="([^"]+)"/.exec(part.subarray(0, Math.max(head, 0)).toString('utf8'))?.[1]
    if (name && head >= 0) parts.set(name, part.subarray(head + 4))
    from = end
  }
  const meta = parts.get('meta')
  return meta && { meta, file: parts.get('file') }
}
