/** The bytes of one part of a multipart body, or undefined when there is no part of that name. */
export function filePart(contentType: string, body: Buffer, name: string): Buffer | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const mark = Buffer.from(`--${boundary}`)
  let from = body.indexOf(mark)
  while (from >= 0) {
    const next = body.indexOf(mark, from + mark.length)
    if (next < 0) return undefined
    const part = body.subarray(from + mark.length + 2, next - 2)
    const end = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, Math.max(end, 0)).toString('utf8')
    if (end >= 0 && new RegExp(`[;\\s]name="?${name}"?(;|\\r|$)`, 'm').test(head))
      return part.subarray(end + 4)
    from = next
  }
  return undefined
}
