import { gbkByteLength, isGbk } from './gbk'

/** Longest text of one field: characters (code points) and, where a channel counts so, GBK bytes. */
export interface TextLimit {
  characters?: number
  gbkBytes?: number
}

/** What `checkText` may find. */
export const TEXT_ISSUES = [
  'text.required',
  'text.too_long',
  'text.too_many_bytes',
  'text.control_character',
  'text.four_byte_character',
  'text.angle_bracket',
  'text.not_gbk',
] as const
export type TextIssueCode = (typeof TEXT_ISSUES)[number]

/** One thing wrong with a text. `characters` holds the offenders, each once, so that a page can show them. */
export interface TextIssue {
  code: TextIssueCode
  characters?: string[]
}

/** What a field asks of its text. */
export interface TextRule extends TextLimit {
  /** Empty (or blank) text is an issue. */
  isRequired?: boolean
  /** Line breaks are allowed (remark). */
  isMultiline?: boolean
  /** Every character must be in GBK (a channel that would print `?` instead). */
  isGbkOnly?: boolean
}

/**
 * Code points that cannot be seen or printed: C0, DEL and C1, soft hyphen, fillers, zero-width, bidirectional controls,
 * line separators, variation selectors, byte order mark, lone surrogates, private use, non-characters.
 */
const UNPRINTABLE = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
] as const

const isUnprintable = (codePoint: number): boolean =>
  UNPRINTABLE.some(([from, to]) => codePoint >= from && codePoint <= to)

/**
 * Checks one text against the rules of an invoice field and reports everything wrong with it at once; it never
 * changes or drops a character. Characters outside the basic plane (4 bytes in UTF-8: emoji, rare hanzi) are
 * reported on their own, so that the person can be asked. Sources: NuoNuo and 票通 field rules (GBK byte counts, no
 * `<>`), 4-byte characters that tax systems cannot print.
 */
export function checkText(text: string, rule: TextRule = {}): TextIssue[] {
  const issues: TextIssue[] = []
  if (rule.isRequired && text.trim() === '') issues.push({ code: 'text.required' })
  const characters = Array.from(text)
  if (rule.characters !== undefined && characters.length > rule.characters) {
    issues.push({ code: 'text.too_long' })
  }
  if (rule.gbkBytes !== undefined && gbkByteLength(text) > rule.gbkBytes) {
    issues.push({ code: 'text.too_many_bytes' })
  }
  const offenders = new Map<TextIssueCode, Set<string>>()
  for (const character of characters) {
    const code = characterIssue(character, rule)
    if (code) offenders.set(code, (offenders.get(code) ?? new Set()).add(character))
  }
  for (const [code, found] of offenders) issues.push({ code, characters: [...found] })
  return issues
}

function characterIssue(character: string, rule: TextRule): TextIssueCode | undefined {
  if (rule.isMultiline && (character === '\n' || character === '\r')) return undefined
  const codePoint = character.codePointAt(0) ?? 0
  if (isUnprintable(codePoint)) return 'text.control_character'
  if (codePoint > 0xffff) return 'text.four_byte_character'
  if (character === '<' || character === '>') return 'text.angle_bracket'
  return rule.isGbkOnly && !isGbk(codePoint) ? 'text.not_gbk' : undefined
}
