import type { CallOutput } from '@piaoma/shared/client'
import type { Resource } from '@/api/use-resource'
import { cx } from '@/lib/class-names'
import { type EntryGoods, isCountable, type Picked } from '@/logic/order-entry'
import { vibrate } from '@/platform'
import { Box, Tap, Text } from '@/primitives'
import { IconButton } from '@/ui/button'
import { Group } from '@/ui/cell'
import { ProblemView, Skeleton } from '@/ui/states'
import { useWords } from '@/words'

/** The merchant's goods as big keys: a tap is one more, or without a price the name of the typed line. */
export function EntryGoodsGrid(props: {
  goods: Resource<CallOutput<'GET /api/v1/merchant/goods'>>
  picked: Picked
  onChange: (picked: Picked) => void
  /** Goods without a price: their amount has to be typed. */
  onType: (goods: EntryGoods) => void
}) {
  const words = useWords()
  const { goods, picked, onChange } = props
  if (goods.isLoading) return <Skeleton kind="form" />
  if (!goods.data)
    return goods.problem ? <ProblemView problem={goods.problem} onRetry={goods.reload} /> : null
  if (goods.data.items.length === 0) return null
  const set = (id: string, count: number) => {
    vibrate()
    onChange({ ...picked, [id]: Math.max(0, count) })
  }
  return (
    <Group title={words.orderCodes.goods}>
      <Box className="keys">
        {goods.data.items.map((item) => {
          const count = picked[item.id] ?? 0
          const hasPrice = isCountable(item)
          return (
            <Box key={item.id} className={cx('key', count > 0 && 'key-on')}>
              <Tap
                className="key-tap"
                onTap={() => (hasPrice ? set(item.id, count + 1) : props.onType(item))}
              >
                <Text className="key-name">{item.name}</Text>
                <Text className="key-price">
                  {hasPrice
                    ? `¥${item.unitPrice}${item.unit ? ` / ${item.unit}` : ''}`
                    : words.orderCodes.typeAmount}
                </Text>
              </Tap>
              {count > 0 ? (
                <Box className="key-count">
                  <IconButton
                    icon="minus"
                    label={words.actions.less(item.name)}
                    onTap={() => set(item.id, count - 1)}
                  />
                  <Text className="key-number">{`× ${count}`}</Text>
                </Box>
              ) : null}
            </Box>
          )
        })}
      </Box>
    </Group>
  )
}
