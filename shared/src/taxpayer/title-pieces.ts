import { foldWidth } from './fold'

/** Text with the part that was found in it: `before` and `after` are what remains around it. */
export interface Cut {
  found: string
  before: string
  after: string
}

/** Finds a telephone number (several when joined by `/` or `、`), folded to half-width. */
export function cutPhone(text: string, isBareAllowed = false): Cut | undefined {
  // Mobile; area code and number; 400 and 800; international; each with its extension.
  const full =
    '(?:(?:(?:\\+|00)?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}|' +
    '(?:(?:\\+|00)?86[- ]?)?\\(?0\\d{2,3}\\)?[- ]{0,3}\\d{3,4}[- ]?\\d{4}|' +
    '[48]00[- ]?\\d{3,4}[- ]?\\d{3,4}|\\+\\d{1,3}[- ]?\\(?\\d{1,4}\\)?(?:[- ]?\\d{2,4}){2,4})'
  const extension = '(?:(?:-| ?转| ?ext\\.? ?)\\d{1,6})?'
  // Without an area code only where an address or the label 电话 stands before it.
  const bare = `(?:${full}|[2-9]\\d{6,7})${extension}`
  const one = isBareAllowed ? bare : full + extension
  return cut(text, new RegExp(`(^|[^\\dA-Za-z])(${one}(?: ?[/、,;] ?${bare})*)(?![\\dA-Za-z])`, 'gi'))
}

/** Finds the last bank account number: 8–32 digits, groups parted by a space or a hyphen. */
export function cutAccount(text: string): Cut | undefined {
  const pattern = /(^|[^\dA-Za-z])((?:\d[ -]?){7,31}\d)(?![\dA-Za-z])/g
  const hit = cut(text, pattern)
  return hit && { ...hit, found: hit.found.replace(/ /g, '') }
}

/** Address and telephone that stand in one text, in either order, also parted by `|` as WeChat does. */
export function splitPlace(text: string): { address: string; phone: string } {
  const bar = splitAtBar(text)
  if (bar) return { address: bar[0], phone: bar[1] }
  const hit = cutPhone(text) ?? cutPhone(text, true)
  // A number in the middle belongs to the address.
  if (!hit || (tidy(hit.before) !== '' && tidy(hit.after) !== '')) return { address: tidy(text), phone: '' }
  return { address: tidy(hit.before) || tidy(hit.after), phone: hit.found }
}

/** Bank and account that stand in one text, in either order. */
export function splitBank(text: string): { bankName: string; bankAccount: string } {
  const bar = splitAtBar(text)
  if (bar) return { bankName: bar[0], bankAccount: foldWidth(bar[1]).replace(/\s/g, '') }
  const hit = cutAccount(text)
  if (!hit) return { bankName: tidy(text), bankAccount: '' }
  return { bankName: tidy(hit.before) || tidy(hit.after), bankAccount: hit.found }
}

/** Without the separators, quotes and label remains around a value, inner white space as one space. */
export function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,，;；、。|/:：=*"'“”·•_\-—)）\]】}]+/, '')
    .replace(/[\s,，;；、。|/:：=*"'“”·•_\-—(（[【{]+$/, '')
}

function splitAtBar(text: string): [string, string] | undefined {
  const bar = text.lastIndexOf('|')
  return bar < 0 ? undefined : [text.slice(0, bar).trim(), text.slice(bar + 1).trim()]
}

// The last hit, looked for in the folded text and cut from the original, which is as long.
function cut(text: string, pattern: RegExp): Cut | undefined {
  const folded = foldWidth(text).replace(/[‐-―−]/g, '-')
  let result: Cut | undefined
  for (let hit = pattern.exec(folded); hit; hit = pattern.exec(folded)) {
    const start = hit.index + (hit[1] ?? '').length
    const end = hit.index + hit[0].length
    result = { found: hit[2] ?? '', before: text.slice(0, start), after: text.slice(end) }
  }
  return result
}
