import type { OrderCodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { useEffect, useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { keep, remember } from '@/lib/storage'
import { useSubmissionKey } from '@/lib/submission-key'
import { emptyLine, type Issue, type LineDraft, lineIssues } from '@/logic/line-draft'
import { orderLines, orderTotal, type Picked } from '@/logic/order-entry'
import { endOfDay } from '@/logic/times'
import { showFirstProblem, vibrate } from '@/platform'
import { Box, Text } from '@/primitives'
import { Page } from '@/shell/page'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { EntryGoodsGrid } from './entry-goods'
import { EntryMore, type MoreDraft } from './entry-more'
import { EntryTyped } from './entry-typed'
import { OrderCodeDetail } from './order-code-detail'

type Like = Pick<LineDraft, 'name' | 'taxRate' | 'taxCode'>
const EMPTY_MORE: MoreDraft = { orderNo: '', kinds: [], validUntil: '', remark: '' }

function firstTyped(): LineDraft {
  const like = remember<Like>('entry.like')
  return { ...emptyLine('typed', like), name: like?.name ?? '' }
}

/** An order at the counter: taps and an amount, then the code on the screen. */
export default function NewOrderCodePage() {
  const words = useWords()
  const [made, setMade] = useState<OrderCodeView>()
  return (
    <Page
      title={made ? words.orderCodes.showToGuest : words.orderCodes.create}
      section="orderCodes"
      parent="orderCodes"
      needs="codes.write"
    >
      {made ? (
        <Box className="column-narrow">
          <OrderCodeDetail id={made.id} onNext={() => setMade(undefined)} />
        </Box>
      ) : (
        <EntryForm onMade={setMade} />
      )}
    </Page>
  )
}

function EntryForm({ onMade }: { onMade: (code: OrderCodeView) => void }) {
  const words = useWords()
  const language = useLanguage()
  const goods = useResource('GET /api/v1/merchant/goods', {})
  const items = goods.data?.items ?? []
  const [picked, setPicked] = useState<Picked>({})
  const [typed, setTyped] = useState(firstTyped)
  const [more, setMore] = useState(EMPTY_MORE)
  const [storeId, setStoreId] = useState(() => remember<string>('entry.store'))
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const [amountAsked, setAmountAsked] = useState(0)
  const submission = useSubmissionKey()
  const first = items[0]
  // Nothing was typed on this device yet: begin with the first of the goods.
  useEffect(() => {
    if (first)
      setTyped((line) =>
        line.name || line.taxCode
          ? line
          : { ...line, name: first.name, taxRate: first.taxRate, taxCode: first.taxCode },
      )
  }, [first])

  const lines = orderLines(items, picked, typed)
  const total = orderTotal(lines)
  const isTyping = typed.amount.trim() !== '' || lines.length === 0
  const found: Issue[] = isChecked && isTyping ? lineIssues(typed, 0, true) : []
  const typedProblem = fieldProblems(found, language)
  const problemOf = fieldProblems(refused?.fields ?? [], language)

  const submit = useAction(
    async () => {
      setIsChecked(true)
      if (isTyping && lineIssues(typed, 0, true).length > 0) {
        toast(words.orderCodes.incomplete, 'problem')
        showFirstProblem()
        return
      }
      const body = {
        lines,
        ...(storeId ? { storeId } : {}),
        ...moreOf(more),
      }
      const code = await call('POST /api/v1/merchant/order-codes', {
        body,
        idempotencyKey: submission.keyOf(body),
      })
      submission.done()
      if (typed.amount) {
        keep('entry.like', {
          name: typed.name,
          taxRate: typed.taxRate,
          taxCode: typed.taxCode,
        } satisfies Like)
      }
      vibrate()
      onMade(code)
    },
    (problem) => {
      setRefused(problem)
      showFirstProblem()
      return false
    },
  )
  return (
    <Box className="column-narrow">
      <EntryGoodsGrid
        goods={goods}
        picked={picked}
        onChange={setPicked}
        onType={(item) => {
          setTyped({ ...typed, name: item.name, taxRate: item.taxRate, taxCode: item.taxCode })
          setAmountAsked((count) => count + 1)
        }}
      />
      <EntryTyped
        line={typed}
        amountAsked={amountAsked}
        onChange={setTyped}
        problemOf={(field) =>
          typedProblem(`lines.0.${field}`) ?? problemOf(`lines.${Math.max(0, lines.length - 1)}.${field}`)
        }
      />
      <EntryMore
        draft={more}
        onChange={setMore}
        storeId={storeId}
        onStore={(id) => {
          setStoreId(id)
          keep('entry.store', id)
        }}
        problemOf={problemOf}
      />
      <Foot>
        <Box className="foot-sum" live="polite">
          <Text className="quiet">{words.orderCodes.sum}</Text>
          {total === undefined ? <Text>—</Text> : <Money fen={total} size="large" />}
        </Box>
        <Button look="primary" isWide isBusy={submit.isBusy} onTap={submit.run}>
          {words.orderCodes.make}
        </Button>
      </Foot>
    </Box>
  )
}

function moreOf(more: MoreDraft) {
  const validUntil = endOfDay(more.validUntil)
  const kinds: InvoiceKind[] = more.kinds
  return {
    ...(more.orderNo.trim() ? { orderNo: more.orderNo.trim() } : {}),
    ...(kinds.length > 0 ? { kinds } : {}),
    ...(validUntil ? { validUntil } : {}),
    ...(more.remark.trim() ? { remark: more.remark.trim() } : {}),
  }
}
