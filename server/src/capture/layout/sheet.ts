import type { FieldPlace } from '@piaoma/shared/received'

/** A run of text on a page, in points from the top left corner; `y` is its baseline. */
export interface Word {
  text: string
  x0: number
  x1: number
  y: number
  size: number
}

export interface Page {
  /** 1-based in its file. */
  number: number
  width: number
  height: number
  words: Word[]
}

/** One printed character with its place. */
export interface Glyph {
  char: string
  x0: number
  x1: number
  y: number
  size: number
  /** Whether a blank stood before it in its run; letter-spaced runs have none that means anything. */
  isAfterBlank: boolean
}

/** Glyphs of one printed line from left to right, without blanks. */
export interface Row {
  y: number
  glyphs: Glyph[]
  text: string
}

/** A stretch of a row: a label, a value, a cell. */
export interface Stretch {
  text: string
  x0: number
  x1: number
  y: number
  size: number
  /** What it consists of. */
  glyphs: readonly Glyph[]
}

/** Letters written below each other: 购买方信息, 密码区, 备注. */
export interface Column extends Omit<Stretch, 'glyphs'> {
  bottom: number
}

const isWide = (char: string) => char.charCodeAt(0) >= 0x2e80
/** Radicals and compatibility forms stand for the character itself in many embedded fonts. */
const RADICALS = /[\u2e80-\u2fd5\uf900-\ufaff]/g

/** Printed characters as they are meant: no invisible ones, no look-alike radicals. */
export const cleanText = (text: string): string =>
  text
    .replace(RADICALS, (char) => char.normalize('NFKC'))
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ue000-\uf8ff]/g, '')
    .replace(/\u00a0|\u3000/g, ' ')

/** The glyphs of a word; a run's width is shared out by the usual widths of its characters. */
function glyphsOf({ text, x0, x1, y, size }: Word): Glyph[] {
  const chars = Array.from(cleanText(text))
  const weights = chars.map((char) => (isWide(char) ? 1 : 0.5))
  const unit =
    (x1 - x0) /
    Math.max(
      weights.reduce((sum, each) => sum + each, 0),
      0.5,
    )
  const blanks = chars.filter((char) => char.trim() === '').length
  const isLetterSpaced = blanks * 3 > chars.length
  let x = x0
  const glyphs = chars.flatMap((char, index): Glyph[] => {
    const start = x
    x += (weights[index] ?? 0.5) * unit
    if (char.trim() === '') return []
    const isAfterBlank = !isLetterSpaced && index > 0 && chars[index - 1]?.trim() === ''
    return [{ char, x0: start, x1: x, y, size, isAfterBlank }]
  })
  if (!isLetterSpaced) return glyphs
  // What is spaced out on purpose belongs together: no gap is left that would part it.
  return glyphs.map((glyph, index) => ({ ...glyph, x1: glyphs[index + 1]?.x0 ?? glyph.x1 }))
}

const VERTICAL = /^[购买销售方信息密码区备注合计]$/

/** A page of positioned text that can be asked for labels and for what stands beside or below them. */
export class Sheet {
  readonly page: number
  readonly width: number
  readonly height: number
  readonly rows: Row[]
  readonly columns: Column[]
  readonly glyphs: Glyph[]
  /** All text row by row, without blanks. */
  readonly text: string

  constructor({ number, width, height, words }: Page) {
    this.page = number
    this.width = width
    this.height = height
    const all = words.flatMap(glyphsOf)
    this.columns = findColumns(words)
    this.glyphs = all.filter((glyph) => !this.columns.some((column) => isIn(column, glyph)))
    this.rows = findRows(this.glyphs)
    this.text = this.rows.map((row) => row.text).join('\n')
  }

  /** Every place where a pattern stands in a row, blanks left out. */
  find(pattern: RegExp): Stretch[] {
    const global = new RegExp(pattern.source, 'g')
    return this.rows.flatMap(({ text, glyphs }) =>
      [...text.matchAll(global)].flatMap((match) => {
        const start = Array.from(text.slice(0, match.index)).length
        const part = glyphs.slice(start, start + Array.from(match[0]).length)
        return part.length > 0 ? [stretchOf(part)] : []
      }),
    )
  }

  first(pattern: RegExp): Stretch | undefined {
    return this.find(pattern)[0]
  }

  /** Glyphs in a box, line by line, those of a label left out. */
  lines(box: { x0: number; x1: number; top: number; bottom: number }, label?: Stretch): Stretch[] {
    const inside = this.glyphs.filter(
      (glyph) =>
        glyph.x0 >= box.x0 &&
        (glyph.x0 + glyph.x1) / 2 < box.x1 &&
        glyph.y > box.top &&
        glyph.y <= box.bottom &&
        !label?.glyphs.includes(glyph),
    )
    return findRows(inside).map(({ glyphs }) => stretchOf(glyphs))
  }

  /** What stands right of a label in its line, up to `until`. A value may begin on the blank half of the colon. */
  right(label: Stretch, until = Number.POSITIVE_INFINITY): Stretch | undefined {
    const reach = label.size * 0.7
    const inside = this.glyphs.filter(
      (glyph) =>
        glyph.x0 >= label.x1 - label.size * 0.8 &&
        glyph.x0 < until &&
        Math.abs(glyph.y - label.y) < reach &&
        !label.glyphs.includes(glyph),
    )
    return inside.length > 0 ? stretchOf(inside.sort((a, b) => a.x0 - b.x0)) : undefined
  }

  /** Stretches of the line at a height, parted where there is a gap; of what stands right of a label, when one is given. */
  cells(y: number, size: number, label?: Stretch): Stretch[] {
    const x0 = label ? label.x1 - label.size * 0.8 : Number.NEGATIVE_INFINITY
    const inside = this.glyphs
      .filter(
        (glyph) => Math.abs(glyph.y - y) < size * 0.7 && glyph.x0 >= x0 && !label?.glyphs.includes(glyph),
      )
      .sort((a, b) => a.x0 - b.x0)
    return cellsOf(inside)
  }

  /** Every cell that is one whole text of a kind, such as a train number: rows have no blanks to tell them apart. */
  cellsLike(pattern: RegExp): Stretch[] {
    return this.rows.flatMap(({ glyphs }) => cellsOf(glyphs)).filter(({ text }) => pattern.test(text))
  }

  /** The nearest vertical label right of a place, at its height. */
  columnRightOf({ x1, y, size }: Omit<Stretch, 'glyphs'>): Column | undefined {
    return this.columns
      .filter((column) => column.x0 >= x1 && column.y - 3 * size < y && column.bottom + 3 * size > y)
      .sort((a, b) => a.x0 - b.x0)[0]
  }

  place({ x0, x1, y, size }: Omit<Stretch, 'glyphs'>): FieldPlace {
    const [top, bottom] = [y - size * 0.9, y + size * 0.25]
    return {
      page: this.page,
      corners: [
        [x0, top],
        [x1, top],
        [x1, bottom],
        [x0, bottom],
      ],
    }
  }
}

const isIn = (column: Column, { char, x0, y }: Glyph) =>
  column.text.includes(char) && Math.abs(x0 - column.x0) < 3 && y >= column.y - 1 && y <= column.bottom + 1

/** Glyphs as one text. Between two Chinese characters a blank is spacing and left out, unless `keepsBlanks`. */
export function stretchOf(glyphs: readonly Glyph[], keepsBlanks = false): Stretch {
  let text = ''
  let last: Glyph | undefined
  for (const glyph of glyphs) {
    text += (last && hasBlank(last, glyph, keepsBlanks) ? ' ' : '') + glyph.char
    last = glyph
  }
  const sizes = glyphs.map(({ size }) => size)
  const ys = glyphs.map(({ y }) => y)
  return {
    text,
    x0: Math.min(...glyphs.map(({ x0 }) => x0)),
    x1: Math.max(...glyphs.map(({ x1 }) => x1)),
    y: ys.reduce((sum, y) => sum + y, 0) / Math.max(ys.length, 1),
    size: Math.max(...sizes),
    glyphs,
  }
}

function hasBlank(last: Glyph, next: Glyph, keepsBlanks: boolean): boolean {
  const wide = Number(isWide(last.char)) + Number(isWide(next.char))
  if (wide === 2) return keepsBlanks && next.isAfterBlank
  return next.isAfterBlank || (wide === 0 && next.x0 - last.x1 > next.size * 0.3)
}

const GAP = 0.42

function cellsOf(glyphs: readonly Glyph[]): Stretch[] {
  const groups: Glyph[][] = []
  let last: Glyph | undefined
  for (const glyph of glyphs) {
    const group = groups.at(-1)
    const isCurrency = last !== undefined && /[¥￥]/.test(last.char)
    if (!group || !last || (glyph.x0 - last.x1 > glyph.size * GAP && !isCurrency)) groups.push([glyph])
    else group.push(glyph)
    last = glyph
  }
  return groups.map((group) => stretchOf(group))
}

export function findRows(glyphs: readonly Glyph[]): Row[] {
  const sorted = [...glyphs].sort((a, b) => a.y - b.y || a.x0 - b.x0)
  const groups: Glyph[][] = []
  let top = Number.NEGATIVE_INFINITY
  for (const glyph of sorted) {
    const group = groups.at(-1)
    if (group && glyph.y - top < Math.min(glyph.size, group[0]?.size ?? glyph.size) * 0.45) group.push(glyph)
    else {
      groups.push([glyph])
      top = glyph.y
    }
  }
  return groups.map((group) => {
    const ordered = [...group].sort((a, b) => a.x0 - b.x0)
    return { y: group[0]?.y ?? 0, glyphs: ordered, text: ordered.map(({ char }) => char).join('') }
  })
}

/** Single characters of the form's side labels that stand below each other. */
function findColumns(words: readonly Word[]): Column[] {
  const singles = words
    .filter(({ text }) => VERTICAL.test(cleanText(text).trim()))
    .map((word) => ({ ...word, text: cleanText(word.text).trim() }))
    .sort((a, b) => a.y - b.y)
  const columns: Column[] = []
  for (const word of singles) {
    const above = columns.find(
      (column) =>
        Math.abs(column.x0 - word.x0) < 3 && word.y - column.bottom < word.size * 4 && word.y > column.bottom,
    )
    if (above) {
      above.text += word.text
      above.bottom = word.y
    } else columns.push({ ...word, bottom: word.y })
  }
  return columns.filter(({ text }) => /^(?:购|销|密码|备注|[购销][买售]?方)/.test(text) && text.length > 1)
}
