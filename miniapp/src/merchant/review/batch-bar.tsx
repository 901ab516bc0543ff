import type { MerchantApplicationSummary } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { type BatchAction, eligible } from '@/logic/batch'
import { Box, Text } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { RejectSheet } from './reject-sheet'

interface BatchProps {
  items: readonly MerchantApplicationSummary[]
  chosen: ReadonlySet<string>
  onDone: () => void
}

function useBatch({ items, chosen, onDone }: BatchProps) {
  const words = useWords()
  return useAction(async (action: BatchAction, reason?: string) => {
    const { results } = await call('POST /api/v1/merchant/applications/batch', {
      body: {
        action,
        items: eligible(items, chosen, action).map(({ id, version }) => ({ id, version })),
        ...(reason ? { reason } : {}),
      },
    })
    const done = results.filter((result) => result.isDone).length
    const failed = results.length - done
    if (failed > 0) toast(words.review.batchPartly(done, failed), 'problem')
    else toast(words.review.batchDone(done))
    onDone()
  })
}

/** Acts on the chosen applications; each one succeeds or fails by itself, and the answer says how many did. */
export function BatchBar(props: BatchProps & { onChoose: (ids: ReadonlySet<string>) => void }) {
  const words = useWords()
  const { items, chosen } = props
  const [isRejecting, setIsRejecting] = useState(false)
  const batch = useBatch(props)
  const discard = async () => {
    const isSure = await confirm({
      title: words.review.discardTitle(eligible(items, chosen, 'discard').length),
      text: words.review.discardText,
      yes: words.review.discard,
      isDanger: true,
    })
    if (isSure) batch.run('discard')
  }
  const button = (action: BatchAction, look: 'primary' | 'plain' | 'quiet-danger', onTap: () => void) => {
    const count = eligible(items, chosen, action).length
    const text = words.review[action]
    return (
      <Button
        look={look}
        size="small"
        isBusy={batch.isBusy}
        isDisabled={count === 0}
        label={words.review.batchOf(text, count)}
        onTap={onTap}
      >
        {count === 0 ? text : `${text} ${count}`}
      </Button>
    )
  }
  return (
    <Foot>
      <Box className="batch">
        <ChooseAll {...props} />
        <Text className="batch-count">{words.review.chosen(chosen.size)}</Text>
        {button('discard', 'quiet-danger', () => void discard())}
        {button('reject', 'plain', () => setIsRejecting(true))}
        {button('approve', 'primary', () => batch.run('approve'))}
      </Box>
      <RejectSheet
        isOpen={isRejecting}
        isBusy={batch.isBusy}
        onClose={() => setIsRejecting(false)}
        onReject={(reason) => {
          setIsRejecting(false)
          batch.run('reject', reason)
        }}
      />
    </Foot>
  )
}

// One call takes a hundred.
const MOST = 100

function ChooseAll(props: Parameters<typeof BatchBar>[0]) {
  const words = useWords()
  const all = props.items.slice(0, MOST)
  const isAll = all.length > 0 && all.every((item) => props.chosen.has(item.id))
  return (
    <Button
      look="quiet"
      size="small"
      onTap={() => props.onChoose(new Set(isAll ? [] : all.map((item) => item.id)))}
    >
      {isAll ? words.actions.selectNone : words.actions.selectAll}
    </Button>
  )
}
