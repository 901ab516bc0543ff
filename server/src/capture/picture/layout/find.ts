import type { Line, PageText } from './page-text'

/** A part of a line: from one character to before another. */
export interface Span {
  line: Line
  from: number
  to: number
}

/** A value with the place it was read at. */
export interface Found<T> {
  value: T
  span: Span
}

export const spanText = ({ line, from, to }: Span) => line.text.slice(from, to)

/**
 * A span as it is printed: names are registered with full-width parentheses, and only the print tells. Where the two of
 * a pair were read in different widths, both are full-width; around signs of half width they are half-width.
 */
export function printedText({ line, from, to }: Span): string {
  const characters = line.characters.slice(from, to)
  const text = characters.map(({ text, printed = text }) => (/[()]/.test(text) ? printed : text)).join('')
  if (!/[（）]/.test(text)) return text
  const wide = text.replaceAll('(', '（').replaceAll(')', '）')
  return wide.replace(/（([!-~]+)）/g, '($1)')
}

export const wholeLine = (line: Line): Span => ({ line, from: 0, to: line.text.length })

/** Lines of the same row to the right of a line, nearest first. */
export function rightOf(page: PageText, line: Line, reach = 0.7): Line[] {
  return page.lines
    .filter((other) => other !== line && other.x > line.x && other.left > line.right - line.height * 1.5)
    .filter((other) => isSameRow(line, other, reach))
    .sort((a, b) => a.left - b.left)
}

/** Whether two lines stand in one row of the flattened page. */
export const isSameRow = (a: Line, b: Line, reach = 0.7) =>
  Math.abs(a.y - b.y) < reach * Math.min(Math.max(a.height, b.height), 2 * Math.min(a.height, b.height))

/** Every match of a pattern, line by line; its first group (or all of it) is the span. */
export function findAll(lines: readonly Line[], pattern: RegExp): Span[] {
  const global = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}gd`)
  return lines.flatMap((line) =>
    Array.from(line.text.matchAll(global), (match): Span => {
      const [from, to] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0]
      return { line, from, to }
    }),
  )
}

export const findFirst = (lines: readonly Line[], pattern: RegExp): Span | undefined =>
  findAll(lines, pattern)[0]

/**
 * What stands behind a label: in its own line, or in the next lines of its row (a value is often a box of its own).
 * The pattern's first group is taken.
 */
export function behindLabel(
  page: PageText,
  label: RegExp,
  value: RegExp,
  lines = page.lines,
): Span | undefined {
  for (const line of lines) {
    const match = label.exec(line.text)
    if (!match) continue
    const end = match.index + match[0].length
    const inside = findAll([line], value).find(({ from }) => from >= end)
    if (inside) return inside
    const beside = findFirst(rightOf(page, line).slice(0, 3), value)
    if (beside) return beside
  }
  return undefined
}
