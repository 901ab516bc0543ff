import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { LANGUAGES, type Language, pickLanguage } from './phrases'
import { deviceStore } from './platform/storage'

const STORED = 'piaoma.language'

/** The language of this visit: `?lang=`, an earlier choice on this device, the browser's wish. */
export function firstLanguage(): Language {
  const asked = /[?&]lang=([\w-]+)/.exec(location.search)?.[1] ?? null
  return pickLanguage(LANGUAGES, [
    asked,
    deviceStore.getItem(STORED),
    ...(navigator.languages ?? [navigator.language]),
  ])
}

/** Remembers the choice and tells screen readers which language the page speaks. */
export function applyLanguage(language: Language, isChoice: boolean): void {
  document.documentElement.lang = language.tag
  if (isChoice) deviceStore.setItem(STORED, language.tag)
}

export const LanguageContext = createContext<Language>(firstLanguage())

/** The phrases of the language in use. */
export function useWords() {
  return useContext(LanguageContext).phrases
}
