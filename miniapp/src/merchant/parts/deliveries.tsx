import type { MerchantApplication } from '@piaoma/shared/contract'
import { DELIVERY_TONES } from '@/logic/statuses'
import { dateTime } from '@/logic/times'
import { Cell, Group } from '@/ui/cell'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'

/** Where an invoice was sent and what became of it. */
export function Deliveries({ deliveries }: { deliveries: MerchantApplication['deliveries'] }) {
  const words = useWords()
  if (deliveries.length === 0) return null
  return (
    <Group title={words.deliveries.title}>
      {deliveries.map((delivery) => (
        <Cell
          key={delivery.id}
          title={delivery.to}
          note={[words.deliveries.channels[delivery.channel], dateTime(delivery.at), delivery.problem]
            .filter(Boolean)
            .join(' · ')}
          extra={
            <Tag tone={DELIVERY_TONES[delivery.status]}>{words.deliveries.statuses[delivery.status]}</Tag>
          }
        />
      ))}
    </Group>
  )
}
