import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { create, type Font } from 'fontkit'
import { assetPath } from './asset-path'

/** `regular` holds GB 2312 and the signs of an invoice, `rare` the rest of the family, `bold` the words of table cards. */
export type FaceName = 'regular' | 'rare' | 'bold'

/** A stretch of text that one face can draw. */
export interface TextRun {
  face: FaceName
  text: string
}

/** 〓 (geta): stands where a character cannot be printed, as Chinese printers do. */
export const MISSING = '〓'

const LOADERS: Readonly<Record<FaceName, () => Uint8Array>> = {
  regular: () => readFileSync(assetPath('fonts/piaoma-sans.ttf')),
  rare: () => brotliDecompressSync(readFileSync(assetPath('fonts/piaoma-sans-rare.ttf.br'))),
  bold: () => readFileSync(assetPath('fonts/piaoma-sans-bold.ttf')),
}

class Face {
  readonly bytes: Uint8Array
  readonly font: Font
  readonly #advances = new Map<number, number>()

  constructor(name: FaceName) {
    this.bytes = LOADERS[name]()
    this.font = create(this.bytes)
  }

  has(codePoint: number): boolean {
    return this.font.hasGlyphForCodePoint(codePoint)
  }

  /** Advance width as a fraction of the font size. */
  advance(codePoint: number): number {
    let advance = this.#advances.get(codePoint)
    if (advance === undefined) {
      advance = this.font.glyphForCodePoint(codePoint).advanceWidth / this.font.unitsPerEm
      this.#advances.set(codePoint, advance)
    }
    return advance
  }
}

const faces = new Map<FaceName, Face>()

/** The face, read and parsed once a thread (about 50 ms), the rare one only when a text needs it. */
function face(name: FaceName): Face {
  let loaded = faces.get(name)
  if (!loaded) {
    loaded = new Face(name)
    faces.set(name, loaded)
  }
  return loaded
}

/** The open fontkit font of a face; shared by every document of this thread. */
export function openFont(name: FaceName): Font {
  return face(name).font
}

/** The TrueType file of a face as it lies on the disk, unpacked. */
export function fontBytes(name: FaceName): Uint8Array {
  return face(name).bytes
}

/** Advance width of one character of a run, as a fraction of the font size. */
export function advanceOf(name: FaceName, character: string): number {
  return face(name).advance(character.codePointAt(0) ?? 0)
}

function faceFor(codePoint: number, base: FaceName): FaceName | undefined {
  if (face(base).has(codePoint)) return base
  if (base !== 'regular' && face('regular').has(codePoint)) return 'regular'
  return face('rare').has(codePoint) ? 'rare' : undefined
}

/** Splits a text into runs of one face each; a character no face can draw becomes 〓. */
export function textRuns(text: string, base: FaceName = 'regular'): TextRun[] {
  const runs: TextRun[] = []
  for (const character of text) {
    const name = faceFor(character.codePointAt(0) ?? 0, base)
    const drawn = name ? character : MISSING
    const last = runs.at(-1)
    if (last && last.face === (name ?? 'regular')) last.text += drawn
    else runs.push({ face: name ?? 'regular', text: drawn })
  }
  return runs
}

/** Width of a text at a font size, in the unit of the size. */
export function textWidth(text: string, size: number, base: FaceName = 'regular'): number {
  let width = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    const name = faceFor(codePoint, base)
    width += name ? face(name).advance(codePoint) : face('regular').advance(MISSING.codePointAt(0) ?? 0)
  }
  return width * size
}

/** The characters of a text that would be printed as 〓 (emoji, for one), each once. */
export function unprintableCharacters(text: string): string[] {
  const missing = new Set<string>()
  for (const character of text) {
    if (!faceFor(character.codePointAt(0) ?? 0, 'regular')) missing.add(character)
  }
  return [...missing]
}
