import type { FirstPhrases, Phrases } from '@piaoma/shared/guest'
import { phrases as chinese } from '@piaoma/shared/guest/phrases/zh-CN'

/** One language of the page. `all` is there once a part that comes after the form is. */
export interface Language {
  tag: string
  phrases: FirstPhrases
  all?: Phrases
}

/** Part of the page, so that most guests wait for no language; cut in two, so that the form comes soon. */
export const CHINESE: Language = { tag: 'zh-CN', phrases: chinese }

// Another language is one more file here and nothing else. It is only loaded by those who speak it.
const files = import.meta.glob<{ phrases: Phrases }>([
  '../../../shared/src/guest/phrases/*.ts',
  '!../../../shared/src/guest/phrases/types.ts',
  '!../../../shared/src/guest/phrases/zh-CN*.ts',
])
const FOLDER = '../../../shared/src/guest/phrases/'

/** The tags of all languages, Chinese first. */
export const LANGUAGE_TAGS: readonly string[] = [
  CHINESE.tag,
  ...Object.keys(files).map((path) => path.slice(FOLDER.length, -3)),
]

/** Chinese needs no loading to begin with. */
export function languageAtHand(tag: string): Language | undefined {
  return tag === CHINESE.tag ? CHINESE : undefined
}

/** A language with all its phrases; rejects when they cannot be loaded. A language that does not exist is Chinese. */
export async function loadLanguage(tag: string): Promise<Language> {
  const load = files[`${FOLDER}${tag}.ts`]
  if (load) {
    const { phrases } = await load()
    return { tag, phrases, all: phrases }
  }
  if (!CHINESE.all) {
    const later = await import('@piaoma/shared/guest/phrases/zh-CN.later')
    CHINESE.all = Object.assign({}, chinese, later.phrases)
  }
  return CHINESE
}

/** What a language calls itself. */
export function languageName(tag: string): string {
  const [first = tag] = tag.split('-')
  const known: Record<string, string> = { zh: '中文', en: 'English' }
  if (known[first]) return known[first]
  return ('DisplayNames' in Intl && new Intl.DisplayNames([tag], { type: 'language' }).of(first)) || tag
}

/**
 * The language to speak, from wishes in order of weight (the address, an earlier choice, the browser). A wish
 * fits by its whole tag or by its first part; wishes that nobody can fulfil mean English, no wish at all Chinese.
 */
export function pickLanguage(tags: readonly string[], wishes: readonly (string | null)[]): string {
  const spoken = wishes.filter((wish): wish is string => !!wish)
  const first = (tag: string) => tag.toLowerCase().split('-')[0]
  for (const wish of spoken) {
    const tag =
      tags.find((one) => one.toLowerCase() === wish.toLowerCase()) ??
      tags.find((one) => first(one) === first(wish))
    if (tag) return tag
  }
  return spoken.length > 0 && tags.indexOf('en') >= 0 ? 'en' : CHINESE.tag
}
