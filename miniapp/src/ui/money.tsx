import { formatYuan } from '@piaoma/shared/money'
import { cx } from '@/lib/class-names'
import { Text } from '@/primitives'

/** An amount of fen as `¥1,234.50`, in figures of equal width. */
export function Money({ fen, size = 'body' }: { fen: number; size?: 'body' | 'large' | 'figure' }) {
  return (
    <Text className={cx('money', `money-${size}`)}>
      {fen < 0 ? '-¥' : '¥'}
      {formatYuan(Math.abs(fen), { thousands: true })}
    </Text>
  )
}
