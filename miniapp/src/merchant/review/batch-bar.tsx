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

/** Acts on the chosen applications; each one succeeds or fails by itself, and the answer says how many did. */
export function BatchBar(props: {
  items: readonly MerchantApplicationSummary[]
  chosen: ReadonlySet<string>
  onChoose: (ids: ReadonlySet<string>) => void
  onDone: () => void
}) {
  const words = useWords()
  const { items, chosen } = props
  const [isRejecting, setIsRejecting] = useState(false)
  const all = items.slice(0, 100)
  const isAll = all.length > 0 && all.every((item) => chosen.has(item.id))

  const batch = useAction(async (action: BatchAction, reason?: string) => {
    const { results } = await call('POST /api/v1/merchant/applications/batch', {
      body: {
        action,
        items: eligible(items, chosen, action).map(({ id, version }) => ({ id, version })),
        ...(reason ? { reason } : {}),
      },
    })
    const done = results.filter((result) => result.isDone).length
    const failed = results.length - done
    toast(
      failed === 0 ? words.review.batchDone(done) : words.review.batchPartly(done, failed),
      failed ? 'problem' : 'done',
    )
    props.onDone()
  })
  const discard = async () => {
    const isSure = await confirm({
      title: words.review.discardTitle(eligible(items, chosen, 'discard').length),
      text: words.review.discardText,
      yes: words.review.discard,
      isDanger: true,
    })
    if (isSure) batch.run('discard')
  }
  const button = (
    action: BatchAction,
    text: string,
    look: 'primary' | 'plain' | 'quiet-danger',
    onTap: () => void,
  ) => {
    const count = eligible(items, chosen, action).length
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
        <Button
          look="quiet"
          size="small"
          onTap={() => props.onChoose(new Set(isAll ? [] : all.map((item) => item.id)))}
        >
          {isAll ? words.actions.selectNone : words.actions.selectAll}
        </Button>
        <Text className="batch-count">{words.review.chosen(chosen.size)}</Text>
        {button('discard', words.review.discard, 'quiet-danger', () => void discard())}
        {button('reject', words.review.reject, 'plain', () => setIsRejecting(true))}
        {button('approve', words.review.approve, 'primary', () => batch.run('approve'))}
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
