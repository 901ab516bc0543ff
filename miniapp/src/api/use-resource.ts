import type { CallInput, CallOutput } from '@piaoma/shared/client'
import type { EndpointKey } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSession } from '@/session/store'
import { call } from './client'
import { useStamp } from './live'
import { problemOf } from './problems'

/** An answer of the service, or why there is none yet. */
export interface Resource<T> {
  data?: T
  problem?: Problem
  isLoading: boolean
  reload: () => void
  /** Shows what an action answered without asking again. */
  set: (data: T) => void
}

const cache = new Map<string, unknown>()
const MOST = 200

function cacheAnswer(id: string, data: unknown): void {
  cache.delete(id)
  cache.set(id, data)
  const [oldest] = cache.keys()
  if (cache.size > MOST && oldest !== undefined) cache.delete(oldest)
}

/** Forgets every answer: another person or merchant is signed in. */
export function forgetAnswers(): void {
  cache.clear()
}

/**
 * Reads one endpoint and keeps its answer: a page opened again shows it at once and refreshes it. With `isLive` it is
 * read again whenever something changed on the service. `input` undefined reads nothing.
 */
export function useResource<K extends EndpointKey>(
  key: K,
  input: CallInput<K> | undefined,
  options: { isLive?: boolean } = {},
): Resource<CallOutput<K>> {
  const session = useSession()
  const id = input && `${session.view?.merchant.id}|${key}|${JSON.stringify(input)}`
  const [state, setState] = useState<{ id?: string; data?: CallOutput<K>; problem?: Problem }>({})
  const [round, setRound] = useState(0)
  const stamp = useStamp()
  const latest = useRef(input)
  latest.current = input
  const wanted = options.isLive ? stamp : ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: round and wanted ask again for the same address
  useEffect(() => {
    if (!id || !latest.current || session.status !== 'in') return
    let isCurrent = true
    call(key, latest.current).then(
      (data) => {
        cacheAnswer(id, data)
        if (isCurrent) setState({ id, data })
      },
      (error: unknown) => {
        const problem = problemOf(error)
        if (isCurrent)
          setState((before) => ({ id, data: before.id === id ? before.data : undefined, problem }))
      },
    )
    return () => {
      isCurrent = false
    }
  }, [id, key, round, wanted, session.status])

  const isShown = state.id === id
  const data =
    (isShown ? state.data : undefined) ?? (id ? (cache.get(id) as CallOutput<K> | undefined) : undefined)
  const problem = isShown ? state.problem : undefined
  return {
    data,
    problem,
    isLoading: id !== undefined && data === undefined && !problem,
    reload: useCallback(() => setRound((count) => count + 1), []),
    set: useCallback(
      (next) => {
        if (id) cacheAnswer(id, next)
        setState({ id, data: next })
      },
      [id],
    ),
  }
}
