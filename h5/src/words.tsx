import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { CHINESE, LANGUAGE_TAGS, type Language, pickLanguage } from './phrases'
import { deviceStore } from './platform/storage'

const STORED = 'piaoma.language'

/** The language of this visit: `?lang=`, an earlier choice on this device, the browser's wish. */
export function firstLanguageTag(): string {
  const asked = /[?&]lang=([\w-]+)/.exec(location.search)?.[1] ?? null
  const wishes = [asked, deviceStore.getItem(STORED), ...(navigator.languages ?? [navigator.language])]
  return pickLanguage(LANGUAGE_TAGS, wishes)
}

/** Tells screen readers and the service which language the page speaks. */
export function applyLanguage(language: Language): void {
  document.documentElement.lang = language.tag
  document.title = language.phrases.pageTitle
}

/** Remembers the guest's choice on this device. */
export function rememberLanguage(tag: string): void {
  deviceStore.setItem(STORED, tag)
}

export const LanguageContext = createContext(CHINESE)

/** The phrases of the form in the language in use. */
export function useWords() {
  return useContext(LanguageContext).phrases
}

/** All phrases, for parts that are loaded after the form: `lazy` sees to it that they are there. */
export function useAllWords() {
  const { all } = useContext(LanguageContext)
  if (!all) throw new Error('a later part was shown before its words')
  return all
}
