import type { Language } from '../phrases'
import { LANGUAGES } from '../phrases'
import { useWords } from '../words'

interface TopBarProps {
  language: Language
  onLanguage: (language: Language) => void
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
      {LANGUAGES.filter((other) => other !== language).map((other) => (
        <button
          key={other.tag}
          type="button"
          class="plain"
          lang={other.tag}
          onClick={() => onLanguage(other)}
        >
          {other.name}
        </button>
      ))}
    </header>
  )
}
