import { decodeXml, readXml, type XmlNode, XmlReadError } from '../../documents/xml-read'
import { UnreadError } from '../limits'

/** Bytes as text: as declared, else UTF-8, else GB18030, which many regional systems write without saying so. */
function decode(bytes: Uint8Array): string {
  try {
    return decodeXml(bytes)
  } catch (cause) {
    if (!(cause instanceof XmlReadError)) throw cause
  }
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not this one: the next encoding, or damaged.
    }
  }
  throw new UnreadError('damaged', 'the document is in no known encoding')
}

/**
 * A document from outside as a tree of local names. Refuses DOCTYPE and entities (`forbidden_content`), more than 40
 * levels, too many elements, and what is not well-formed (`damaged`).
 */
export function readXmlDocument(bytes: Uint8Array): XmlNode {
  const source = decode(bytes)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(source)) {
    throw new UnreadError('forbidden_content', 'the document declares a type or entities')
  }
  try {
    return readXml(source)
  } catch (cause) {
    if (!(cause instanceof XmlReadError)) throw cause
    throw new UnreadError('damaged', cause.message, { cause })
  }
}

/** Texts of all leaves by local name, in document order; empty ones are left out. */
export function leavesOf(node: XmlNode): Map<string, string[]> {
  const leaves = new Map<string, string[]>()
  const visit = ({ name, text, children }: XmlNode) => {
    if (children.length > 0) for (const child of children) visit(child)
    else if (text !== '') leaves.set(name, [...(leaves.get(name) ?? []), text])
  }
  visit(node)
  return leaves
}

/** The first text among several names, in their order. */
export function firstText(leaves: ReadonlyMap<string, string[]>, ...names: string[]): string | undefined {
  for (const name of names) {
    const text = leaves.get(name)?.[0]
    if (text !== undefined) return text
  }
  return undefined
}
