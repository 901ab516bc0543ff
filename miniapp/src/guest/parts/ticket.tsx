import type { CodeView } from '@piaoma/shared/contract'
import { minute, say, totalFen, yuan } from '@piaoma/shared/guest'
import { useState } from 'react'
import { Box, Heading, Text } from '@/primitives'
import { Button, IconButton } from '@/ui/button'
import { Money } from '@/ui/money'
import { usePhrases } from '../words'

const SHOWN = 5

/** What is invoiced, in the shape of the receipt. */
export function Ticket({
  codes,
  onRemove,
}: {
  codes: readonly CodeView[]
  onRemove: (view: CodeView) => void
}) {
  const t = usePhrases()
  const [first] = codes
  const total = totalFen(codes)
  if (!first) return null
  return (
    <Box className="ticket">
      <Heading level={1} className="ticket-merchant">
        {first.merchantName}
      </Heading>
      {first.storeName && codes.length === 1 ? <Box className="quiet">{first.storeName}</Box> : null}
      {codes.map((view, index) => (
        <Order
          key={view.code}
          view={view}
          isNamed={codes.length > 1}
          onRemove={index > 0 ? () => onRemove(view) : undefined}
        />
      ))}
      {total === undefined ? null : (
        <Box className="ticket-total">
          <Text>{codes.length > 1 ? say(t.ordersTotal, { n: codes.length }) : t.total}</Text>
          <Money fen={total} size="large" />
        </Box>
      )}
      <Box className="quiet">{`${t.seller} ${first.sellerName}`}</Box>
      {first.isReviewed ? <Box className="quiet">{t.reviewedHint}</Box> : null}
      {first.validUntil ? (
        <Box className="quiet">{say(t.validUntil, { time: minute(first.validUntil) })}</Box>
      ) : null}
    </Box>
  )
}

function Order(props: { view: CodeView; isNamed: boolean; onRemove?: () => void }) {
  const t = usePhrases()
  const { view, isNamed, onRemove } = props
  const [isWhole, setIsWhole] = useState(false)
  const name = view.orderNo ?? view.title ?? view.code
  const isLong = view.lines.length > SHOWN + 1
  const lines = isLong && !isWhole ? view.lines.slice(0, SHOWN) : view.lines
  return (
    <Box className="ticket-order">
      {isNamed ? (
        <Box className="ticket-line">
          <Text className="row-title">{[view.storeName, name].filter(Boolean).join(' · ')}</Text>
          {onRemove ? <IconButton icon="close" label={say(t.removeCode, { name })} onTap={onRemove} /> : null}
        </Box>
      ) : null}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id and never change their order
        <Box key={index} className="ticket-line">
          <Text>{line.quantity ? `${line.name} ×${line.quantity}${line.unit ?? ''}` : line.name}</Text>
          <Text className="money">
            {line.amountFen === undefined ? '' : yuan(line.amountFen)}
            {line.discountFen === undefined ? '' : ` ${t.discount} −${yuan(line.discountFen)}`}
          </Text>
        </Box>
      ))}
      {isLong && !isWhole ? (
        <Button look="quiet" size="small" onTap={() => setIsWhole(true)}>
          {say(t.showAllItems, { n: view.lines.length })}
        </Button>
      ) : null}
    </Box>
  )
}
