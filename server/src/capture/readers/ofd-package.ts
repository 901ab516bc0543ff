import { resolveLocation } from '../../documents/read-ofd'
import { findAll, findNode, type XmlNode } from '../../documents/xml-read'
import type { Page } from '../layout/sheet'
import { type CaptureLimits, UnreadError } from '../limits'
import { type UnpackBudget, unpackEntries } from '../unpack'
import { wordsOf } from './ofd-text'
import { readXmlDocument } from './xml-document'

export type OfdFiles = ReadonlyMap<string, Uint8Array>

/** What an invoice OFD holds, each part followed from `OFD.xml` and never looked for under a fixed path. */
export interface OfdPackage {
  files: OfdFiles
  /** CustomDatas of OFD.xml by name. */
  data: ReadonlyMap<string, string>
  pages: Page[]
  /** Text of every object of a page by `page id:object id`. */
  objects: ReadonlyMap<string, { text: string; page: number }>
  /** Roots of the CustomTag files that are readable. */
  tags: XmlNode[]
  attachments: Uint8Array[]
  /** Path of Signatures.xml, when the document names one. */
  signatures?: string
  /** The document and its pages: a seal must cover them. Uncovered data beside them is only believed where it agrees. */
  signedParts: string[]
}

/** Opens an OFD (GB/T 33190-2016). Broken parts beside the pages are left out; throws UnreadError for the rest. */
export function openOfd(bytes: Uint8Array, limits: CaptureLimits, budget: UnpackBudget): OfdPackage {
  const files: OfdFiles = new Map(
    unpackEntries(bytes, limits, budget).map(({ name, bytes: content }) => [
      name.replace(/^\/+/, ''),
      content,
    ]),
  )
  const root = readPart(files, 'OFD.xml')
  const body = findNode(root, 'DocBody')
  const documentPath = resolveLocation('OFD.xml', findNode(body, 'DocRoot')?.text ?? '')
  const document = readPart(files, documentPath)
  const at = (location: string) => resolveLocation(documentPath, location)
  const signedParts = [documentPath]
  const { pages, objects } = readPages(files, document, at, limits, signedParts)
  const signatures = findNode(body, 'Signatures')?.text
  return {
    files,
    data: new Map(findAll(root, 'CustomData').map(({ attributes, text }) => [attributes.Name ?? '', text])),
    pages,
    objects,
    tags: linkedParts(files, at, findNode(document, 'CustomTags')?.text).flatMap(
      (path) => tryPart(files, path) ?? [],
    ),
    attachments: linkedParts(files, at, findNode(document, 'Attachments')?.text).flatMap(
      (path) => files.get(path) ?? [],
    ),
    ...(signatures ? { signatures: resolveLocation('OFD.xml', signatures) } : {}),
    signedParts,
  }
}

export function readPart(files: OfdFiles, path: string): XmlNode {
  const bytes = files.get(path)
  if (!bytes) throw new UnreadError('damaged', `the package has no ${path.slice(0, 100)}`)
  return readXmlDocument(bytes)
}

/** A part that may be missing or malformed (CustomTag files of some producers are); never one with a DOCTYPE. */
export function tryPart(files: OfdFiles, path: string): XmlNode | undefined {
  try {
    return readPart(files, path)
  } catch (error) {
    if (error instanceof UnreadError && error.reason === 'damaged') return undefined
    throw error
  }
}

/** Files that a list file (CustomTags.xml, Attachments.xml) names. */
function linkedParts(files: OfdFiles, at: (location: string) => string, list: string | undefined): string[] {
  if (!list) return []
  const path = at(list)
  const root = tryPart(files, path)
  const linked = root ? findAll(root, 'FileLoc').map(({ text }) => resolveLocation(path, text)) : []
  return linked.filter((each) => files.has(each))
}

const MM = 72 / 25.4

function sizeOf(box: string | undefined): [number, number] {
  const [, , width = 210, height = 140] = (box ?? '').trim().split(/\s+/).map(Number)
  return [(Number.isFinite(width) ? width : 210) * MM, (Number.isFinite(height) ? height : 140) * MM]
}

function readPages(
  files: OfdFiles,
  document: XmlNode,
  at: (location: string) => string,
  limits: CaptureLimits,
  signedParts: string[],
) {
  const objects = new Map<string, { text: string; page: number }>()
  const nodes = findNode(document, 'Pages')?.children.filter(({ name }) => name === 'Page') ?? []
  if (nodes.length > limits.pages) throw new UnreadError('too_many_pages', `more than ${limits.pages} pages`)
  const templates = new Map(
    findAll(document, 'TemplatePage').map(({ attributes }) => [
      attributes.ID ?? '',
      at(attributes.BaseLoc ?? ''),
    ]),
  )
  const area = findNode(document, 'CommonData', 'PageArea', 'PhysicalBox')?.text
  const pages = nodes.flatMap(({ attributes }, index): Page[] => {
    const path = at(attributes.BaseLoc ?? '')
    const content = tryPart(files, path)
    if (!content) return []
    signedParts.push(path)
    const [width, height] = sizeOf(findNode(content, 'Area', 'PhysicalBox')?.text ?? area)
    for (const object of findAll(content, 'TextObject')) {
      const text = findAll(object, 'TextCode')
        .map((code) => code.text)
        .join('')
      objects.set(`${attributes.ID ?? ''}:${object.attributes.ID ?? ''}`, { text, page: index + 1 })
    }
    const behind = findAll(content, 'Template').flatMap(({ attributes: { TemplateID = '' } }) => {
      const template = tryPart(files, templates.get(TemplateID) ?? '')
      return template ? wordsOf(template) : []
    })
    return [{ number: index + 1, width, height, words: [...behind, ...wordsOf(content)] }]
  })
  return { pages, objects }
}
