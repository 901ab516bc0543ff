import type { ApplyForm, RememberedTitle } from '@piaoma/shared/guest'
import { forgetTitle, isSameTitle, readTitles, say } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { deviceStore } from '../platform/storage'
import { announce } from '../ui/announce'
import { Icon } from '../ui/icons'
import { useWords } from '../words'

interface SavedTitlesProps {
  form: ApplyForm
  onPick: (title: RememberedTitle) => void
}

/** The titles of this device: one tap fills the form, another forgets one. */
export function SavedTitles({ form, onPick }: SavedTitlesProps) {
  const t = useWords()
  const [titles, setTitles] = useState(() => readTitles(deviceStore))
  if (titles.length === 0) return null
  const current: RememberedTitle =
    form.type === 'person'
      ? { type: 'person', name: form.personName }
      : { type: 'company', name: form.companyName, taxpayerId: form.taxpayerId || undefined }
  return (
    <section class="saved" aria-label={t.savedTitles}>
      <h3>{t.savedTitles}</h3>
      <ul>
        {titles.map((title) => (
          <li key={`${title.name}|${title.taxpayerId}`}>
            <button
              type="button"
              class="saved-title"
              aria-pressed={isSameTitle(title, current)}
              onClick={() => {
                onPick(title)
                announce(say(t.titleFilled, { name: title.name ?? '' }))
              }}
            >
              <span>{title.name}</span>
              <small>{title.type === 'person' ? t.person : title.taxpayerId}</small>
            </button>
            <button
              type="button"
              class="plain"
              aria-label={say(t.forgetTitle, { name: title.name ?? '' })}
              onClick={() => {
                setTitles(forgetTitle(deviceStore, title))
                announce(say(t.titleForgotten, { name: title.name ?? '' }))
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
