import { resolveLocation } from '../../documents/read-ofd'
import { findAll, findNode, type XmlNode } from '../../documents/xml-read'
import { CAPTURE_LIMITS } from '../limits'
import { type OfdFiles, readPart, tryPart } from '../readers/ofd-package'
import { newBudget, unpackEntries } from '../unpack'

/** One page of an OFD, ready to be drawn: its objects from the back to the front, and what they refer to. */
export interface OfdPage {
  /** Millimetres. */
  width: number
  height: number
  objects: XmlNode[]
  /** Bytes of a picture by the id that objects name. */
  media(id: string): Uint8Array | undefined
}

/** Drawing stops here: no invoice has so many objects. */
const MAX_OBJECTS = 20_000
const KINDS = ['TextObject', 'PathObject', 'ImageObject']

/** Page `number` (from 1) of an OFD; undefined when it has fewer. Throws UnreadError as the reader does. */
export function openOfdPage(bytes: Uint8Array, number: number): OfdPage | undefined {
  const entries = unpackEntries(bytes, CAPTURE_LIMITS, newBudget(CAPTURE_LIMITS))
  const files: OfdFiles = new Map(
    entries.map(({ name, bytes: content }) => [name.replace(/^\/+/, ''), content]),
  )
  const documentPath = resolveLocation(
    'OFD.xml',
    findNode(readPart(files, 'OFD.xml'), 'DocBody', 'DocRoot')?.text ?? '',
  )
  const document = readPart(files, documentPath)
  const at = (location = '') => resolveLocation(documentPath, location)
  const pages = findNode(document, 'Pages')?.children.filter(({ name }) => name === 'Page') ?? []
  const page = pages[number - 1]
  const content = page && tryPart(files, at(page.attributes.BaseLoc))
  if (!content) return undefined
  const behind = findAll(content, 'Template').flatMap(({ attributes: { TemplateID } }) => {
    const template = findAll(document, 'TemplatePage').find(({ attributes: { ID } }) => ID === TemplateID)
    return template ? (tryPart(files, at(template.attributes.BaseLoc)) ?? []) : []
  })
  const box =
    findNode(content, 'Area', 'PhysicalBox') ?? findNode(document, 'CommonData', 'PageArea', 'PhysicalBox')
  const [, , width = 210, height = 140] = (box?.text ?? '').trim().split(/\s+/).map(Number)
  return {
    width: width > 0 && width < 2_000 ? width : 210,
    height: height > 0 && height < 2_000 ? height : 140,
    objects: [...behind, content].flatMap(objectsOf).slice(0, MAX_OBJECTS),
    media: mediaOf(files, document, documentPath),
  }
}

/** Text, paths and pictures in the order they are painted, out of layers and blocks. */
function objectsOf(node: XmlNode): XmlNode[] {
  return node.children.flatMap((child) => (KINDS.includes(child.name) ? [child] : objectsOf(child)))
}

function mediaOf(files: OfdFiles, document: XmlNode, documentPath: string): OfdPage['media'] {
  const lists = ['PublicRes', 'DocumentRes'].flatMap((name) => findAll(document, name))
  const paths = new Map<string, string>()
  for (const { text } of lists) {
    const path = resolveLocation(documentPath, text)
    const resources = tryPart(files, path)
    if (!resources) continue
    const base = resources.attributes.BaseLoc ? `${resources.attributes.BaseLoc.replace(/\/$/, '')}/` : ''
    for (const media of findAll(resources, 'MultiMedia')) {
      const file = findNode(media, 'MediaFile')?.text ?? ''
      paths.set(media.attributes.ID ?? '', resolveLocation(path, base + file))
    }
  }
  return (id) => files.get(paths.get(id) ?? '')
}
