import { readScannedText } from '@piaoma/shared/codes'
import type { CodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { type Notice, noticeOfCode, noticeOfProblem } from '@piaoma/shared/guest'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useCallback, useEffect, useState } from 'react'
import { queryValue } from '@/lib/routes'
import { useWatch } from '@/lib/use-watch'
import { Skeleton } from '@/ui/states'
import { useWords } from '@/words'
import { call, problemOf } from '../call'
import { GuestPage } from '../guest-page'
import { ApplyForm } from './apply-form'
import { NoticeView } from './notice-view'

/**
 * A code: opened by an ordinary link (`q`, the whole address, encoded once), by a mini-program code (`scene`), or from
 * inside (`code`, with further codes to merge in `with`).
 */
export default function GuestCodePage() {
  const words = useWords()
  const { params } = useRouter()
  const code = codeOf(params)
  const { view, notice, reload, show } = useCode(code)
  return (
    <GuestPage title={words.guest.apply}>
      {notice ? (
        <NoticeView notice={notice} view={view} onRetry={reload} />
      ) : view ? (
        <ApplyForm key={view.code} view={view} others={othersOf(params)} onStale={show} />
      ) : (
        <Skeleton kind="form" />
      )}
    </GuestPage>
  )
}

type Params = Record<string, string | undefined>

function codeOf(params: Params): string {
  const given = queryValue(params, 'q') ?? queryValue(params, 'scene') ?? queryValue(params, 'code') ?? ''
  // A wrong code is asked about, too: the service knows best, and its answer has words.
  return readScannedText(given).code || given.slice(0, 200)
}

function othersOf(params: Params): string[] {
  return (queryValue(params, 'with') ?? '').split(',').filter(Boolean)
}

/** The code as the service knows it; one that only waits for its payment is asked about again by itself. */
function useCode(code: string) {
  const [view, setView] = useState<CodeView>()
  const [problem, setProblem] = useState<Pick<Problem, 'code' | 'status'>>()
  const reload = useCallback(async () => {
    if (!code) {
      setProblem({ code: 'code.not_found', status: 404 })
      return
    }
    try {
      setView(await call('GET /api/v1/codes/:code', { params: { code } }))
      setProblem(undefined)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [code])
  useEffect(() => void reload(), [reload])
  usePullDownRefresh(() => void reload().then(() => Taro.stopPullDownRefresh()))
  const notice: Notice | undefined = problem ? noticeOfProblem(problem) : view && noticeOfCode(view)
  useWatch(notice === 'unpaid', () => void reload(), 3000)
  return { view, notice, reload: () => void reload(), show: setView }
}
