import type { ApplicationView } from '@piaoma/shared/contract'
import { watchApplication } from '@piaoma/shared/guest'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isVisible, onOnline, onVisible } from '@/platform'
import { useLanguage } from '@/words'
import { call, problemOf } from '../call'

/** An application that is asked about as long as its page is open and something may still happen. */
export function useApplication(token: string) {
  const language = useLanguage()
  const [view, setView] = useState<ApplicationView>()
  const [isLost, setLost] = useState(false)
  const [isGone, setGone] = useState(false)
  const [round, setRound] = useState(0)
  const latest = useRef<() => Promise<void>>(async () => {})

  // biome-ignore lint/correctness/useExhaustiveDependencies: round watches anew
  useEffect(() => {
    // An address without its secret leads to nothing.
    if (!token) {
      setGone(true)
      return
    }
    const read = () =>
      call('GET /api/v1/applications/:token', { params: { token }, query: { lang: language } })
    const on = {
      view: (next: ApplicationView) => {
        setLost(false)
        setView(next)
      },
      lost: () => setLost(true),
      gone: () => setGone(true),
    }
    const watch = watchApplication(
      {
        // In the background WeChat ends every request after five seconds: the last answer stands.
        read: async () => {
          if (!isVisible() && last.view) return last.view
          last.view = await read()
          return last.view
        },
        problemOf,
        setTimer: (run, ms) => setTimeout(run, ms),
        clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
      },
      on,
    )
    const last: { view?: ApplicationView } = {}
    latest.current = async () => {
      try {
        on.view(await read())
      } catch (error) {
        if (problemOf(error).status === 404) on.gone()
        else on.lost()
      }
    }
    const stops = [onVisible(watch.ask), onOnline(watch.ask), watch.stop]
    return () => {
      for (const stop of stops) stop()
    }
  }, [token, language, round])

  return {
    view,
    isLost,
    isGone,
    show: setView,
    /** Asks at once, and goes on watching what begins now (a delivery, say). */
    ask: useCallback(async () => {
      await latest.current()
      setRound((count) => count + 1)
    }, []),
  }
}
