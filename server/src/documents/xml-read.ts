/** An element of a parsed document; names are local names, prefixes and namespaces are dropped. */
export interface XmlNode {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlNode[]
  /** The character data directly in this element, trimmed. */
  text: string
}

/** Why a document was not read. */
export class XmlReadError extends Error {}

const MAX_DEPTH = 40
const MAX_NODES = 200_000
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const localName = (name: string) => name.slice(name.lastIndexOf(':') + 1)

function decodeEntities(text: string): string {
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, body: string) => {
    if (!body.startsWith('#')) return ENTITIES[body] ?? whole
    const code = body[1] === 'x' ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single] of source.matchAll(/([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[localName(name)] = decodeEntities(double ?? single ?? '')
  }
  return attributes
}

/** Bytes as text: UTF-8, UTF-16 by its mark, or the encoding that the declaration names (GBK and GB18030 occur). */
export function decodeXml(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 200))
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : undefined
  const declared = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]
  const name = mark ?? declared ?? 'utf-8'
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new XmlReadError(`the document is not valid ${name}`, { cause })
  }
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:\s+[^\s=<>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+|</g

/**
 * Reads a small XML document into a tree. Refuses what an invoice never has and an attacker may: DOCTYPE, more than
 * 40 levels, more than 200,000 nodes, and anything that is not well-formed. Throws XmlReadError.
 */
export function readXml(source: string): XmlNode {
  if (/<!DOCTYPE|<!ENTITY/i.test(source)) throw new XmlReadError('a document type is not allowed')
  const top: XmlNode = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let nodes = 0
  for (const token of source.replace(/^\ufeff/, '').matchAll(TOKEN)) {
    const [whole, cdata, slash, name, attributes = '', selfClosing] = token
    const parent = open.at(-1) ?? top
    if (whole === '<') throw new XmlReadError('a tag is broken')
    if (name === undefined) {
      if (cdata !== undefined) parent.text += cdata
      else if (!whole.startsWith('<')) parent.text += decodeEntities(whole)
      continue
    }
    if (slash) {
      if (open.length < 2 || parent.name !== localName(name))
        throw new XmlReadError(`</${name}> closes nothing`)
      parent.text = parent.text.trim()
      open.pop()
      continue
    }
    const node: XmlNode = {
      name: localName(name),
      attributes: readAttributes(attributes),
      children: [],
      text: '',
    }
    parent.children.push(node)
    if (++nodes > MAX_NODES) throw new XmlReadError('the document has too many elements')
    if (selfClosing) continue
    open.push(node)
    if (open.length > MAX_DEPTH) throw new XmlReadError('the document is nested too deep')
  }
  const [root] = top.children
  if (open.length !== 1 || !root || top.children.length !== 1 || top.text.trim() !== '') {
    throw new XmlReadError('the document is cut off or has no single root')
  }
  return root
}

/** The first element along a path of names below a node. */
export function findNode(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  return path.reduce<XmlNode | undefined>(
    (current, name) => current?.children.find((child) => child.name === name),
    node,
  )
}

/** Every element of a name anywhere below a node, in document order. */
export function findAll(node: XmlNode, name: string): XmlNode[] {
  return node.children.flatMap((child) => (child.name === name ? [child] : []).concat(findAll(child, name)))
}
