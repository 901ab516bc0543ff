import type { OrderCodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useEffect, useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { keep, remember } from '@/lib/storage'
import { useSubmissionKey } from '@/lib/submission-key'
import { emptyLine, type LineDraft, lineIssues } from '@/logic/line-draft'
import {
  type EntryGoods,
  type MoreDraft,
  moreOf,
  orderLines,
  orderTotal,
  type Picked,
} from '@/logic/order-entry'
import { showFirstProblem, vibrate } from '@/platform'
import { useSession } from '@/session/store'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { useStores } from '../parts/stores'

type Like = Pick<LineDraft, 'name' | 'taxRate' | 'taxCode'>

/** What this device remembers of the last order: name and classification of the typed line, and the store. */
function useLastOrder() {
  const key = `entry.${useSession().view?.merchant.id}`
  return {
    read: () => remember<{ like?: Like; storeId?: string }>(key) ?? {},
    write: (like: Like, storeId: string | undefined) => keep(key, { like, storeId }),
  }
}

/** An order being entered at the counter, and making its code. */
export function useOrderEntry(goods: readonly EntryGoods[], onMade: (code: OrderCodeView) => void) {
  const words = useWords()
  const language = useLanguage()
  const last = useLastOrder()
  const stores = useStores()
  const [picked, setPicked] = useState<Picked>({})
  const [typed, setTyped] = useState(() => {
    const { like } = last.read()
    return { ...emptyLine('typed', like), name: like?.name ?? '' }
  })
  const [more, setMore] = useState<MoreDraft>({ orderNo: '', kinds: [], validUntil: '', remark: '' })
  const [chosenStore, setChosenStore] = useState(() => last.read().storeId)
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const submission = useSubmissionKey()
  const first = goods[0]
  // Nothing was typed on this device yet: begin with the first of the goods.
  useEffect(() => {
    if (first) setTyped((line) => (line.name || line.taxCode ? line : { ...line, ...likeOf(first) }))
  }, [first])

  const storeId = stores.find((store) => store.id === chosenStore)?.id ?? stores[0]?.id
  const lines = orderLines(goods, picked, typed)
  const isTyping = typed.amount.trim() !== '' || lines.length === 0
  const issues = isTyping ? lineIssues([typed]) : []
  const make = useAction(
    async () => {
      setIsChecked(true)
      setRefused(undefined)
      if (issues.length > 0) {
        toast(words.orderCodes.incomplete, 'problem')
        showFirstProblem()
        return
      }
      const body = { lines, ...(storeId ? { storeId } : {}), ...moreOf(more) }
      const code = await call('POST /api/v1/merchant/order-codes', {
        body,
        idempotencyKey: submission.keyOf(body),
      })
      submission.done()
      last.write(likeOf(typed), storeId)
      vibrate()
      onMade(code)
    },
    (problem) => {
      setRefused(problem)
      showFirstProblem()
      return false
    },
  )
  const ownProblem = fieldProblems(isChecked ? issues : [], language)
  const theirProblem = fieldProblems(refused?.fields ?? [], language)
  return {
    picked,
    setPicked,
    typed,
    setTyped,
    more,
    setMore,
    storeId,
    setStoreId: setChosenStore,
    total: orderTotal(lines),
    make,
    problemOf: theirProblem,
    /** Of the typed line, which stands last in what is sent. */
    typedProblemOf: (field: string) =>
      ownProblem(`lines.0.${field}`) ?? theirProblem(`lines.${Math.max(0, lines.length - 1)}.${field}`),
  }
}

/** Name and classification, of goods or of a line. */
export function likeOf({ name, taxRate, taxCode }: Like): Like {
  return { name, taxRate, taxCode }
}
