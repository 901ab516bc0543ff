const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A reader would turn a bare carriage return into a line feed.
  '\r': '&#13;',
}
/** Everything outside the Char production of XML 1.0: controls, half surrogates, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/** Text as XML character data, fit for elements and attributes; characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character)
}

/** A piece of well-formed XML, already escaped. */
export class Xml {
  constructor(readonly text: string) {}
}

export type XmlContent = string | undefined | Xml | readonly XmlContent[]

function contentText(content: XmlContent): string {
  if (content === undefined) return ''
  if (content instanceof Xml) return content.text
  return typeof content === 'string' ? escapeXml(content) : content.map(contentText).join('')
}

/** An element. Strings are escaped; attributes that are `undefined` are left out; without content it closes itself. */
export function element(
  name: string,
  content?: XmlContent,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): Xml {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('')
  const inner = contentText(content)
  return new Xml(inner === '' ? `<${name}${list}/>` : `<${name}${list}>${inner}</${name}>`)
}

/** An element that is left out when it has no text. */
export function optionalElement(name: string, text: string | undefined): Xml | undefined {
  return text === undefined || text === '' ? undefined : element(name, text)
}

/** A whole document as UTF-8 bytes, with its declaration and without a byte order mark. */
export function xmlBytes(root: Xml): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${root.text}\n`)
}
