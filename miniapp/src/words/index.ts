import { keep, remember } from '@/lib/storage'
import { createStore, useStore } from '@/lib/store'
import { setDocumentLanguage, systemLanguage } from '@/platform'
import { en } from './en'
import { type Words, zh } from './zh'
import type { merchant } from './zh/merchant'

export type { Words } from './zh'
export type Language = 'zh-CN' | 'en'

// The merchant's part is missing until a page of his is loaded; guests never are on one.
const LANGUAGES = { 'zh-CN': { ...zh }, en: { ...en } } as Readonly<Record<Language, Words>>

/** Adds the words of a sub-package, before any of its pages is drawn. */
export function addWords(more: Readonly<Record<Language, typeof merchant>>): void {
  for (const tag of Object.keys(more) as Language[]) Object.assign(LANGUAGES[tag], more[tag])
}

function firstLanguage(): Language {
  const kept = remember<Language>('language')
  if (kept && kept in LANGUAGES) return kept
  return /^zh/i.test(systemLanguage()) ? 'zh-CN' : 'en'
}

const language = createStore<Language>(firstLanguage())
setDocumentLanguage(language.get())

export function currentLanguage(): Language {
  return language.get()
}

export function setLanguage(next: Language): void {
  keep('language', next)
  setDocumentLanguage(next)
  language.set(next)
}

export function useLanguage(): Language {
  return useStore(language)
}

/** The words of the language in use, outside of a page. */
export function words(): Words {
  return LANGUAGES[language.get()]
}

/** The words of the language in use, watched. */
export function useWords(): Words {
  return LANGUAGES[useStore(language)]
}
