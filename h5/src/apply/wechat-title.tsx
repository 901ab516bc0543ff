import type { RememberedTitle } from '@piaoma/shared/guest'
import { say } from '@piaoma/shared/guest'
import { useEffect, useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
import { sessionStore } from '../platform/storage'
import { announce } from '../ui/announce'
import { useAllWords } from '../words'

const STORED = 'piaoma.wechat-title'
const ASK_EVERY_MS = 1_500
/** The event with the title comes within seconds of the pick, or not at all. */
const ASK_TIMES = 20

/**
 * 选微信里保存的抬头: WeChat's page opens in the place of this one; what was picked there comes to the service, and is
 * asked for when the guest is back. A ticket is used once.
 */
export function WechatTitle({ code, onTitle }: { code: string; onTitle: (title: RememberedTitle) => void }) {
  const t = useAllWords()
  const [state, setState] = useState<'idle' | 'opening' | 'asking' | 'nothing'>('idle')
  const [error, setError] = useState('')

  const open = async () => {
    if (state === 'opening') return
    setState('opening')
    setError('')
    try {
      const pick = await call('POST /api/v1/codes/:code/wechat-title', { params: { code } })
      sessionStore.setItem(STORED, `${code} ${pick.ticket}`)
      location.assign(pick.url)
    } catch (caught) {
      const problem = problemOf(caught)
      setError(problem.status === 0 ? t.offlineBody : problem.detail || problem.title)
      setState('idle')
    }
  }
  useEffect(
    () =>
      askForTitle(code, {
        onAsking: () => setState('asking'),
        onNothing: () => setState('nothing'),
        onTitle: (title) => {
          setState('idle')
          onTitle(title)
          announce(say(t.titleFilled, { name: title.name ?? '' }))
        },
      }),
    [],
  )

  return (
    <div>
      <button type="button" class="button second" aria-disabled={state === 'opening'} onClick={open}>
        {state === 'opening' ? t.titleOpening : t.titlePick}
      </button>
      <p class="hint" role="status">
        {state === 'asking' ? t.titleAsking : state === 'nothing' ? t.titleNotPicked : ''}
      </p>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

interface Asking {
  onAsking: () => void
  onTitle: (title: RememberedTitle) => void
  onNothing: () => void
}

/**
 * Asks for the title behind this visit's ticket now, and whenever the page comes back, also out of the browser's
 * memory. Answers what calls it off.
 */
function askForTitle(code: string, { onAsking, onTitle, onNothing }: Asking): () => void {
  let isOver = false
  let isRunning = false
  const ask = async (): Promise<void> => {
    const [mine, ticket] = (sessionStore.getItem(STORED) ?? '').split(' ')
    if (mine !== code || !ticket || isRunning) return
    isRunning = true
    onAsking()
    for (let count = 0; count < ASK_TIMES && !isOver; count += 1) {
      const found = await call('GET /api/v1/wechat/titles/:ticket', { params: { ticket } }).catch(
        () => undefined,
      )
      if (isOver) return
      if (found?.title) {
        sessionStore.removeItem(STORED)
        isRunning = false
        return onTitle(found.title)
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
    isRunning = false
    sessionStore.removeItem(STORED)
    if (!isOver) onNothing()
  }
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) void ask()
  }
  void ask()
  window.addEventListener('pageshow', onShow)
  return () => {
    isOver = true
    window.removeEventListener('pageshow', onShow)
  }
}
