import type { CallOutput } from '@piaoma/shared/client'
import type { Problem } from '@piaoma/shared/errors'
import { useEffect } from 'react'
import { createStore, useStore } from '@/lib/store'
import { isVisible, onOnline, onVisible } from '@/platform'
import { currentSession, useSession } from '@/session/store'
import { countChange, ownChanges } from './changes'
import { call } from './client'
import { problemOf } from './problems'

/** What waits, as the service counts it. */
export type Overview = CallOutput<'GET /api/v1/merchant/overview'>

const EVERY_MS = 3000

interface Live {
  overview?: Overview
  problem?: Problem
}
const live = createStore<Live>({})

const liveStamp = createStore('')

/** Changes whenever anything in the lists may have changed, here or elsewhere. */
export function useStamp(): string {
  return `${useStore(liveStamp)}|${useStore(ownChanges)}`
}

/** What waits, watched; with a problem the figures are the last ones known. */
export function useLive(): Live {
  return useStore(live)
}

/** Forgets what waits: another person or merchant is signed in. */
export function forgetLive(): void {
  live.set({})
  liveStamp.set('')
}

let isAsking = false
async function ask(): Promise<void> {
  if (isAsking || !isVisible() || currentSession().status !== 'in') return
  isAsking = true
  const { token } = currentSession()
  try {
    const overview = await call('GET /api/v1/merchant/overview', {})
    // An answer to another person's question is nobody's.
    if (token !== currentSession().token) return
    const wasAway = live.get().problem !== undefined
    live.set({ overview })
    liveStamp.set(overview.stamp)
    // What could not be read meanwhile is read now.
    if (wasAway) countChange()
  } catch (error) {
    live.set({ ...live.get(), problem: problemOf(error) })
  } finally {
    isAsking = false
  }
}

/** Asks at once what waits. */
export function askNow(): void {
  void ask()
}

let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined
let stopListening: (() => void) | undefined

function watch(): () => void {
  watchers += 1
  if (watchers === 1) {
    timer = setInterval(() => void ask(), EVERY_MS)
    const listening = [
      onVisible(() => void ask()),
      onOnline(countChange),
      ownChanges.subscribe(() => void ask()),
    ]
    stopListening = () => {
      for (const stop of listening) stop()
    }
  }
  void ask()
  return () => {
    watchers -= 1
    if (watchers > 0) return
    clearInterval(timer)
    stopListening?.()
  }
}

/** Follows what waits while a page is open and the console can be seen. */
export function useLiveWatch(): void {
  const { status, view } = useSession()
  const canRead = view?.permissions.includes('applications.read') ?? false
  useEffect(() => {
    if (status === 'in' && canRead) return watch()
  }, [status, canRead])
}
