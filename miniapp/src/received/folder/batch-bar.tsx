import type { ReceivedListed } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { problemOf } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { allowedFor, type ReceivedAction, sumFen } from '@/logic/received'
import { Box, Text } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { PutOnSheet } from '../sheets/put-on-sheet'

interface BatchProps {
  items: readonly ReceivedListed[]
  chosen: ReadonlySet<string>
  onDone: () => void
}

type Single = Exclude<ReceivedAction, 'reimburse'>

function act(action: Single, { id, version }: ReceivedListed): Promise<unknown> {
  const params = { id }
  if (action === 'verify') return call('POST /api/v1/merchant/received-invoices/:id/verify', { params })
  if (action === 'book')
    return call('POST /api/v1/merchant/received-invoices/:id/booking', { params, body: { version, action } })
  return call('POST /api/v1/merchant/received-invoices/:id/use', { params, body: { version, action } })
}

/** Acts on the chosen invoices; each one succeeds or fails by itself, and the answer says how many did. */
export function BatchBar(props: BatchProps & { onChoose: (ids: ReadonlySet<string>) => void }) {
  const words = useWords()
  const { items, chosen, onDone } = props
  const [isPuttingOn, setIsPuttingOn] = useState(false)
  const run = useAction(async (action: Single) => {
    const rows = allowedFor(items, chosen, action)
    let failed = 0
    for (const row of rows)
      await act(action, row).catch((error: unknown) => {
        problemOf(error)
        failed += 1
      })
    if (failed > 0) toast(words.received.batchPartly(rows.length - failed, failed), 'problem')
    else toast(words.received.batchDone(rows.length))
    onDone()
  })
  const reimbursable = allowedFor(items, chosen, 'reimburse')
  const button = (action: Single) => {
    const count = allowedFor(items, chosen, action).length
    if (count === 0) return null
    return (
      <Button size="small" isBusy={run.isBusy} onTap={() => run.run(action)}>
        {`${words.received.batch[action]} ${count}`}
      </Button>
    )
  }
  const isAll = items.length > 0 && items.every(({ id }) => chosen.has(id))
  return (
    <Foot>
      <Box className="batch">
        <Button
          look="quiet"
          size="small"
          onTap={() => props.onChoose(new Set(isAll ? [] : items.map(({ id }) => id)))}
        >
          {isAll ? words.actions.selectNone : words.actions.selectAll}
        </Button>
        <Text className="batch-count">
          {words.received.chosen(chosen.size)}{' '}
          <Money fen={sumFen(items.filter(({ id }) => chosen.has(id)))} />
        </Text>
        {button('verify')}
        {button('deduct')}
        {button('book')}
        {reimbursable.length > 0 ? (
          <Button look="primary" size="small" onTap={() => setIsPuttingOn(true)}>
            {`${words.received.batch.reimburse} ${reimbursable.length}`}
          </Button>
        ) : null}
      </Box>
      {isPuttingOn ? (
        <PutOnSheet invoices={reimbursable} onClose={() => setIsPuttingOn(false)} onDone={onDone} />
      ) : null}
    </Foot>
  )
}
