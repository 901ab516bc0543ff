import { type FaceName, fontBytes, openFont } from './fonts'

type Tables = Map<string, Uint8Array>

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The tables of a TrueType file by tag. */
export function readTables(file: Uint8Array): Tables {
  const view = viewOf(file)
  const tables: Tables = new Map()
  for (let index = 0; index < view.getUint16(4); index++) {
    const entry = 12 + index * 16
    const tag = String.fromCharCode(...file.subarray(entry, entry + 4))
    const offset = view.getUint32(entry + 8)
    tables.set(tag, file.subarray(offset, offset + view.getUint32(entry + 12)))
  }
  return tables
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < bytes.length; index += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(index, index + 4)
    sum = (sum + (((a << 24) | (b << 16) | (c << 8) | d) >>> 0)) >>> 0
  }
  return sum
}

const padded = (length: number) => (length + 3) & ~3

/** Puts tables together as a TrueType file (sfnt), with directory and checksums. */
function writeTables(tables: Tables): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  const headerLength = 12 + sorted.length * 16
  const file = new Uint8Array(sorted.reduce((sum, [, { length }]) => sum + padded(length), headerLength))
  const view = viewOf(file)
  const power = Math.floor(Math.log2(sorted.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, sorted.length)
  view.setUint16(6, 2 ** power * 16)
  view.setUint16(8, power)
  view.setUint16(10, sorted.length * 16 - 2 ** power * 16)
  let offset = headerLength
  let headOffset = 0
  sorted.forEach(([tag, bytes], index) => {
    const entry = 12 + index * 16
    file.set(new TextEncoder().encode(tag), entry)
    file.set(bytes, offset)
    if (tag === 'head') {
      headOffset = offset
      view.setUint32(offset + 8, 0)
    }
    view.setUint32(entry + 4, checksum(file.subarray(offset, offset + padded(bytes.length))))
    view.setUint32(entry + 8, offset)
    view.setUint32(entry + 12, bytes.length)
    offset += padded(bytes.length)
  })
  // OpenType: checkSumAdjustment makes the sum of the whole file 0xB1B0AFBA.
  view.setUint32(headOffset + 8, (0xb1b0afba - checksum(file)) >>> 0)
  return file
}

/** cmap subtable of format 12: a group for every character, which the few characters of a page can afford. */
function cmapFormat12(pairs: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = new Uint8Array(16 + pairs.length * 12)
  const view = viewOf(bytes)
  view.setUint16(0, 12)
  view.setUint32(4, bytes.length)
  view.setUint32(12, pairs.length)
  pairs.forEach(([codePoint, glyph], index) => {
    view.setUint32(16 + index * 12, codePoint)
    view.setUint32(20 + index * 12, codePoint)
    view.setUint32(24 + index * 12, glyph)
  })
  return bytes
}

/** cmap subtable of format 4 (the basic plane), a segment for every character and the closing one. */
function cmapFormat4(pairs: readonly (readonly [number, number])[]): Uint8Array {
  const segments = [...pairs.filter(([codePoint]) => codePoint < 0xffff), [0xffff, 0] as const]
  const count = segments.length
  const power = Math.floor(Math.log2(count))
  const bytes = new Uint8Array(16 + count * 8)
  const view = viewOf(bytes)
  view.setUint16(0, 4)
  view.setUint16(2, bytes.length)
  view.setUint16(6, count * 2)
  view.setUint16(8, 2 ** power * 2)
  view.setUint16(10, power)
  view.setUint16(12, count * 2 - 2 ** power * 2)
  segments.forEach(([codePoint, glyph], index) => {
    view.setUint16(14 + index * 2, codePoint)
    view.setUint16(16 + count * 2 + index * 2, codePoint)
    // idDelta maps the character to its glyph modulo 65536; the closing segment maps to glyph 0.
    view.setInt16(16 + count * 4 + index * 2, ((glyph - codePoint + 0x18000) % 0x10000) - 0x8000)
  })
  return bytes
}

function cmapTable(pairs: readonly (readonly [number, number])[]): Uint8Array {
  const [basic, full] = [cmapFormat4(pairs), cmapFormat12(pairs)]
  const bytes = new Uint8Array(20 + basic.length + full.length)
  const view = viewOf(bytes)
  view.setUint16(2, 2)
  // Windows platform: encoding 1 is the basic plane, 10 all of Unicode.
  view.setUint16(4, 3)
  view.setUint16(6, 1)
  view.setUint32(8, 20)
  view.setUint16(12, 3)
  view.setUint16(14, 10)
  view.setUint32(16, 20 + basic.length)
  bytes.set(basic, 20)
  bytes.set(full, 20 + basic.length)
  return bytes
}

/** post table of format 3: no glyph names. */
function postTable(): Uint8Array {
  const bytes = new Uint8Array(32)
  viewOf(bytes).setUint32(0, 0x00030000)
  return bytes
}

/**
 * A complete TrueType font with just the given characters of a face, to be embedded in an OFD: unlike the subset
 * inside a PDF it needs its own character map, because OFD text is Unicode.
 */
export function subsetFont(name: FaceName, characters: Iterable<string>): Uint8Array {
  const font = openFont(name)
  const subset = font.createSubset()
  const codePoints = [...new Set(characters)]
    .map((character) => character.codePointAt(0) ?? 0)
    .sort((a, b) => a - b)
  const pairs = codePoints.map(
    (codePoint) => [codePoint, subset.includeGlyph(font.glyphForCodePoint(codePoint).id)] as const,
  )
  const source = readTables(fontBytes(name))
  const tables = readTables(subset.encode())
  for (const tag of ['OS/2', 'name']) {
    const bytes = source.get(tag)
    if (bytes) tables.set(tag, bytes)
  }
  tables.set('cmap', cmapTable(pairs))
  tables.set('post', postTable())
  return writeTables(tables)
}
