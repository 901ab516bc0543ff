import type { ComponentType } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { loadLanguage } from '../phrases'
import { LanguageContext, useWords } from '../words'

/** A part of the page that is loaded, with its words, when it is first shown, or before by `preload`. */
export interface LazyPart<Props> {
  Part: ComponentType<Props>
  preload: () => void
}

/** Makes one out of `() => import(…)`; a part that cannot be loaded says so and can be asked for again. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  let Loaded: ComponentType<Props> | undefined
  const fetchIt = async (tag: string) => {
    const [part] = await Promise.all([Loaded ?? load(), loadLanguage(tag)])
    Loaded = part
  }
  function Part(props: Props) {
    const language = useContext(LanguageContext)
    const [isFailed, setFailed] = useState(false)
    const [, showIt] = useState(false)
    const isHere = Loaded && language.all
    const show = () => {
      setFailed(false)
      fetchIt(language.tag).then(
        () => showIt(true),
        () => setFailed(true),
      )
    }
    useEffect(() => {
      if (!isHere) show()
    }, [])
    if (Loaded && isHere) return <Loaded {...props} />
    return <LazyState isFailed={isFailed} onRetry={show} />
  }
  // A failed preload is no failure: showing the part tries again.
  return { Part, preload: () => void fetchIt(document.documentElement.lang).catch(() => undefined) }
}

function LazyState({ isFailed, onRetry }: { isFailed: boolean; onRetry: () => void }) {
  const t = useWords()
  if (!isFailed) return <Busy words={t.loading} />
  return (
    <div class="notice" role="alert">
      <h1>{t.offlineTitle}</h1>
      <p>{t.offlineBody}</p>
      <button type="button" class="button" onClick={onRetry}>
        {t.retry}
      </button>
    </div>
  )
}

/** Something is being fetched. */
export function Busy({ words }: { words: string }) {
  return (
    <p class="busy-line" role="status">
      <span class="spinner" />
      {words}
    </p>
  )
}
