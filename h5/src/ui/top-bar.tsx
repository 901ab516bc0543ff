import { LANGUAGE_TAGS, languageName } from '../phrases'
import { useWords } from '../words'

interface TopBarProps {
  language: string
  onLanguage: (tag: string) => void
  isLarge: boolean
  onLarge: (isLarge: boolean) => void
}

/** The two things every guest can set: the language and the size of type. */
export function TopBar({ language, onLanguage, isLarge, onLarge }: TopBarProps) {
  const t = useWords()
  return (
    <header class="top-bar">
      <button type="button" class="plain" aria-pressed={isLarge} onClick={() => onLarge(!isLarge)}>
        {t.largeType}
      </button>
      {LANGUAGE_TAGS.filter((tag) => tag !== language).map((tag) => (
        <button key={tag} type="button" class="plain" lang={tag} onClick={() => onLanguage(tag)}>
          {languageName(tag)}
        </button>
      ))}
    </header>
  )
}
