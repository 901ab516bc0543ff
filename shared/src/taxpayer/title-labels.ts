import { foldWidth } from './fold'
import { type LabelKind, labelWords } from './title-words'

/** A label in a text: where it starts and where its value starts. */
export interface Label {
  kind: LabelKind
  start: number
  end: number
}

// Single words that also stand inside names and addresses: labels only where nothing but a colon, a tab or
// a line end follows.
const WEAK = /^(公司|单位|银行|名称|抬头|金额|name|title|company|buyer|bank|account|acct?\.?|tin)$/i
// A remark in brackets, quotes of JSON, the closing bracket of 【名称】, then the colon.
const COLON = /^\s{0,3}(?:\([^()\n]{0,20}\))?[\s"'”」】\]*]{0,4}[:=]\s?/
const NUMBERING = /(?:(?:^|[\s,;。])\(?\d{1,2}[.、)]|[①-⑩])[ \t]*$/
const IS_START = /(?:^|[\s,;|、。."'“{【[(*•·>-]|[①-⑩]|\d[.、)])$/
const CJK = /^[\u4e00-\u9fff]/
// What may follow a label directly, without colon or space.
const DIRECT: Partial<Record<LabelKind, RegExp>> = {
  taxpayerId: /^[0-9A-Z]{15}/i,
  phone: /^[+(]?\d{3}/,
  bankAccount: /^\d{6}/,
  bank: CJK,
  bankName: CJK,
  address: CJK,
  place: CJK,
  name: /^[\u4e00-\u9fffA-Za-z]/,
}

/** All labels of a pasted block, in order. */
export function findLabels(text: string): Label[] {
  const folded = foldWidth(text)
  const words = labelWords()
  const pattern = new RegExp(words.map(([, word]) => `(${word})`).join('|'), 'gi')
  const labels: Label[] = []
  for (let hit = pattern.exec(folded); hit; hit = pattern.exec(folded)) {
    const last = labels[labels.length - 1]
    // 「名称 Company name：」 is one label in two languages.
    const isTwin = last !== undefined && /^[\s/()]{0,4}$/.test(folded.slice(last.end, hit.index))
    const kind = words[hit.slice(1).findIndex((group) => group !== undefined)]?.[0]
    const label = kind && labelAt(folded, kind, hit, isTwin)
    pattern.lastIndex = label ? label.end : hit.index + 1
    if (label && isTwin && label.kind === last.kind) last.end = label.end
    else if (label) labels.push(label)
  }
  return labels
}

function labelAt(folded: string, kind: LabelKind, hit: RegExpExecArray, isTwin: boolean): Label | undefined {
  const before = folded.slice(0, hit.index)
  // The 公司 of 有限公司地址 belongs to the name before it.
  const owned = /(?:有限|责任|股份|分|总|集团)$/.test(before) && hit[0].startsWith('公司') ? 2 : 0
  const word = hit[0].slice(owned)
  const end = hit.index + hit[0].length
  if (!word) return undefined
  const lead = isTwin ? '' : folded.slice(0, end - word.length)
  const skip = valueStartOf(kind, word, lead, folded.slice(end))
  if (skip === undefined) return undefined
  const decoration = owned ? 0 : (NUMBERING.exec(before)?.[0].trim().length ?? 0)
  return { kind, start: end - word.length - decoration, end: end + skip }
}

// How many characters after the word its value starts, or undefined when the word is no label here.
function valueStartOf(kind: LabelKind, word: string, before: string, after: string): number | undefined {
  const isStart = IS_START.test(before)
  const isLineStart = /(?:^|\n)[^\n\u4e00-\u9fffA-Za-z]{0,5}$/.test(before)
  const isChinese = CJK.test(word)
  const isWeak = WEAK.test(word)
  const colon = COLON.exec(after)
  if (colon && (isStart || (isChinese && !isWeak))) return colon[0].length
  const dash = /^ ?[-–—]{1,2} ?/.exec(after)
  if (dash && isLineStart && isChinese) return dash[0].length
  if (/^[】\]]/.test(after) && /[【[]$/.test(before)) return 1
  if (isLineStart && /^(?:\t| {2}|\s*\n|\s*$)/.test(after)) return 0
  if (isWeak && !(word === '名称' && isStart)) return undefined
  const gap = /^\s+/.exec(after)
  if (gap) return isStart && (isChinese || isLineStart || /^\s+[\d+(]/.test(after)) ? 0 : undefined
  return isChinese && DIRECT[kind]?.test(after) && (isStart || isDirectAnywhere(kind, word, before))
    ? 0
    : undefined
}

function isDirectAnywhere(kind: LabelKind, word: string, before: string): boolean {
  if (kind === 'address' || kind === 'place') return /[0-9A-Za-z]$/.test(before)
  return kind !== 'name' && (kind !== 'bankName' || word.startsWith('开户'))
}
