import { readScannedText } from '@piaoma/shared/codes'
import type { CodeView } from '@piaoma/shared/contract'
import { noticeOfCode, noticeOfProblem, refuseMerge, say, totalFen, yuan } from '@piaoma/shared/guest'
import { useEffect, useState } from 'react'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { call, problemOf } from '../call'
import { askScan } from '../wechat'
import { usePhrases } from '../words'

/** The codes of one application: the page's own, those its address names, and those that are scanned further. */
export function useCodes(view: CodeView, others: readonly string[]) {
  const t = usePhrases()
  const words = useWords()
  const [codes, setCodes] = useState<readonly CodeView[]>([view])
  const [isAdding, setIsAdding] = useState(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address of a page does not change
  useEffect(() => {
    for (const code of others) {
      // A code that is gone or cannot join any more is left out: the ticket shows what is in.
      call('GET /api/v1/codes/:code', { params: { code } }).then(
        (found) => setCodes((now) => (refuseMerge(now, found) ? now : [...now, found])),
        (error: unknown) => problemOf(error),
      )
    }
  }, [])

  const join = (added: CodeView) => {
    const refusal = refuseMerge(codes, added)
    if (refusal) {
      const notice = noticeOfCode(added)
      toast(say(t[refusal], { name: added.sellerName, why: notice ? t[`${notice}Title`] : '' }), 'problem')
      return
    }
    const next = [...codes, added]
    setCodes(next)
    toast(say(t.codeAdded, { n: next.length, amount: yuan(totalFen(next) ?? 0) }))
  }
  const add = async () => {
    const { value, problem } = await askScan()
    if (problem) toast(problem, 'problem')
    if (!value) return
    const { kind, code } = readScannedText(value)
    if (kind === 'unknown' || kind === 'title') {
      toast(words.guest.notACode, 'problem')
      return
    }
    setIsAdding(true)
    try {
      join(await call('GET /api/v1/codes/:code', { params: { code } }))
    } catch (error) {
      toast(t[`${noticeOfProblem(problemOf(error))}Title`], 'problem')
    } finally {
      setIsAdding(false)
    }
  }
  return {
    codes,
    isAdding,
    add: () => void add(),
    remove: (removed: CodeView) => {
      const next = codes.filter((other) => other !== removed)
      setCodes(next)
      toast(say(t.codeRemoved, { amount: yuan(totalFen(next) ?? 0) }))
    },
  }
}
