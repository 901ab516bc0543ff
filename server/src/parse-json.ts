const decoder = new TextDecoder('utf-8', { fatal: true })

/** Parses UTF-8 JSON; `undefined` for anything else, such as an HTML error page. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}
