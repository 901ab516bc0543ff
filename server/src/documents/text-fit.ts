import { type FaceName, textWidth } from './fonts'

/** Marks that may not begin a line (行首禁则). */
const NO_LINE_START = /^[，。、；：？！）】》”’％%,.;:?!)\]}·]/u
const TOKENS = /[!-~]+|[^!-~]/gu

/** Breaks a text into lines of at most `width`: between ideographs, and inside a Latin word only when it is too long. */
export function wrapText(text: string, width: number, size: number, face: FaceName = 'regular'): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (candidate: string) => textWidth(candidate, size, face) <= width + 1e-6
  const push = (token: string) => {
    if (fits(line + token)) line += token
    else if (fits(token) && token.length < 24) breakBefore(token)
    else
      for (const character of token) {
        if (fits(line + character)) line += character
        else breakBefore(character)
      }
  }
  const breakBefore = (token: string) => {
    const characters = [...line]
    const carried = NO_LINE_START.test(token) && characters.length > 1 ? (characters.pop() ?? '') : ''
    if (line !== '') lines.push(characters.join('').trimEnd())
    line = carried + token.trimStart()
  }
  for (const token of text.match(TOKENS) ?? []) push(token)
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

/** The largest size up to `size` at which a text stands in `width` on one line. */
export function shrinkToFit(text: string, width: number, size: number, face: FaceName = 'regular'): number {
  const needed = textWidth(text, size, face)
  return needed <= width ? size : (size * width) / needed
}

export interface FittedBlock {
  lines: string[]
  size: number
  /** Distance of two baselines. */
  pitch: number
}

/** Wraps paragraphs at the largest size, stepping down by 4 %, at which they stand in the box; always ends. */
export function fitBlock(
  paragraphs: readonly string[],
  width: number,
  height: number,
  size: number,
  leading = 1.1,
): FittedBlock {
  for (let current = size; ; current *= 0.96) {
    const lines = paragraphs.flatMap((paragraph) => wrapText(paragraph, width, current))
    const pitch = current * leading
    if (lines.length * pitch <= height || current < 0.3) return { lines, size: current, pitch }
  }
}
