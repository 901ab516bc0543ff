import type { CodeView } from '@piaoma/shared/contract'
import { commonKinds, refuseMerge, say, totalFen, yuan } from '@piaoma/shared/guest'
import { useEffect, useState } from 'preact/hooks'
import { call } from '../platform/api'
import { announce, focusOn } from '../ui/announce'
import { useWords } from '../words'

/** The codes of one application: the one of the page, those its address names, and those the guest adds. */
export function useCodes(view: CodeView, others: readonly string[]) {
  const t = useWords()
  const [codes, setCodes] = useState<readonly CodeView[]>([view])

  useEffect(() => {
    for (const code of others) {
      // A code that is gone or cannot join any more is left out: the ticket shows what is in.
      call('GET /api/v1/codes/:code', { params: { code } }).then(
        (found) => setCodes((now) => (refuseMerge(now, found) ? now : [...now, found])),
        () => undefined,
      )
    }
  }, [])

  const total = (list: readonly CodeView[]) => yuan(totalFen(list) ?? 0)
  return {
    codes,
    kinds: commonKinds(codes),
    add: (added: CodeView) => {
      const next = [...codes, added]
      setCodes(next)
      announce(say(t.codeAdded, { n: next.length, amount: total(next) }))
    },
    remove: (removed: CodeView) => {
      const next = codes.filter((other) => other !== removed)
      setCodes(next)
      announce(say(t.codeRemoved, { amount: total(next) }))
      focusOn('page-title')
    },
  }
}
