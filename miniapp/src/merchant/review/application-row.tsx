import type { MerchantApplicationSummary } from '@piaoma/shared/contract'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { cx } from '@/lib/class-names'
import { APPLICATION_TONES } from '@/logic/statuses'
import { age, shortTime } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { Money } from '@/ui/money'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords, type Words } from '@/words'

/** How long an application has been waiting, in words. */
function ageText(words: Words, iso: string): string {
  const { count, unit } = age(iso, Date.now())
  return words.times[unit](count)
}

/** One application in the list: opened, chosen, or approved by one tap. */
export function ApplicationRow(props: {
  item: MerchantApplicationSummary
  isSelected: boolean
  isChoosing: boolean
  isChosen: boolean
  onToggle: () => void
  onOpen: () => void
}) {
  const { item, isChoosing, isChosen } = props
  return (
    <Box className={cx('row', props.isSelected && 'row-selected')}>
      <Tap
        className="row-main"
        role={isChoosing ? 'checkbox' : undefined}
        isChecked={isChosen}
        onTap={isChoosing ? props.onToggle : props.onOpen}
      >
        {isChoosing ? (
          <Text className={cx('tick', 'tick-checkbox', isChosen && 'tick-on')}>
            {isChosen ? <Icon name="check" className="tick-mark" /> : null}
          </Text>
        ) : null}
        <RowText item={item} />
      </Tap>
      {isChoosing ? null : <RowButton item={item} />}
    </Box>
  )
}

function RowText({ item }: { item: MerchantApplicationSummary }) {
  const words = useWords()
  const what = item.title ?? item.orderNos.join(', ')
  const when =
    item.status === 'reviewing' ? ageText(words, item.submittedAt) : shortTime(item.updatedAt, Date.now())
  return (
    <Box className="row-text">
      <Box className="row-line">
        <Text className="row-title">{item.buyerName}</Text>
        <Money fen={item.amountFen} />
      </Box>
      <Box className="row-line row-quiet">
        <Text className="row-sub">{[what, item.storeName, when].filter(Boolean).join(' · ')}</Text>
      </Box>
      <Box className="row-tags">
        <Tag tone={APPLICATION_TONES[item.status]}>{words.applicationStatus[item.status]}</Tag>
        <Tag tone={item.kind === 'special' ? 'info' : 'neutral'}>{words.kindsShort[item.kind]}</Tag>
        <Tag tone="neutral">{words.buyerTypes[item.buyerType]}</Tag>
        {item.invoiceNumbers.length > 0 ? (
          <Text className="row-number">{item.invoiceNumbers.join(' ')}</Text>
        ) : null}
      </Box>
      {item.reason ? <Box className="row-reason">{item.reason.text}</Box> : null}
    </Box>
  )
}

/** The one decision a row offers: approve what waits, issue anew what was refused. The service says which. */
function RowButton({ item }: { item: MerchantApplicationSummary }) {
  const words = useWords()
  const decide = useAction(async (decision: 'approve' | 'correct') => {
    const input = { params: { id: item.id }, body: { version: item.version } }
    if (decision === 'approve') await call('POST /api/v1/merchant/applications/:id/approve', input)
    else await call('POST /api/v1/merchant/applications/:id/correct', input)
    toast(words.review.done[decision])
  })
  const decision = (['approve', 'correct'] as const).find((each) => item.actions.includes(each))
  if (!decision) return null
  const text = decision === 'approve' ? words.review.approve : words.review.again
  return (
    <Button
      size="small"
      look="tint"
      label={`${text} ${item.buyerName}`}
      isBusy={decide.isBusy}
      onTap={() => decide.run(decision)}
    >
      {text}
    </Button>
  )
}
