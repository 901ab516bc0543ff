import type { Phrases } from './zh-CN'

export type { PhraseKey, Phrases } from './zh-CN'

/** One language of the page; its tag is the name of its file. */
export interface Language {
  tag: string
  name: string
  phrases: Phrases
}

// Another language is one more file here and nothing else.
const files = import.meta.glob<{ phrases: Phrases; languageName: string }>(
  ['./*.ts', '!./index.ts', '!./*.test.ts'],
  { eager: true },
)

/** Every language there is, in the order of the file names. */
export const LANGUAGES: Language[] = Object.keys(files).flatMap((path) => {
  const file = files[path]
  return file ? [{ tag: path.slice(2, -3), name: file.languageName, phrases: file.phrases }] : []
})

/**
 * The language to speak, from wishes in order of weight (the address, an earlier choice, the browser). A wish
 * fits by its whole tag or by its first part; wishes that nobody can fulfil mean English, no wish at all Chinese.
 */
export function pickLanguage(languages: readonly Language[], wishes: readonly (string | null)[]): Language {
  const spoken = wishes.filter((wish): wish is string => !!wish)
  const first = (tag: string) => tag.toLowerCase().split('-')[0]
  const byTag = (tag: string) =>
    languages.find((language) => language.tag.toLowerCase() === tag.toLowerCase()) ||
    languages.find((language) => first(language.tag) === first(tag))
  for (const wish of spoken) {
    const language = byTag(wish)
    if (language) return language
  }
  const fallback = byTag(spoken.length > 0 ? 'en' : 'zh-CN') || languages[0]
  if (!fallback) throw new Error('there is no language file')
  return fallback
}

/** A phrase with its `{name}` marks filled in. */
export function say(phrase: string, values: Record<string, string | number>): string {
  return phrase.replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}
