import { XMLParser, XMLValidator } from 'fast-xml-parser'

const MAX_FIELDS = 60
const MAX_VALUE = 4_000

const parser = new XMLParser({
  ignoreAttributes: true,
  // Numbers stay text: MsgId has 64 bits.
  parseTagValue: false,
  processEntities: false,
  trimValues: true,
})

/**
 * The flat fields of a pushed event. Undefined for anything else; a document type or entity, which no event has, is
 * refused before it is read.
 */
export function readEventXml(text: string): Record<string, string> | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return undefined
  if (XMLValidator.validate(text) !== true) return undefined
  const parsed: unknown = parser.parse(text)
  const root = (parsed as { xml?: unknown } | undefined)?.xml
  if (typeof root !== 'object' || root === null || Array.isArray(root)) return undefined
  const entries = Object.entries(root).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= MAX_VALUE,
  )
  return entries.length <= MAX_FIELDS ? Object.fromEntries(entries) : undefined
}
