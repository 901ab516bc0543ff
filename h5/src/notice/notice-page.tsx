import type { CodeView } from '@piaoma/shared/contract'
import { isPassing, minute, type Notice, type Phrases, placeName, recentOf, say } from '@piaoma/shared/guest'
import { applicationAddress, codeAddress } from '../platform/route'
import { sessionStore } from '../platform/storage'
import { CallStore } from '../ui/call-store'
import { Icon, type IconName } from '../ui/icons'
import { useAllWords } from '../words'
import { ShortCodeForm } from './short-code-form'

const ICONS: Partial<Record<Notice, IconName>> = { unpaid: 'clock', notStarted: 'clock', spent: 'check' }

interface NoticePageProps {
  notice: Notice
  /** The code that it is about, when it is known. */
  view?: CodeView
  onRetry: () => void
}

/** Why there is no form, and what to do now. */
export function NoticePage({ notice, view, onRetry }: NoticePageProps) {
  const t = useAllWords()
  const mine = notice === 'spent' && view ? recentOf(sessionStore, view.code) : undefined
  const isUpToStore = !!view?.storePhone && notice !== 'unpaid' && notice !== 'notStarted' && !mine
  return (
    <section class={`notice ${notice}`}>
      <div class="notice-mark">
        <Icon name={ICONS[notice] ?? 'cross'} />
      </div>
      <h1 id="page-title" tabIndex={-1}>
        {t[`${notice}Title`]}
      </h1>
      {view && <p class="notice-where">{placeName(view)}</p>}
      <p>{bodyOf(notice, view, t)}</p>
      {notice === 'spent' && <SpentFacts view={view} />}
      {notice === 'unpaid' && (
        <p class="busy-line" role="status">
          <span class="spinner" />
          {t.unpaidWatching}
        </p>
      )}
      <div class="actions">
        {mine && (
          <a class="button" href={applicationAddress(mine.token)}>
            {t.spentMine}
          </a>
        )}
        {/* What the store has to mend is asked of the store first; what passes by itself is tried again. */}
        <CallStore phone={view?.storePhone} isMain={isUpToStore} />
        {isPassing(notice) && (
          <button type="button" class={isUpToStore ? 'button second' : 'button'} onClick={onRetry}>
            {t.retry}
          </button>
        )}
      </div>
      {(notice === 'unknown' || notice === 'noPage') && (
        <ShortCodeForm button={t.shortCodeOpen} onCode={(code) => location.assign(codeAddress([code]))} />
      )}
    </section>
  )
}

function SpentFacts({ view }: { view?: CodeView }) {
  const t = useAllWords()
  return (
    <>
      {view?.spentBy && (
        <p class="quote">{say(t.spentBy, { name: view.spentBy.buyerName, time: minute(view.spentBy.at) })}</p>
      )}
      <p>{t.spentHelp}</p>
    </>
  )
}

function bodyOf(notice: Notice, view: CodeView | undefined, t: Phrases): string {
  if (notice === 'expired') {
    return view?.validUntil ? say(t.expiredBody, { time: minute(view.validUntil) }) : t.expiredBodyPlain
  }
  if (notice === 'notStarted') {
    return view?.validFrom ? say(t.notStartedBody, { time: minute(view.validFrom) }) : t.notStartedBodyPlain
  }
  return t[`${notice}Body`]
}
