import type { ApplicationView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { type WatchWorld, watchApplication } from '@piaoma/shared/guest'
import { useEffect, useState } from 'preact/hooks'
import { call, problemOf, serviceLanguage } from '../platform/api'

/** An application that is watched as long as the page is open; in another language anew, for the service's words. */
export function useApplication(
  token: string,
  initial: ApplicationView | undefined,
  language: string,
  onGone: (problem: Problem) => void,
) {
  const [view, setView] = useState(initial)
  const [isLost, setLost] = useState(false)
  const [round, setRound] = useState(0)

  useEffect(() => {
    const watch = watchApplication(worldOf(token), {
      view: (next) => {
        setLost(false)
        setView(next)
      },
      lost: () => setLost(true),
      gone: onGone,
    })
    const onVisible = () => {
      if (!document.hidden) watch.ask()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      watch.stop()
    }
  }, [token, language, round])

  return { view, isLost, setView, watchAgain: () => setRound((count) => count + 1) }
}

function worldOf(token: string): WatchWorld {
  const params = { token }
  return {
    read: () => call('GET /api/v1/applications/:token', { params, query: { lang: serviceLanguage() } }),
    problemOf,
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer as number),
    openEvents: 'EventSource' in window ? (on) => openEvents(token, on) : undefined,
  }
}

function openEvents(token: string, on: { view: (view: ApplicationView) => void; lost: () => void }) {
  const path = `/api/v1/applications/${encodeURIComponent(token)}/events?lang=${serviceLanguage()}`
  const source = new EventSource(path)
  source.addEventListener('application', (event) => on.view(JSON.parse((event as MessageEvent<string>).data)))
  source.onerror = on.lost
  return () => source.close()
}
