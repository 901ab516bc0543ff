import { toHalfWidth } from '../money/fen'
import { type TaxCode, taxCodeTable } from './table'

/** What a search looks at in one leaf. */
interface Entry {
  taxCode: TaxCode
  /** Names of the classes above it and short names, lower case. */
  context: string
  name: string
}

let entries: readonly Entry[] | undefined

function leaves(): readonly Entry[] {
  entries ??= [...taxCodeTable().values()]
    .filter((taxCode) => taxCode.isLeaf)
    .map((taxCode) => ({
      taxCode,
      name: fold(taxCode.name),
      context: fold(`${taxCode.shortName} ${above(taxCode.code).join(' ')}`),
    }))
  return entries
}

const fold = (text: string): string => toHalfWidth(text).toLowerCase().trim()

/** Names of the classes above a code, outermost first. */
function above(code: string): string[] {
  const names: string[] = []
  for (let length = 1; length < 19; length += 2) {
    const parent = code.slice(0, length).padEnd(19, '0')
    if (parent === code) break
    const found = taxCodeTable().get(parent)
    if (found) names.push(found.name)
  }
  return names
}

/** Smaller is better; `undefined` when a word is nowhere in the entry. */
function score(entry: Entry, words: readonly string[]): number | undefined {
  let total = 0
  for (const word of words) {
    if (entry.name === word) continue
    if (entry.name.startsWith(word)) total += 1
    else if (entry.name.includes(word)) total += 2
    else if (entry.context.includes(word)) total += 4
    else if (/^\d{3,19}$/.test(word) && entry.taxCode.code.startsWith(word)) total += 1
    else return undefined
  }
  return total
}

/**
 * Leaves of the classification for what a merchant types: words of the name, of the classes above or of the short
 * name, or the first digits of the code (3 or more); every word must be found. Best first, at most `limit`.
 */
export function searchTaxCodes(text: string, limit: number): TaxCode[] {
  const words = fold(text).slice(0, 100).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return leaves()
    .flatMap((entry) => {
      const points = score(entry, words)
      return points === undefined ? [] : [{ entry, points }]
    })
    .sort((a, b) => a.points - b.points || a.entry.name.length - b.entry.name.length)
    .slice(0, Math.max(limit, 0))
    .map(({ entry }) => entry.taxCode)
}
