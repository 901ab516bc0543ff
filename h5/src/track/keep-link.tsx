import { useState } from 'preact/hooks'
import { copyText } from '../ui/copy'
import { useAllWords } from '../words'

/** The address of this page is the guest's lasting way back to his invoice. */
export function KeepLink({ isIssued }: { isIssued: boolean }) {
  const t = useAllWords()
  const [words, setWords] = useState('')
  const copy = async () => setWords((await copyText(location.href)) ? t.copied : t.copyFailed)
  return (
    <section class="card" aria-labelledby="link-title">
      <h2 id="link-title">{t.keepLink}</h2>
      <p class="hint">{isIssued ? t.keepLinkHint : t.mayLeave}</p>
      <button type="button" class="button second" onClick={copy}>
        {t.copyLink}
      </button>
      <p class="state right" role="status">
        {words}
      </p>
    </section>
  )
}
