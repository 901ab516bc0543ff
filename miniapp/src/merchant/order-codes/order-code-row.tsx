import type { OrderCodeView } from '@piaoma/shared/contract'
import { cx } from '@/lib/class-names'
import { ORDER_CODE_TONES, orderCodeState } from '@/logic/statuses'
import { shortTime } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { Money } from '@/ui/money'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'

/** One order code in the list. */
export function OrderCodeRow(props: { code: OrderCodeView; isSelected: boolean; onOpen: () => void }) {
  const words = useWords()
  const { code } = props
  const state = orderCodeState(code)
  return (
    <Box className={cx('row', props.isSelected && 'row-selected')}>
      <Tap className="row-main" onTap={props.onOpen}>
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title number">{code.orderNo}</Text>
            <Money fen={code.amountFen} />
          </Box>
          <Box className="row-line row-quiet">
            <Text className="row-sub">
              {[code.lines.map((line) => line.name).join('、'), code.storeName].join(' · ')}
            </Text>
          </Box>
          <Box className="row-tags">
            <Tag tone={ORDER_CODE_TONES[state]}>{words.orderCodeState[state]}</Tag>
            <Text className="row-number">{`${words.codeSources[code.source]} · ${shortTime(code.createdAt, Date.now())}`}</Text>
          </Box>
        </Box>
      </Tap>
    </Box>
  )
}
