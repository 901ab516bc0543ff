import type { CodeView } from '@piaoma/shared/contract'
import { isPassing, minute, type Notice, type Phrases, placeName, recentOf, say } from '@piaoma/shared/guest'
import { goTo, swap } from '@/lib/routes'
import { Box, Heading } from '@/primitives'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { useWords } from '@/words'
import { CallStore } from '../parts/call-store'
import { phoneStore } from '../store'
import { usePhrases } from '../words'

/** Why there is no form, and what to do now. */
export function NoticeView(props: { notice: Notice; view: CodeView | undefined; onRetry: () => void }) {
  const { notice, view, onRetry } = props
  const words = useWords()
  const t = usePhrases()
  const mine = notice === 'spent' && view ? recentOf(phoneStore, view.code) : undefined
  return (
    <Box className="empty guest-notice" role="alert">
      <Icon name={notice === 'spent' ? 'check' : 'alert'} className="empty-icon" />
      <Heading level={1} className="empty-title">
        {t[`${notice}Title`]}
      </Heading>
      {view ? <Box>{placeName(view)}</Box> : null}
      <Box className="empty-note">{bodyOf(notice, view, t)}</Box>
      {notice === 'spent' && view?.spentBy ? (
        <Box className="empty-note">
          {say(t.spentBy, { name: view.spentBy.buyerName, time: minute(view.spentBy.at) })}
        </Box>
      ) : null}
      {notice === 'spent' ? <Box className="empty-note">{t.spentHelp}</Box> : null}
      {mine ? (
        <Button look="primary" isWide onTap={() => swap('guestTrack', { token: mine.token })}>
          {t.spentMine}
        </Button>
      ) : null}
      <CallStore phone={view?.storePhone} />
      {isPassing(notice) ? (
        <Button isWide icon="refresh" onTap={onRetry}>
          {t.retry}
        </Button>
      ) : null}
      <Button look="quiet" onTap={() => goTo('guestHome')}>
        {words.guest.scan}
      </Button>
    </Box>
  )
}

function bodyOf(notice: Notice, view: CodeView | undefined, t: Phrases): string {
  if (notice === 'expired')
    return view?.validUntil ? say(t.expiredBody, { time: minute(view.validUntil) }) : t.expiredBodyPlain
  if (notice === 'notStarted')
    return view?.validFrom ? say(t.notStartedBody, { time: minute(view.validFrom) }) : t.notStartedBodyPlain
  return t[`${notice}Body`]
}
