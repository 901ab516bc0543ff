import { pinyin } from 'pinyin-pro'

/** Most characters of a `searchKeys` column. */
export const SEARCH_KEYS_LENGTH = 500

/**
 * What a name is found by beside itself: its pinyin in one word and its initials, lower-case, e.g. `示例 shili sl`.
 * Further texts (a tax number) are added as they are. Stored with the row, so that a search is one `LIKE`.
 */
export function searchKeysOf(name: string, ...more: (string | null | undefined)[]): string {
  const spell = (pattern: 'pinyin' | 'first') =>
    pinyin(name, { toneType: 'none', pattern, type: 'array', v: true }).join('').replace(/\s/g, '')
  const keys = [name, spell('pinyin'), spell('first'), ...more.filter(Boolean)]
  return keys.join(' ').toLowerCase().slice(0, SEARCH_KEYS_LENGTH)
}
