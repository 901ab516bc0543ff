import type { CallInput, CallOutput } from '@piaoma/shared/client'
import type { EndpointKey } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useCallback, useEffect, useRef, useState } from 'react'
import { appendPage, headLimit, mergeHead, type Page } from '@/logic/paging'
import { useSession } from '@/session/store'
import { call } from './client'
import { useStamp } from './live'
import { problemOf } from './problems'

/** Endpoints that answer keyset pages. */
export type PagedKey = {
  [K in EndpointKey]: CallOutput<K> extends { items: { id: string }[]; next: string | null } ? K : never
}[EndpointKey]
type Item<K extends PagedKey> = CallOutput<K> extends { items: (infer I)[] } ? I : never
type Query<K extends PagedKey> =
  CallInput<K> extends { query?: infer Q } ? Omit<NonNullable<Q>, 'cursor' | 'limit'> : never

/** A list as far as it is loaded. */
export interface PagedList<I> {
  items: I[]
  /** Nothing has come yet: show the skeleton. */
  isLoading: boolean
  isLoadingMore: boolean
  hasMore: boolean
  problem?: Problem
  loadMore: () => void
  reload: () => void
}

interface State<I> {
  id: string
  page?: Page<I>
  problem?: Problem
  isLoadingMore: boolean
}

// All of these endpoints take the same paging and answer pages; the compiler cannot see that through the union.
const callPaged = call as unknown as <I>(key: PagedKey, input: { query: object }) => Promise<Page<I>>

/** A keyset-paged list that grows as it is scrolled and follows what changes on the service. */
export function usePagedList<K extends PagedKey>(key: K, query: Query<K>): PagedList<Item<K>> {
  type I = Item<K> & { id: string }
  const session = useSession()
  const id = `${session.view?.merchant.id}|${JSON.stringify(query)}`
  const [state, setState] = useState<State<I>>({ id, isLoadingMore: false })
  const stamp = useStamp()
  const [round, setRound] = useState(0)
  const current = useRef({ id, query, state })
  current.current = { id, query, state }

  const fetchPage = useCallback(
    (cursor: string | undefined, limit: number) =>
      callPaged<I>(key, { query: { ...current.current.query, limit, ...(cursor ? { cursor } : {}) } }),
    [key],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: round and stamp ask again for the same list
  useEffect(() => {
    if (session.status !== 'in') return
    const before = current.current.state
    const loaded = before.id === id ? before.page : undefined
    fetchPage(undefined, headLimit(loaded?.items.length ?? 0)).then(
      (head) => {
        if (current.current.id !== id) return
        setState((now) => ({
          id,
          page: now.id === id && now.page ? mergeHead(now.page, head) : head,
          isLoadingMore: now.id === id && now.isLoadingMore,
        }))
      },
      (error: unknown) => {
        const problem = problemOf(error)
        if (current.current.id !== id) return
        setState((now) => ({ id, page: now.id === id ? now.page : undefined, problem, isLoadingMore: false }))
      },
    )
  }, [id, fetchPage, round, stamp, session.status])

  const loadMore = useCallback(() => {
    const { state: now, id: asked } = current.current
    if (now.id !== asked || now.isLoadingMore || !now.page?.next) return
    setState({ ...now, isLoadingMore: true })
    fetchPage(now.page.next, 30).then(
      (more) =>
        setState((later) =>
          later.id === asked && later.page
            ? { id: asked, page: appendPage(later.page, more), isLoadingMore: false }
            : later,
        ),
      (error: unknown) => {
        const problem = problemOf(error)
        setState((later) => (later.id === asked ? { ...later, problem, isLoadingMore: false } : later))
      },
    )
  }, [fetchPage])

  const isShown = state.id === id
  const page = isShown ? state.page : undefined
  const problem = isShown ? state.problem : undefined
  return {
    items: page?.items ?? [],
    isLoading: !page && !problem,
    isLoadingMore: isShown && state.isLoadingMore,
    hasMore: Boolean(page?.next),
    problem,
    loadMore,
    reload: useCallback(() => setRound((count) => count + 1), []),
  }
}
