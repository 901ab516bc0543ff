import { inflateSync } from 'node:zlib'

const MAX_STREAMS = 5000
const MAX_STREAM_BYTES = 20 * 1024 * 1024

/** Readings of a PDF's text: one for each character map of its fonts, besides what stands there in the clear. */
export type PdfReadings = readonly string[]

/** The streams of a PDF, inflated where they are deflated; streams under other filters are left out. */
function streamsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const streams: string[] = []
  let position = buffer.indexOf('stream')
  while (position >= 0 && streams.length < MAX_STREAMS) {
    const lineEnd = buffer[position + 6] === 0x0d ? position + 8 : position + 7
    const end = buffer.indexOf('endstream', lineEnd)
    if (end < 0) break
    const raw = buffer.subarray(lineEnd, end)
    streams.push(inflated(raw) ?? raw.toString('latin1'))
    position = buffer.indexOf('stream', end + 9)
  }
  return streams
}

function inflated(raw: Buffer): string | undefined {
  // zlib data begins with 0x78 (or another byte whose low half is 8); anything else is no deflated stream.
  if (raw.length < 3 || ((raw[0] ?? 0) & 0x0f) !== 8) return undefined
  try {
    return inflateSync(raw, { maxOutputLength: MAX_STREAM_BYTES }).toString('latin1')
  } catch {
    // Not zlib after all, or damaged: the caller then sees the raw bytes, where nothing will be found.
    return undefined
  }
}

type CharacterMap = ReadonlyMap<string, string>

/** `0041` or a chain of UTF-16 units as text. */
const unitsToText = (hex: string) =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('')

const hexOf = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** A ToUnicode map (bfchar and both forms of bfrange): code in lower-case hex to text. */
function parseCharacterMap(source: string): CharacterMap {
  const map = new Map<string, string>()
  for (const [, body = ''] of source.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', text = ''] of body.matchAll(/<([^>]*)>\s*<([^>]*)>/g)) {
      map.set(code.toLowerCase(), unitsToText(text.replace(/\s/g, '')))
    }
  }
  for (const [, body = ''] of source.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', list, first] of body.matchAll(
      /<([^>]*)>\s*<([^>]*)>\s*(?:\[([^\]]*)\]|<([^>]*)>)/g,
    )) {
      addRange(
        map,
        from,
        to,
        list?.match(/<[^>]*>/g)?.map((item) => item.replace(/[<>\s]/g, '')),
        first,
      )
    }
  }
  return map
}

function addRange(map: Map<string, string>, from: string, to: string, list?: string[], first?: string): void {
  const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)]
  for (let code = start; code <= end && code - start < 0x10000; code++) {
    const offset = code - start
    const target = list ? list[offset] : hexOf(Number.parseInt(first ?? '0', 16) + offset, 4)
    if (target) map.set(hexOf(code, from.length), unitsToText(target))
  }
}

interface Shown {
  hex?: string
  literal?: string
  /** Whether a new showing operator begins here, so that the text may stand elsewhere on the page. */
  isNew: boolean
}

/** Shown strings of a content stream in order: hex codes, or text in brackets. Strings in one TJ array belong together. */
function shownStrings(content: string): Shown[] {
  const shown: Shown[] = []
  let isInArray = false
  let isNew = true
  for (const [token] of content.matchAll(/<[0-9a-fA-F\s]+>|\((?:\\[\s\S]|[^\\()])*\)|\[|\]/g)) {
    if (token === '[' || token === ']') {
      isInArray = token === '['
      isNew = true
      continue
    }
    if (token.startsWith('<')) shown.push({ hex: token.slice(1, -1).replace(/\s/g, '').toLowerCase(), isNew })
    else shown.push({ literal: unescapeLiteral(token.slice(1, -1)), isNew })
    isNew = !isInArray
  }
  return shown
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

const unescapeLiteral = (text: string) =>
  text.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal?: string, character = '') =>
    octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (ESCAPED[character] ?? character),
  )

const codesOf = (literal: string) => Buffer.from(literal, 'latin1').toString('hex')

function decodeWith(map: CharacterMap, codes: string, width: number): string {
  let text = ''
  for (let index = 0; index + width <= codes.length; index += width) {
    text += map.get(codes.slice(index, index + width)) ?? ''
  }
  return text
}

const joined = (shown: readonly Shown[], decode: (shown: Shown) => string) =>
  shown.map((one) => (one.isNew ? '\n' : '') + decode(one)).join('')

/**
 * What can be read in a PDF without a renderer: metadata, text in the clear, and the shown strings of all content
 * through each ToUnicode map. Fonts are not matched to strings, so a reading may hold nonsense of other fonts; it is
 * meant for looking up a number or a sum, not for showing. Separately placed strings stand on lines of their own. Encrypted files give no readings of use.
 */
export function pdfReadings(bytes: Uint8Array): PdfReadings {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const streams = streamsOf(bytes)
  const maps = streams.filter((stream) => stream.includes('begincmap')).map(parseCharacterMap)
  const contents = streams
    .filter((stream) => /\bBT\b/.test(stream) && !stream.includes('begincmap'))
    .map(shownStrings)
  const clear = contents.map((shown) => joined(shown, ({ literal = '' }) => literal))
  const mapped = maps.map((map) => {
    const width = [...map.keys()][0]?.length ?? 4
    const decode = ({ hex, literal = '' }: Shown) => decodeWith(map, hex ?? codesOf(literal), width)
    return contents.map((shown) => joined(shown, decode)).join('\n')
  })
  const metadata = buffer.toString('latin1').replaceAll('\u0000', '')
  return [metadata, ...streams.filter((stream) => stream.includes('<x:xmpmeta')), ...clear, ...mapped]
}
