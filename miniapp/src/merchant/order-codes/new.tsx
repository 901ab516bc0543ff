import type { OrderCodeView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { Box, Text } from '@/primitives'
import { Page } from '@/shell/page'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { useWords } from '@/words'
import { EntryGoodsGrid } from './entry-goods'
import { EntryMore } from './entry-more'
import { EntryTyped } from './entry-typed'
import { OrderCodeDetail } from './order-code-detail'
import { likeOf, useOrderEntry } from './use-order-entry'

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
      <Box className="column-narrow">
        {made ? (
          <OrderCodeDetail id={made.id} onNext={() => setMade(undefined)} />
        ) : (
          <EntryForm onMade={setMade} />
        )}
      </Box>
    </Page>
  )
}

function EntryForm({ onMade }: { onMade: (code: OrderCodeView) => void }) {
  const words = useWords()
  const goods = useResource('GET /api/v1/merchant/goods', {})
  const entry = useOrderEntry(goods.data?.items ?? [], onMade)
  const [amountAsked, setAmountAsked] = useState(0)
  return (
    <>
      <EntryGoodsGrid
        goods={goods}
        picked={entry.picked}
        onChange={entry.setPicked}
        onType={(item) => {
          entry.setTyped({ ...entry.typed, ...likeOf(item) })
          setAmountAsked((count) => count + 1)
        }}
      />
      <EntryTyped
        line={entry.typed}
        amountAsked={amountAsked}
        onChange={entry.setTyped}
        problemOf={entry.typedProblemOf}
      />
      <EntryMore
        draft={entry.more}
        onChange={entry.setMore}
        storeId={entry.storeId}
        onStore={entry.setStoreId}
        problemOf={entry.problemOf}
      />
      <Foot>
        <Box className="foot-sum" live="polite">
          <Text className="quiet">{words.orderCodes.sum}</Text>
          {entry.total === undefined ? <Text>—</Text> : <Money fen={entry.total} size="large" />}
        </Box>
        <Button look="primary" isWide isBusy={entry.make.isBusy} onTap={entry.make.run}>
          {words.orderCodes.make}
        </Button>
      </Foot>
    </>
  )
}
