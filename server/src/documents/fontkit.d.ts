/** The part of fontkit 2 that the documents use; the package ships no types. */
declare module 'fontkit' {
  export interface PathCommand {
    command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath'
    args: number[]
  }
  export interface Glyph {
    readonly id: number
    readonly advanceWidth: number
    readonly codePoints: number[]
    readonly path: { readonly commands: PathCommand[] }
  }
  export interface Subset {
    includeGlyph(id: number): number
    encode(): Uint8Array
  }
  export interface Font {
    readonly postscriptName: string
    readonly familyName: string
    readonly unitsPerEm: number
    readonly ascent: number
    readonly descent: number
    readonly characterSet: number[]
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): Glyph
    getGlyph(id: number): Glyph
    layout(text: string): { glyphs: Glyph[] }
    createSubset(): Subset
  }
  export function create(bytes: Uint8Array): Font
}
