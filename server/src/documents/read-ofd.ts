import { unzipSync } from 'fflate'
import { decodeXml, findAll, findNode, readXml, type XmlNode, XmlReadError } from './xml-read'

/** Why a package was not read as an OFD. */
export class OfdReadError extends Error {}

const MAX_ENTRIES = 2000
const MAX_ENTRY_BYTES = 20 * 1024 * 1024

/** What the fields of an invoice OFD say. */
export interface OfdFields {
  /** CustomDatas of OFD.xml by name. */
  data: Readonly<Record<string, string>>
  /** Text behind the CustomTag references by field, such as `InvoiceNo` or `BuyerName`; in the order of the refs. */
  tags: Readonly<Record<string, readonly string[]>>
  /** Text of every page in painting order. */
  pages: readonly string[][]
}

type Files = Readonly<Record<string, Uint8Array>>

function unzip(bytes: Uint8Array): Files {
  let entries = 0
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (++entries > MAX_ENTRIES) throw new OfdReadError('the package has too many entries')
        return /\.xml$/i.test(name) && originalSize <= MAX_ENTRY_BYTES
      },
    })
  } catch (cause) {
    if (cause instanceof OfdReadError) throw cause
    throw new OfdReadError('the package is no readable ZIP', { cause })
  }
}

/** Resolves a location against the folder of the file it stands in; a leading slash starts at the package. */
export function resolveLocation(from: string, location: string): string {
  const parts = location.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of location.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function readPart(files: Files, path: string): XmlNode {
  const bytes = files[path]
  if (!bytes) throw new OfdReadError(`the package has no ${path}`)
  try {
    return readXml(decodeXml(bytes))
  } catch (cause) {
    throw new OfdReadError(`${path} is not readable`, { cause })
  }
}

interface Page {
  /** Text of the page's text objects by object id. */
  objects: Map<string, string>
}

function readPages(files: Files, documentPath: string, document: XmlNode): Map<string, Page> {
  const pages = new Map<string, Page>()
  for (const { attributes } of findNode(document, 'Pages')?.children ?? []) {
    const content = readPart(files, resolveLocation(documentPath, attributes.BaseLoc ?? ''))
    const objects = findAll(content, 'TextObject').map((object): [string, string] => [
      object.attributes.ID ?? '',
      findAll(object, 'TextCode')
        .map(({ text }) => text)
        .join(''),
    ])
    pages.set(attributes.ID ?? '', { objects: new Map(objects) })
  }
  return pages
}

/** CustomTag files of some issuers are not well-formed; then there simply are no tags. */
function readTags(files: Files, documentPath: string, document: XmlNode, pages: Map<string, Page>) {
  const tags: Record<string, string[]> = {}
  const listPath = findNode(document, 'CustomTags')?.text
  if (!listPath) return tags
  try {
    const list = resolveLocation(documentPath, listPath)
    for (const { text } of findAll(readPart(files, list), 'FileLoc')) {
      collectTags(readPart(files, resolveLocation(list, text)), pages, tags)
    }
  } catch (cause) {
    if (!(cause instanceof OfdReadError) || !(cause.cause instanceof XmlReadError)) throw cause
  }
  return tags
}

function collectTags(node: XmlNode, pages: Map<string, Page>, tags: Record<string, string[]>): void {
  for (const child of node.children) {
    if (child.name !== 'ObjectRef') {
      collectTags(child, pages, tags)
      continue
    }
    const text = pages.get(child.attributes.PageRef ?? '')?.objects.get(child.text)
    if (text === undefined) continue
    const values = tags[node.name] ?? []
    values.push(text)
    tags[node.name] = values
  }
}

/**
 * Reads the fields of an invoice OFD (GB/T 33190) by following OFD.xml → DocRoot → pages and CustomTags, never by
 * fixed paths. Throws OfdReadError when the package is broken.
 */
export function readOfd(bytes: Uint8Array): OfdFields {
  const files = unzip(bytes)
  const root = readPart(files, 'OFD.xml')
  const documentPath = resolveLocation('OFD.xml', findNode(root, 'DocBody', 'DocRoot')?.text ?? '')
  const document = readPart(files, documentPath)
  const pages = readPages(files, documentPath, document)
  const data = findAll(root, 'CustomData').map(
    ({ attributes, text }) => [attributes.Name ?? '', text] as const,
  )
  return {
    data: Object.fromEntries(data),
    tags: readTags(files, documentPath, document, pages),
    pages: [...pages.values()].map(({ objects }) => [...objects.values()]),
  }
}
